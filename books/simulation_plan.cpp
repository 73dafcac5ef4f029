// SPDX-License-Identifier: MIT
#include "books/simulation_ways.hpp"

#include <algorithm>
#include <string_view>

#include "base/hash.hpp"
#include "books/contract_calls.hpp"

namespace ballast::books {
namespace {

using chain::AbiValue;

/// Aave v3, PoolStorage._reserves: behind the two words and the gap of 50 of
/// VersionedInitializable. Shown anew at each use: what is written there must be what
/// getConfiguration gives.
constexpr std::uint64_t kReservesSlot = 52;
constexpr std::uint64_t kThresholdUnit = std::uint64_t{1} << 16U;

/// Reads single words of contracts at the book's block.
class Words {
  public:
    Words(SimulationNode& node, std::uint64_t block) : node_(node), block_(block) {}

    Result<U256> word(const chain::Address& to, std::string_view signature,
                      const std::vector<AbiValue>& arguments = {}) {
        const auto outcomes = node_.calls({message_to(to, signature, arguments)}, block_);
        if (!outcomes) return fail(outcomes.error());
        const auto value = word_of(outcomes->front());
        if (!value) return fail_in(signature, value.error());
        return *value;
    }
    Result<chain::Address> address(const chain::Address& to, std::string_view signature,
                                   const std::vector<AbiValue>& arguments = {}) {
        const auto value = word(to, signature, arguments);
        if (!value) return fail(value.error());
        return address_in(*value);
    }

