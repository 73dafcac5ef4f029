// SPDX-License-Identifier: MIT
#include "rpc/http.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "base/check.hpp"

namespace ballast::rpc {
namespace {

void start_curl() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    BALLAST_CHECK(started == CURLE_OK);
}

struct CloseHandle {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

struct UrlParts {
    std::string scheme;
    std::string host;
    std::string port;
};

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

/// Split by curl itself, so that what was checked is what is used.
std::optional<UrlParts> split_url(const std::string& url) {
    const std::unique_ptr<CURLU, CloseHandle> parsed(curl_url());
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
        return std::nullopt;
    return UrlParts{part_of(parsed.get(), CURLUPART_SCHEME), part_of(parsed.get(), CURLUPART_HOST),
                    part_of(parsed.get(), CURLUPART_PORT)};
}

/// Everything behind and before the host, as it is sent and as it is meant.
Redactor redactor_of(const std::string& url) {
    const std::unique_ptr<CURLU, CloseHandle> parsed(curl_url());
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
        return {};
    std::vector<std::string> whole;
    std::vector<std::string> parted;
    for (const unsigned flags : {0U, unsigned{CURLU_URLDECODE}}) {
        for (const CURLUPart part : {CURLUPART_USER, CURLUPART_PASSWORD})
            whole.push_back(part_of(parsed.get(), part, flags));
        for (const CURLUPart part : {CURLUPART_PATH, CURLUPART_QUERY, CURLUPART_FRAGMENT})
            parted.push_back(part_of(parsed.get(), part, flags));
    }
    return {whole, parted};
}

std::string shown(const UrlParts& parts) {
    return parts.scheme + "://" + parts.host + (parts.port.empty() ? "" : ":" + parts.port);
}

bool is_loopback(const std::string& host) {
    in_addr address{};
    if (::inet_pton(AF_INET, host.c_str(), &address) == 1)
        return ::ntohl(address.s_addr) >> 24U == 127;
    return host == "localhost" || host == "[::1]";
}

/// What has arrived of one answer.
struct Inbox {
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

std::size_t take_header(char*, std::size_t size, std::size_t count, void* inbox) {
    return static_cast<Inbox*>(inbox)->spend(size * count) ? size * count : 0;
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
    BALLAST_CHECK(curl_easy_setopt(handle, option, value) == CURLE_OK);
}

struct CloseMulti {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

using Handle = std::unique_ptr<CURL, CloseHandle>;

struct Endpoint {
    std::string url;
    std::string name;
    bool loopback = false;
    Redactor redactor;
    /// Handles that wait for their next request. The connections are the multi handle's.
    std::vector<Handle> idle;
};

/// One request on its way. Stays where it is while curl knows it.
struct Exchange {
    Endpoint* endpoint = nullptr;
    Handle handle;
    Inbox inbox;
    std::optional<CURLcode> outcome;
};

Result<Endpoint> endpoint_of(const std::string& url) {
    const auto parts = split_url(url);
    if (!parts) return fail(Errc::configuration, "the node's address is not a URL");
    Endpoint endpoint{url, shown(*parts), is_loopback(parts->host), redactor_of(url), {}};
    if (parts->scheme != "https" && !(parts->scheme == "http" && endpoint.loopback))
        return fail(Errc::configuration,
                    endpoint.name + ": https is needed, or http to this machine");
    return endpoint;
}

/// What is the same for every request of an endpoint.
void configure(CURL* handle, const Endpoint& endpoint, const HttpLimits& limits) {
    set(handle, CURLOPT_URL, endpoint.url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, endpoint.loopback ? "http,https" : "https");
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
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, long{limits.connect.count()});
    // A proxy of the environment would see what is meant for this machine alone.
    if (endpoint.loopback) set(handle, CURLOPT_PROXY, "");
    set(handle, CURLOPT_WRITEFUNCTION, take_body);
    set(handle, CURLOPT_HEADERFUNCTION, take_header);
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

Result<NetworkReply> reply_of(Exchange& exchange, std::size_t bytes_max) {
    const auto unavailable = [&](const std::string& reason) {
        return fail(Errc::upstream_unavailable, exchange.endpoint->name + ": " + reason);
    };
    if (!exchange.handle) return unavailable("no memory for a request");
    if (exchange.inbox.too_large)
        return unavailable("the answer is larger than " + std::to_string(bytes_max) + " bytes");
    const CURLcode code = exchange.outcome.value_or(CURLE_OPERATION_TIMEDOUT);
    if (code != CURLE_OK) return unavailable(curl_easy_strerror(code));
    long status = 0;
    curl_off_t wait = 0;
    curl_easy_getinfo(exchange.handle.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(exchange.handle.get(), CURLINFO_RETRY_AFTER, &wait);
    NetworkReply reply{static_cast<int>(status), std::move(exchange.inbox.body), std::nullopt};
    if (wait > 0) reply.retry_after = Seconds{std::int64_t{wait}};
    return reply;
}

}  // namespace

struct HttpNetwork::Curl {
    std::vector<Endpoint> endpoints;
    HttpLimits limits;
    std::unique_ptr<curl_slist, CloseHandle> headers;
    // Last: it goes first, and with it the connections.
    std::unique_ptr<CURLM, CloseMulti> multi;

