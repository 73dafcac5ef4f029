// SPDX-License-Identifier: MIT
// Nodes on a scripted chain with one small Aave market: reserve 0 is collateral, reserve 1 is owed.
// Indices are 1 and tokens have 8 decimals at one dollar, so a scaled balance is its value.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/u256.hpp"
#include "chain/types.hpp"
#include "rpc/network.hpp"
#include "rpc/types.hpp"
#include "tests/support/simulated_clock.hpp"

namespace ballast::test {

/// How a node misbehaves. All of it may be changed at any time.
struct AaveNode {
    bool dead = false;
    std::uint64_t chain_id = 1;
    std::uint64_t lag = 0;                ///< blocks
    std::uint64_t range_max = 1'000'000;  ///< of eth_getLogs; beyond it says `too_much`
    std::string too_much = "block range is too wide";
    int too_much_status = 200;
    std::uint64_t silent_above = 1'000'000;  ///< blocks of eth_getLogs: no answer comes
    std::size_t batch_max = 1'000;           ///< beyond it the batch is refused
    std::set<chain::Address> hides_logs_of;
    std::set<chain::Address> makes_up_logs_of;
    std::uint64_t total_less = 0;        ///< off the debt token's total
    std::uint64_t collateral_more = 0;   ///< on every balance of collateral
    std::uint64_t pool_debt_more = 0;    ///< on every debt in getUserAccountData
    std::optional<std::string> replies;  ///< in place of anything
    std::string batch_words = "batch too large";
    bool other_hashes_after_first_body = false;  ///< of blocks, from its second body on
    std::size_t bodies = 0;                      ///< that it was asked
};

/// A price aggregator of Chainlink's.
struct MockAggregator {
    std::uint64_t decimals = 8;
    std::uint64_t answer = 0;
    UnixSeconds updated_at;
};

struct AaveLoan {
    chain::Address who;
    std::uint64_t block = 0;
    std::uint64_t collateral = 0;
    std::uint64_t debt = 0;
    std::optional<std::uint64_t> repaid;  ///< in that block
};

class MockAave final : public rpc::Network {
  public:
    explicit MockAave(SimulatedClock& clock, std::size_t nodes = 1) : clock_(clock) {
        for (std::size_t i = 0; i < nodes; ++i)
            names_.push_back("https://node" + std::to_string(i) + ".example");
        node.resize(nodes);
    }

    [[nodiscard]] std::vector<Result<rpc::NetworkReply>> post(
        const std::vector<rpc::NetworkRequest>& requests, Milliseconds total) override;
    [[nodiscard]] std::size_t size() const override { return node.size(); }
    [[nodiscard]] const std::string& name(std::size_t endpoint) const override {
        return names_[endpoint];
    }

    /// Blocks from `from` on are others than they were.
    void reorganise(std::uint64_t from) {
        forks_.erase(forks_.lower_bound(from), forks_.end());
        forks_[from] = ++fork_;
    }
    [[nodiscard]] rpc::Block block(std::uint64_t number) const;

    std::vector<AaveNode> node;
    std::vector<AaveLoan> loans;
    std::uint64_t head = 1'000;
    UnixSeconds head_at{1'700'000'000};  ///< a block is 12 seconds after the one before it
    /// What a quoter pays for an amount; nothing reverts.
    std::function<std::optional<U256>(const U256&)> quote;
    std::map<chain::Address, MockAggregator> aggregators;
    Milliseconds takes{1};  ///< each body
    /// Of the pool's oracle, at 1e-8; nothing reverts.
    std::function<std::optional<U256>(const chain::Address&)> price = [](const chain::Address&) {
        return U256{100'000'000};
    };
    bool has_idle = false;  ///< a third reserve, which nobody has
    std::map<std::string, std::uint64_t> asked;

    static chain::Address pool() { return address(0xA1); }
    static chain::Address quoter() { return address(0xA4); }
    static chain::Address collateral() { return address(0xC0); }
    static chain::Address owed() { return address(0xD0); }
    static chain::Address idle() { return address(0xE0); }
    [[nodiscard]] static chain::Address address(std::uint64_t number);

  private:
    [[nodiscard]] Json answer(AaveNode& node, const Json& request);
    [[nodiscard]] Json result(AaveNode& node, const std::string& method, const JsonArray& params);
    [[nodiscard]] Json logs(const AaveNode& node, const Json& filter);
    [[nodiscard]] std::optional<std::vector<U256>> call(const AaveNode& node,
                                                        const chain::Address& to, ByteView data,
                                                        std::uint64_t at) const;
    [[nodiscard]] std::optional<std::vector<U256>> pool_call(const AaveNode& node, ByteView data,
                                                             std::uint64_t at) const;
    [[nodiscard]] const AaveLoan* loan_of(const chain::Address& who, std::uint64_t at) const;
    [[nodiscard]] std::uint64_t total_debt(std::uint64_t at) const;

    SimulatedClock& clock_;
    std::vector<std::string> names_;
    std::map<std::uint64_t, std::uint64_t> forks_;
    std::uint64_t fork_ = 0;
    bool silent_ = false;
};

}  // namespace ballast::test
