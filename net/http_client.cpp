// SPDX-License-Identifier: MIT
#include "net/http_client.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "base/check.hpp"
#include "net/answer_head.hpp"
#include "net/header_line.hpp"

namespace ballast::net {
namespace {

/// Of handles that wait for their next request. The connections are the multi handle's.
constexpr std::size_t kIdleMax = 32;

void start_curl() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    BALLAST_CHECK(started == CURLE_OK);
}

struct Close {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

struct CloseMulti {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

using Handle = std::unique_ptr<CURL, Close>;
using HeaderList = std::unique_ptr<curl_slist, Close>;
using ParsedUrl = std::unique_ptr<CURLU, Close>;

/// Split by curl itself, so that what was checked is what is used. Returns null for no URL.
ParsedUrl parse_url(const std::string& url) {
    start_curl();
    ParsedUrl parsed(curl_url());
    const bool is_whole = url.find('\0') == std::string::npos;
    if (parsed && is_whole &&
        curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) == CURLUE_OK)
        return parsed;
    return nullptr;
}

std::string part_of(const ParsedUrl& url, CURLUPart part, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK) return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

std::string shown(const ParsedUrl& url) {
    const std::string port = part_of(url, CURLUPART_PORT);
    return part_of(url, CURLUPART_SCHEME) + "://" + part_of(url, CURLUPART_HOST) +
           (port.empty() ? "" : ":" + port);
}

bool is_loopback(const std::string& host) {
    in_addr address{};
    if (::inet_pton(AF_INET, host.c_str(), &address) == 1)
        return ::ntohl(address.s_addr) >> 24U == 127;
    return host == "localhost" || host == "[::1]";
}

/// Whom a URL speaks to.
struct Target {
    std::string url;
    std::string name;
    bool loopback = false;
};

Result<Target> target_of(const std::string& url) {
    const ParsedUrl parsed = parse_url(url);
    if (!parsed) return fail(Errc::configuration, "the address is not a URL");
    Target target{url, shown(parsed), is_loopback(part_of(parsed, CURLUPART_HOST))};
    const std::string scheme = part_of(parsed, CURLUPART_SCHEME);
    if (scheme != "https" && !(scheme == "http" && target.loopback))
        return fail(Errc::configuration,
                    target.name + ": https is needed, or http to this machine");
    return target;
}

Status check_headers(const std::vector<std::string>& headers, const std::string& name) {
    if (std::all_of(headers.begin(), headers.end(), is_header_line)) return {};
    return fail(Errc::configuration, name + ": a header is not one printable line \"Name: value\"");
}

/// What has arrived of one answer.
struct Inbox {
    AnswerHead head;
    std::string body;
    std::size_t bytes_left = 0;
    bool too_large = false;

