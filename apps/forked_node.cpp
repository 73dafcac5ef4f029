// SPDX-License-Identifier: MIT
#include "apps/forked_node.hpp"

#include <utility>

#include "apps/anvil.hpp"
#include "rpc/http.hpp"

namespace ballast::apps {
namespace {

/// A fork fetches each word that it reads from the node behind it, once.
constexpr std::chrono::seconds kForkAnswers{120};

class ForkedNode final : public rpc::Transport {
  public:
    ForkedNode(Anvil anvil, rpc::HttpTransport transport, rpc::HttpTransport behind)
        : anvil_(std::move(anvil)), transport_(std::move(transport)), behind_(std::move(behind)) {}

    [[nodiscard]] Result<std::string> post(std::string_view body) override {
        return transport_.post(body);
    }
    [[nodiscard]] const std::string& name() const override { return transport_.name(); }
    /// The fork quotes the node behind it, address and all.
    [[nodiscard]] const net::Redactor& redactor() const override { return behind_.redactor(); }

  private:
    Anvil anvil_;
    rpc::HttpTransport transport_;
    rpc::HttpTransport behind_;  ///< never asked from here
};

}  // namespace

books::ForkMaker fork_of(std::string url, std::filesystem::path log) {
    return [url = std::move(url),
            log = std::move(log)](const rpc::Block& at) -> Result<std::unique_ptr<rpc::Transport>> {
        auto behind = rpc::HttpTransport::open(url);
        if (!behind) return fail(behind.error());
        auto anvil = Anvil::fork(url, at.number, log);
        if (!anvil) return fail(anvil.error());
        auto transport = rpc::HttpTransport::open(anvil->url(), {kForkAnswers});
        if (!transport) return fail(transport.error());
        return std::make_unique<ForkedNode>(std::move(*anvil), std::move(*transport),
                                            std::move(*behind));
    };
}

}  // namespace ballast::apps
