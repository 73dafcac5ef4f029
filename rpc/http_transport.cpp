// SPDX-License-Identifier: MIT
#include "rpc/http.hpp"

namespace ballast::rpc {

Result<HttpTransport> HttpTransport::open(const std::string& url, HttpLimits limits) {
    auto network = HttpNetwork::open({url}, limits);
    if (!network) return fail(network.error());
    return HttpTransport(std::move(*network), Milliseconds{limits.total.count()});
}

Result<std::string> HttpTransport::post(std::string_view body) {
    auto reply = network_->post_one(0, std::string(body), total_);
    if (!reply) return fail(reply.error());
    if (reply->status < 200 || reply->status > 299)
        return fail(Errc::upstream_unavailable,
                    name() + ": the answer has HTTP status " + std::to_string(reply->status));
    return std::move(reply->body);
}

}  // namespace ballast::rpc