    bool spend(std::size_t count) {
        too_large = count > bytes_left;
        if (!too_large) bytes_left -= count;
        return !too_large;
    }
};

// CURLOPT_MAXFILESIZE stops neither chunked nor compressed bodies, nor headers: hence these.
std::size_t take_body(char* data, std::size_t, std::size_t count, void* inbox) {
    auto& into = *static_cast<Inbox*>(inbox);
    if (!into.spend(count)) return 0;
    into.body.append(data, count);
    return count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* inbox) {
    auto& into = *static_cast<Inbox*>(inbox);
    if (!into.spend(size * count)) return 0;
    into.head.take({data, size * count});
    return into.head.transfer_is_packed() ? 0 : size * count;
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
    BALLAST_CHECK(curl_easy_setopt(handle, option, value) == CURLE_OK);
}

/// What is the same for all requests.
void configure(CURL* handle, const HttpLimits& limits) {
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!limits.authorities.empty()) {
        set(handle, CURLOPT_CAINFO, limits.authorities.c_str());
        set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    set(handle, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    set(handle, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_2TLS});
    set(handle, CURLOPT_NOSIGNAL, 1L);
    // A resolver that hangs must not hold us past the deadline.
    set(handle, CURLOPT_QUICK_EXIT, 1L);
    set(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, long{limits.connect.count});
    // Some public sources refuse whoever does not say what it is.
    set(handle, CURLOPT_USERAGENT, "ballast");
    set(handle, CURLOPT_WRITEFUNCTION, take_body);
    set(handle, CURLOPT_HEADERFUNCTION, take_header);
}

void aim(CURL* handle, const Target& target) {
    set(handle, CURLOPT_URL, target.url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, target.loopback ? "http,https" : "https");
    // A proxy of the environment would see what is meant for this machine alone.
    set(handle, CURLOPT_PROXY, target.loopback ? "" : static_cast<const char*>(nullptr));
}

/// A handle with whom it is aimed at.
struct Line {
    Handle handle;
    Target target;
};

/// One request on its way. Stays where it is while curl knows it.
struct Exchange {
    Line line;
    HeaderList headers;
    Inbox inbox;
    std::optional<CURLcode> outcome;
    /// Why it was never sent.
    std::optional<Error> fault;
};

bool add_header(HeaderList& list, const char* text) {
    curl_slist* const longer = curl_slist_append(list.get(), text);
    if (longer == nullptr) return false;
    static_cast<void>(list.release());
    list.reset(longer);
    return true;
}

/// Returns null where there is no memory.
HeaderList headers_of(const HttpRequest& request) {
    HeaderList list;
    // Without it curl would hold large bodies back until the server says 100 or a second is over.
    bool whole = add_header(list, "Expect:");
    for (const std::string& header : request.headers)
        whole = whole && add_header(list, header.c_str());
    if (!whole) list.reset();
    return list;
}

void load(CURL* handle, const HttpRequest& request) {
    if (request.body.empty()) {
        set(handle, CURLOPT_HTTPGET, 1L);
        return;
    }
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(handle, CURLOPT_POSTFIELDS, request.body.data());
}

/// Lets the transfers go on until all are done or the deadline is there.
void drive(CURLM* multi, std::chrono::steady_clock::time_point deadline) {
    using std::chrono::milliseconds;
    int running = 0;
    while (curl_multi_perform(multi, &running) == CURLM_OK && running > 0) {
        const auto left =
            std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left <= milliseconds::zero()) return;
        const auto wait = std::min(left, milliseconds{1000});
        if (curl_multi_poll(multi, nullptr, 0, static_cast<int>(wait.count()), nullptr) != CURLM_OK)
            return;
    }
}

void note_outcomes(CURLM* multi) {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        char* exchange = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
        reinterpret_cast<Exchange*>(exchange)->outcome = message->data.result;
    }
}

