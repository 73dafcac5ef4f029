// SPDX-License-Identifier: MIT
#include "rpc/http.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>

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

std::string part_of(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
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

}  // namespace

struct HttpTransport::Connection {
    std::unique_ptr<CURL, CloseHandle> handle;
    std::unique_ptr<curl_slist, CloseHandle> headers;
    std::string name;
    std::size_t response_bytes_max = 0;
    Inbox inbox;
};

namespace {

void configure(CURL* handle, const std::string& url, bool loopback, const HttpLimits& limits) {
    set(handle, CURLOPT_URL, url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, loopback ? "http,https" : "https");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    set(handle, CURLOPT_TIMEOUT_MS, long{limits.total.count()});
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, long{limits.connect.count()});
    // A proxy of the environment would see what is meant for this machine alone.
    if (loopback) set(handle, CURLOPT_PROXY, "");
    set(handle, CURLOPT_WRITEFUNCTION, take_body);
    set(handle, CURLOPT_HEADERFUNCTION, take_header);
}

}  // namespace

Result<HttpTransport> HttpTransport::open(const std::string& url, HttpLimits limits) {
    start_curl();
    const auto parts = split_url(url);
    if (!parts) return fail(Errc::configuration, "the node's address is not a URL");
    const bool loopback = is_loopback(parts->host);
    if (parts->scheme != "https" && !(parts->scheme == "http" && loopback))
        return fail(Errc::configuration,
                    shown(*parts) + ": https is needed, or http to this machine");
    auto made = std::make_unique<Connection>();
    made->name = shown(*parts);
    made->response_bytes_max = limits.response_bytes_max;
    made->handle.reset(curl_easy_init());
    made->headers.reset(curl_slist_append(nullptr, "Content-Type: application/json"));
    BALLAST_CHECK(made->handle && made->headers);
    // Without it curl would hold large bodies back until the server says 100 or a second is over.
    BALLAST_CHECK(curl_slist_append(made->headers.get(), "Expect:") != nullptr);
    CURL* const handle = made->handle.get();
    configure(handle, url, loopback, limits);
    set(handle, CURLOPT_HTTPHEADER, made->headers.get());
    set(handle, CURLOPT_WRITEDATA, &made->inbox);
    set(handle, CURLOPT_HEADERDATA, &made->inbox);
    return HttpTransport(std::move(made));
}

HttpTransport::HttpTransport(std::unique_ptr<Connection> connection) noexcept
    : connection_(std::move(connection)) {}
HttpTransport::HttpTransport(HttpTransport&&) noexcept = default;
HttpTransport& HttpTransport::operator=(HttpTransport&&) noexcept = default;
HttpTransport::~HttpTransport() = default;

const std::string& HttpTransport::name() const {
    return connection_->name;
}

Result<std::string> HttpTransport::post(std::string_view body) {
    CURL* const handle = connection_->handle.get();
    Inbox& inbox = connection_->inbox;
    inbox = Inbox{{}, connection_->response_bytes_max, false};
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    set(handle, CURLOPT_POSTFIELDS, body.data());
    const CURLcode code = curl_easy_perform(handle);
    const auto unavailable = [&](const std::string& reason) {
        return fail(Errc::upstream_unavailable, connection_->name + ": " + reason);
    };
    if (inbox.too_large)
        return unavailable("the answer is larger than " +
                           std::to_string(connection_->response_bytes_max) + " bytes");
    if (code != CURLE_OK) return unavailable(curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200 || status > 299)
        return unavailable("the answer has HTTP status " + std::to_string(status));
    return std::move(inbox.body);
}

std::string redacted_url(const std::string& url) {
    start_curl();
    const auto parts = split_url(url);
    return parts ? shown(*parts) : "(not a URL)";
}

}  // namespace ballast::rpc