  private:
    SimulationNode& node_;
    std::uint64_t block_;
};

/// The slot of _reserves[asset].configuration, the first member of its struct.
U256 configuration_slot(const chain::Address& asset) {
    Bytes key(12, 0);
    append(key, asset.view());
    append(key, U256{kReservesSlot}.to_big_endian().view());
    return U256::from_big_endian(keccak256(key).view());
}

/// The price source of each reserve, asked at once; zero where the oracle has none.
Result<std::vector<chain::Address>> sources_of(SimulationNode& node, const MarketState& market) {
    std::vector<rpc::CallMessage> messages;
    for (const ReserveState& reserve : market.reserves)
        messages.push_back(message_to(market.oracle, "getSourceOfAsset(address)",
                                      {AbiValue::address(reserve.asset)}));
    const auto outcomes = node.calls(messages, market.block.number);
    if (!outcomes) return fail(outcomes.error());
    std::vector<chain::Address> sources;
    for (const rpc::CallOutcome& outcome : *outcomes) {
        const auto word = word_of(outcome);
        if (!word) return fail_in("getSourceOfAsset(address)", word.error());
        const auto source = address_in(*word);
        if (!source) return fail_in("getSourceOfAsset(address)", source.error());
        sources.push_back(*source);
    }
    return sources;
}

const PriceOverride* find_price(const SimulationPlan& plan, const chain::Address& source) {
    const auto found = std::find_if(plan.prices.begin(), plan.prices.end(),
                                    [&](const PriceOverride& p) { return p.source == source; });
    return found == plan.prices.end() ? nullptr : &*found;
}

Status plan_fall(SimulationPlan& plan, const ReserveState& reserve, const chain::Address& source) {
    if (source == chain::Address{})
        return fail(Errc::configuration, "the pool's oracle has no source for the price of " +
                                             to_hex(reserve.asset) + ", so it cannot be made fall");
    const PriceOverride* same = find_price(plan, source);
    if (same == nullptr)
        plan.prices.push_back({source, reserve.price});
    else if (same->price != reserve.price)
        return fail(Errc::usage, "two reserves have the price source " + to_hex(source) +
                                     " and cannot fall by different amounts");
    return {};
}

/// What does not fall keeps its price: its source may read one that does, as a staked coin's.
Status plan_prices(SimulationNode& node, SimulationPlan& plan, const MarketChange& change) {
    const auto falls = [&](const ReserveState& reserve) {
        const auto found = change.falls.find(reserve.id);
        return found != change.falls.end() && found->second != 0;
    };
    const std::vector<ReserveState>& reserves = plan.before.reserves;
    if (std::none_of(reserves.begin(), reserves.end(), falls)) return {};
    const auto sources = sources_of(node, plan.before);
    if (!sources) return fail(sources.error());
    for (std::size_t i = 0; i < reserves.size(); ++i)
        if (falls(reserves[i]))
            if (Status made = plan_fall(plan, reserves[i], (*sources)[i]); !made) return made;
    for (std::size_t i = 0; i < reserves.size(); ++i) {
        const bool has_source = (*sources)[i] != chain::Address{};
        if (has_source && find_price(plan, (*sources)[i]) == nullptr)
            plan.prices.push_back({(*sources)[i], reserves[i].price});
    }
    return {};
}

/// The LTV may not stand above the threshold.
std::uint16_t ltv_under(const ReserveState& now, std::uint16_t threshold) {
    return std::min(now.config.ltv, threshold);
}

Status plan_words(Words& words, SimulationPlan& plan, const MarketChange& change) {
    for (const auto& [id, threshold] : change.thresholds) {
        const ReserveState& now = *plan.before.find(id);
        const auto word = words.word(plan.before.pool, "getConfiguration(address)",
                                     {AbiValue::address(now.asset)});
        if (!word) return fail(word.error());
        if (!(reserve_config(*word) == now.config))
            return fail(Errc::mismatch, "the pool's configuration of " + to_hex(now.asset) +
                                            " at the book's block is not the book's");
        const U256 rest = *word - U256{now.config.ltv} - U256{now.config.lt * kThresholdUnit};
        plan.words.push_back(
            {now.asset, configuration_slot(now.asset),
             rest + U256{ltv_under(now, threshold)} + U256{threshold * kThresholdUnit}});
    }
    return {};
}

Result<bool> may_change(Words& words, const chain::Address& acl, const chain::Address& who) {
    for (const std::string_view role : {"isPoolAdmin(address)", "isRiskAdmin(address)"}) {
        const auto has = words.word(acl, role, {AbiValue::address(who)});
        if (!has) return fail(has.error());
        if (*has != U256{}) return true;
    }
    return false;
}

Result<chain::Address> sender_of(Words& words, const chain::Address& provider,
                                 const SimulationOptions& options) {
    const auto acl = words.address(provider, "getACLManager()");
    if (!acl) return fail(acl.error());
    auto who = options.sender ? Result<chain::Address>(*options.sender)
                              : words.address(provider, "getACLAdmin()");
    if (!who) return who;
    const auto may = may_change(words, *acl, *who);
    if (!may) return fail(may.error());
    if (*may) return who;
    return fail(Errc::configuration, to_hex(*who) +
                                         " is neither pool admin nor risk admin of this market; "
                                         "name a sender that is, or give the calls themselves");
}

Status plan_calls(Words& words, SimulationPlan& plan, const MarketChange& change,
                  const SimulationOptions& options) {
    plan.calls = options.calls;
    if (!plan.calls.empty() || change.thresholds.empty()) return {};
    const auto provider = words.address(plan.before.pool, "ADDRESSES_PROVIDER()");
    if (!provider) return fail(provider.error());
    const auto configurator = words.address(*provider, "getPoolConfigurator()");
    if (!configurator) return fail(configurator.error());
    const auto sender = sender_of(words, *provider, options);
    if (!sender) return fail(sender.error());
    for (const auto& [id, threshold] : change.thresholds) {
        const ReserveState& now = *plan.before.find(id);
        plan.calls.push_back(message_to(
            *configurator, "configureReserveAsCollateral(address,uint256,uint256,uint256)",
            {AbiValue::address(now.asset), AbiValue::uint(U256{ltv_under(now, threshold)}),
             AbiValue::uint(U256{threshold}), AbiValue::uint(U256{now.config.bonus})}));
        plan.calls.back().from = *sender;
    }
    return {};
}

}  // namespace

Status check_block(SimulationNode& node, const rpc::Block& block) {
    const auto found = node.node().block_by_tag(rpc::BlockTag::at(block.number));
    if (!found) return fail(found.error());
    if (found->hash == block.hash) return {};
    return fail(Errc::mismatch, "the node has another block " + std::to_string(block.number) +
                                    " than the book was read at: " + to_hex(found->hash) +
                                    ", not " + to_hex(block.hash));
}

Result<SimulationPlan> plan_simulation(SimulationNode& node, const AaveBook& book,
                                       const MarketChange& change,
                                       const SimulationOptions& options) {
    auto before = fallen(book.market, change);
    if (!before) return fail(before.error());
    if (const Status same = check_block(node, book.market.block); !same) return fail(same.error());
    SimulationPlan plan;
    plan.book = &book;
    plan.before = std::move(*before);
    plan.after = with_thresholds(plan.before, change);
    Words words(node, book.market.block.number);
    if (const Status prices = plan_prices(node, plan, change); !prices) return fail(prices.error());
    if (const Status made = plan_words(words, plan, change); !made) return fail(made.error());
    if (const Status calls = plan_calls(words, plan, change, options); !calls)
        return fail(calls.error());
    return plan;
}

}  // namespace ballast::books