Result<HttpResponse> response_of(Exchange& exchange, std::size_t bytes_max) {
    const auto unavailable = [&](const std::string& reason) {
        return fail(Errc::upstream_unavailable, exchange.line.target.name + ": " + reason);
    };
    if (exchange.fault) return fail(*exchange.fault);
    if (!exchange.line.handle) return unavailable("no memory for a request");
    if (exchange.inbox.too_large)
        return unavailable("the answer is larger than " + std::to_string(bytes_max) + " bytes");
    if (exchange.inbox.head.transfer_is_packed())
        return unavailable("the transfer is compressed, which was not asked for");
    const CURLcode code = exchange.outcome.value_or(CURLE_OPERATION_TIMEDOUT);
    if (code != CURLE_OK) return unavailable(curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(exchange.line.handle.get(), CURLINFO_RESPONSE_CODE, &status);
    HttpResponse response;
    response.status = static_cast<int>(status);
    response.body = std::move(exchange.inbox.body);
    exchange.inbox.head.tell(response);
    return response;
}

class CurlClient final : public HttpClient {
  public:
    explicit CurlClient(HttpLimits limits) : limits_(std::move(limits)) {
        start_curl();
        multi_.reset(curl_multi_init());
        BALLAST_CHECK(multi_);
    }

    std::vector<Result<HttpResponse>> fetch(const std::vector<HttpRequest>& requests,
                                            Milliseconds total) override {
        const auto deadline =
            std::chrono::steady_clock::now() + std::chrono::milliseconds{total.count};
        std::vector<Exchange> exchanges(requests.size());
        for (std::size_t i = 0; i < requests.size(); ++i)
            start(exchanges[i], requests[i], total);
        drive(multi_.get(), deadline);
        note_outcomes(multi_.get());
        std::vector<Result<HttpResponse>> responses;
        responses.reserve(exchanges.size());
        for (Exchange& exchange : exchanges)
            responses.push_back(finish(exchange));
        return responses;
    }

  private:
    /// Returns an idle handle that is aimed there already, or any, or a new one. Errors:
    /// configuration.
    Result<Line> line_to(const std::string& url) {
        const auto aimed = std::find_if(idle_.rbegin(), idle_.rend(),
                                        [&](const Line& one) { return one.target.url == url; });
        if (aimed != idle_.rend()) return taken(std::prev(aimed.base()));
        auto target = target_of(url);
        if (!target) return fail(target.error());
        Line line = idle_.size() < kIdleMax ? Line() : taken(idle_.begin());
        if (!line.handle) {
            line.handle.reset(curl_easy_init());
            if (line.handle) configure(line.handle.get(), limits_);
        }
        line.target = std::move(*target);
        if (line.handle) aim(line.handle.get(), line.target);
        return line;
    }

    Line taken(std::vector<Line>::iterator at) {
        Line line = std::move(*at);
        idle_.erase(at);
        return line;
    }

    void start(Exchange& exchange, const HttpRequest& request, Milliseconds total) {
        auto line = line_to(request.url);
        if (line) {
            exchange.line = std::move(*line);
            const Status headers = check_headers(request.headers, exchange.line.target.name);
            if (!headers) exchange.fault = headers.error();
        } else {
            exchange.fault = line.error();
        }
        CURL* const handle = exchange.line.handle.get();
        if (exchange.fault || handle == nullptr) return;
        exchange.inbox.bytes_left = limits_.response_bytes_max;
        exchange.headers = headers_of(request);
        set(handle, CURLOPT_HTTPHEADER, exchange.headers.get());
        set(handle, CURLOPT_PRIVATE, &exchange);
        set(handle, CURLOPT_WRITEDATA, &exchange.inbox);
        set(handle, CURLOPT_HEADERDATA, &exchange.inbox);
        // Nought would be no deadline at all.
        set(handle, CURLOPT_TIMEOUT_MS, long{std::max<std::int64_t>(total.count, 1)});
        load(handle, request);
        if (!exchange.headers || curl_multi_add_handle(multi_.get(), handle) != CURLM_OK)
            exchange.line.handle.reset();
    }

    Result<HttpResponse> finish(Exchange& exchange) {
        Handle& handle = exchange.line.handle;
        if (handle) curl_multi_remove_handle(multi_.get(), handle.get());
        auto response = response_of(exchange, limits_.response_bytes_max);
        if (!handle) return response;
        set(handle.get(), CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
        idle_.push_back(std::move(exchange.line));
        if (idle_.size() > kIdleMax) idle_.erase(idle_.begin());
        return response;
    }

    HttpLimits limits_;
    /// The last used stand last.
    std::vector<Line> idle_;
    // Last: it goes first, and with it the connections.
    std::unique_ptr<CURLM, CloseMulti> multi_;
};

}  // namespace

std::unique_ptr<HttpClient> open_http_client(HttpLimits limits) {
    return std::make_unique<CurlClient>(std::move(limits));
}

Status check_request(const HttpRequest& request) {
    const auto target = target_of(request.url);
    if (!target) return fail(target.error());
    return check_headers(request.headers, target->name);
}

std::string redacted_url(const std::string& url) {
    const ParsedUrl parsed = parse_url(url);
    return parsed ? shown(parsed) : "(not a URL)";
}

Redactor redactor_of(const HttpRequest& request) {
    std::vector<std::string> whole;
    std::vector<std::string> parted;
    if (const ParsedUrl parsed = parse_url(request.url))
        for (const unsigned flags : {0U, unsigned{CURLU_URLDECODE}}) {
            for (const CURLUPart part : {CURLUPART_USER, CURLUPART_PASSWORD})
                whole.push_back(part_of(parsed, part, flags));
            for (const CURLUPart part : {CURLUPART_PATH, CURLUPART_QUERY, CURLUPART_FRAGMENT})
                parted.push_back(part_of(parsed, part, flags));
        }
    for (const std::string& header : request.headers)
        for (std::string& secret : secrets_of_header(header))
            whole.push_back(std::move(secret));
    return {whole, parted};
}

}  // namespace ballast::net
