// SPDX-License-Identifier: MIT
#include "rpc/http.hpp"

#include <utility>

namespace ballast::rpc {
namespace {

net::HttpLimits limits_of(const HttpLimits& limits) {
    return {Milliseconds{limits.connect.count()}, limits.response_bytes_max, limits.authorities};
}

Result<NetworkReply> reply_of(Result<net::HttpResponse> response) {
    if (!response) return fail(std::move(response.error()));
    return NetworkReply{response->status, std::move(response->body), response->retry_after};
}

}  // namespace

Result<std::unique_ptr<HttpNetwork>> HttpNetwork::open(const std::vector<std::string>& urls,
                                                       HttpLimits limits) {
    std::vector<Endpoint> endpoints;
    for (const std::string& url : urls) {
        const net::HttpRequest request{url};
        if (const Status allowed = net::check_request(request); !allowed)
            return fail_in("a node", allowed.error());
        endpoints.push_back({url, net::redacted_url(url), net::redactor_of(request)});
    }
    return std::unique_ptr<HttpNetwork>(new HttpNetwork(std::move(endpoints), limits));
}

HttpNetwork::HttpNetwork(std::vector<Endpoint> endpoints, const HttpLimits& limits)
    : endpoints_(std::move(endpoints)), client_(net::open_http_client(limits_of(limits))) {}

const std::string& HttpNetwork::name(std::size_t endpoint) const {
    return endpoints_.at(endpoint).name;
}

const net::Redactor& HttpNetwork::redactor(std::size_t endpoint) const {
    return endpoints_.at(endpoint).redactor;
}

net::HttpRequest HttpNetwork::request_to(std::size_t endpoint, std::string body) const {
    return {endpoints_.at(endpoint).url, {"Content-Type: application/json"}, std::move(body)};
}

std::vector<Result<NetworkReply>> HttpNetwork::post(const std::vector<NetworkRequest>& requests,
                                                    Milliseconds total) {
    std::vector<net::HttpRequest> asked;
    asked.reserve(requests.size());
    for (const NetworkRequest& request : requests)
        asked.push_back(request_to(request.endpoint, request.body));
    std::vector<Result<NetworkReply>> replies;
    for (auto& response : client_->fetch(asked, total))
        replies.push_back(reply_of(std::move(response)));
    return replies;
}

Result<NetworkReply> HttpNetwork::post_one(std::size_t endpoint, std::string body,
                                           Milliseconds total) {
    std::vector<net::HttpRequest> asked;
    asked.push_back(request_to(endpoint, std::move(body)));
    return reply_of(std::move(client_->fetch(asked, total).front()));
}

}  // namespace ballast::rpc
