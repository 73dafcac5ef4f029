// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rpc/network.hpp"

namespace ballast::keeper {

/// Asks nobody any more once the program is to end: what one look at a chain asks after another is
/// over at once then, but for the question that is being answered. So nodes that hang hold up a
/// stop by one deadline. Before each question it says so: who asks is slow, and does not hang.
class StoppableNetwork final : public rpc::Network {
  public:
    /// `stopping` may be nullptr: never; `asking`, too: nobody is told.
    StoppableNetwork(std::unique_ptr<rpc::Network> network, std::function<bool()> stopping,
                     std::function<void()> asking)
        : network_(std::move(network)),
          stopping_(std::move(stopping)),
          asking_(std::move(asking)) {}

    /// Errors of a result: also upstream_unavailable where nobody was asked.
    [[nodiscard]] std::vector<Result<rpc::NetworkReply>> post(
        const std::vector<rpc::NetworkRequest>& requests, Milliseconds total) override {
        if (asking_) asking_();
        if (!stopping_ || !stopping_()) return network_->post(requests, total);
        return {requests.size(), fail(Errc::upstream_unavailable, "the program is to end")};
    }
    [[nodiscard]] std::size_t size() const override { return network_->size(); }
    [[nodiscard]] const std::string& name(std::size_t endpoint) const override {
        return network_->name(endpoint);
    }
    [[nodiscard]] const net::Redactor& redactor(std::size_t endpoint) const override {
        return network_->redactor(endpoint);
    }

  private:
    std::unique_ptr<rpc::Network> network_;
    std::function<bool()> stopping_;
    std::function<void()> asking_;
};

}  // namespace ballast::keeper