    Handle handle_for(Endpoint& endpoint) const {
        Handle handle;
        if (!endpoint.idle.empty()) {
            handle = std::move(endpoint.idle.back());
            endpoint.idle.pop_back();
            return handle;
        }
        handle.reset(curl_easy_init());
        if (handle) configure(handle.get(), endpoint, limits);
        if (handle) set(handle.get(), CURLOPT_HTTPHEADER, headers.get());
        return handle;
    }

    void start(Exchange& exchange, const NetworkRequest& request, Milliseconds total) {
        exchange.endpoint = &endpoints.at(request.endpoint);
        exchange.inbox.bytes_left = limits.response_bytes_max;
        exchange.handle = handle_for(*exchange.endpoint);
        CURL* const handle = exchange.handle.get();
        if (handle == nullptr) return;
        set(handle, CURLOPT_PRIVATE, &exchange);
        set(handle, CURLOPT_WRITEDATA, &exchange.inbox);
        set(handle, CURLOPT_HEADERDATA, &exchange.inbox);
        set(handle, CURLOPT_TIMEOUT_MS, long{total.count});
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(handle, CURLOPT_POSTFIELDS, request.body.data());
        if (curl_multi_add_handle(multi.get(), handle) != CURLM_OK) exchange.handle.reset();
    }

    Result<NetworkReply> finish(Exchange& exchange) {
        if (exchange.handle) curl_multi_remove_handle(multi.get(), exchange.handle.get());
        auto reply = reply_of(exchange, limits.response_bytes_max);
        if (exchange.handle) exchange.endpoint->idle.push_back(std::move(exchange.handle));
        return reply;
    }
};

Result<std::unique_ptr<HttpNetwork>> HttpNetwork::open(const std::vector<std::string>& urls,
                                                       HttpLimits limits) {
    start_curl();
    auto curl = std::make_unique<Curl>();
    curl->limits = limits;
    for (const std::string& url : urls) {
        auto endpoint = endpoint_of(url);
        if (!endpoint) return fail(endpoint.error());
        curl->endpoints.push_back(std::move(*endpoint));
    }
    curl->headers.reset(curl_slist_append(nullptr, "Content-Type: application/json"));
    BALLAST_CHECK(curl->headers);
    // Without it curl would hold large bodies back until the server says 100 or a second is over.
    BALLAST_CHECK(curl_slist_append(curl->headers.get(), "Expect:") != nullptr);
    curl->multi.reset(curl_multi_init());
    BALLAST_CHECK(curl->multi);
    return std::unique_ptr<HttpNetwork>(new HttpNetwork(std::move(curl)));
}

HttpNetwork::HttpNetwork(std::unique_ptr<Curl> curl) noexcept : curl_(std::move(curl)) {}
HttpNetwork::~HttpNetwork() = default;

std::size_t HttpNetwork::size() const {
    return curl_->endpoints.size();
}

const std::string& HttpNetwork::name(std::size_t endpoint) const {
    return curl_->endpoints.at(endpoint).name;
}

const Redactor& HttpNetwork::redactor(std::size_t endpoint) const {
    return curl_->endpoints.at(endpoint).redactor;
}

std::vector<Result<NetworkReply>> HttpNetwork::post(const std::vector<NetworkRequest>& requests,
                                                    Milliseconds total) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{total.count};
    std::vector<Exchange> exchanges(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i)
        curl_->start(exchanges[i], requests[i], total);
    drive(curl_->multi.get(), deadline);
    note_outcomes(curl_->multi.get());
    std::vector<Result<NetworkReply>> replies;
    for (Exchange& exchange : exchanges)
        replies.push_back(curl_->finish(exchange));
    return replies;
}

std::string redacted_url(const std::string& url) {
    start_curl();
    const auto parts = split_url(url);
    return parts ? shown(*parts) : "(not a URL)";
}

}  // namespace ballast::rpc
