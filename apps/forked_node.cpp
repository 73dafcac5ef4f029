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
    ForkedNode(Anvil anvil, rpc::HttpTransport transport)
        : anvil_(std::move(anvil)), transport_(std::move(transport)) {}

    [[nodiscard]] Result<std::string> post(std::string_view body) override {
        return transport_.post(body);
    }
    [[nodiscard]] const std::string& name() const override { return transport_.name(); }

  private:
    Anvil anvil_;
    rpc::HttpTransport transport_;
};

}  // namespace

books::ForkMaker fork_of(std::string url, std::filesystem::path log) {
    return [url = std::move(url),
            log = std::move(log)](const rpc::Block& at) -> Result<std::unique_ptr<rpc::Transport>> {
        auto anvil = Anvil::fork(url, at.number, log);
        if (!anvil) return fail(anvil.error());
        auto transport = rpc::HttpTransport::open(anvil->url(), {kForkAnswers});
        if (!transport) return fail(transport.error());
        return std::make_unique<ForkedNode>(std::move(*anvil), std::move(*transport));
    };
}

}  // namespace ballast::apps
