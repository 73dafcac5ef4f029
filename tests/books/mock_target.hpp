// SPDX-License-Identifier: MIT
// A node on whose chain stands the pool of a small book, and which runs a change on it: by the
// ways that it knows, and with the lies that it is told to tell.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "books/target_simulation.hpp"

namespace ballast::test {

class MockTarget final : public rpc::Transport {
  public:
    /// Keeps the references.
    MockTarget(const books::AaveBook& book, const books::MarketChange& change)
        : book_(book), change_(change) {}

    [[nodiscard]] Result<std::string> post(std::string_view body) override;
    [[nodiscard]] const std::string& name() const override { return name_; }

    // How it misbehaves; all of it may be changed at any time.
    std::set<std::string> unknown_methods;  ///< answered with -32601
    std::set<std::string> silent_methods;   ///< whose answers never come
    bool ignores_overrides = false;
    bool refuses_third_parameter = false;
    bool change_reverts = false;
    bool keeps_threshold = false;  ///< the change is run, and the threshold stays
    bool other_price = false;      ///< reserve 1 has a price that falls with reserve 0
    bool other_source = false;     ///< and a source of its own, whose code may be replaced
    bool not_admin = false;
    std::size_t batch_max = 1'000;       ///< questions; beyond it a batch is refused
    std::size_t calls_max = 1'000;       ///< of eth_simulateV1
    std::optional<std::string> replies;  ///< in place of anything from the second body on
    std::function<void(Json&)> lies;     ///< changes the result of eth_simulateV1
    std::uint64_t collateral_more = 0;   ///< of every account, under overrides
    std::map<std::string, int> asked;
    std::size_t bodies = 0;

  private:
    struct View {
        bool fallen = false;
        bool changed = false;
        bool pinned = false;  ///< reserve 1's own source has other code
    };
    [[nodiscard]] Json answer(const Json& request);
    [[nodiscard]] std::optional<Json> result(const std::string& method, const JsonArray& params);
    [[nodiscard]] Json simulate(const JsonArray& params);
    /// The words that a call gives; nothing reverts.
    [[nodiscard]] std::optional<Bytes> call(const Json& message, View view) const;
    [[nodiscard]] std::optional<Bytes> pool(const std::string& data, View view) const;
    [[nodiscard]] books::MarketState market(View view) const;

    const books::AaveBook& book_;
    const books::MarketChange& change_;
    std::string name_ = "https://target.example";
};

}  // namespace ballast::test
