// SPDX-License-Identifier: MIT
#include "base/check.hpp"
#include "books/contract_calls.hpp"
#include "books/simulation_ways.hpp"

namespace ballast::books {
namespace {

using chain::AbiValue;

constexpr std::size_t kQuestionsPerReserve = 4;
constexpr std::size_t kAccountWords = 6;
constexpr unsigned kIndexBits = 128;

std::string differs(const ReserveState& meant, std::string_view what, const std::string& is,
                    const std::string& to_be) {
    return "the " + std::string(what) + " of " + to_hex(meant.asset) + " is " + is + ", and not " +
           to_be + " as it was meant";
}

struct ReserveReading {
    U256 price;
    ReserveIndices indices;
    std::uint16_t lt = 0;
};

Result<ReserveReading> read_figures_of(const ReserveState& reserve,
                                       const rpc::CallOutcome* outcomes) {
    const std::string place = "reserve " + to_hex(reserve.asset);
    // As in read_market: a price that reverts is none.
    const auto price = outcomes[0].reverted ? Result<U256>(U256{}) : word_of(outcomes[0], 96);
    const auto income = word_of(outcomes[1], kIndexBits);
    const auto debt = word_of(outcomes[2], kIndexBits);
    const auto word = word_of(outcomes[3]);
    for (const auto* one : {&price, &income, &debt, &word})
        if (!*one) return fail_in(place, one->error());
    return ReserveReading{*price, {*income, *debt}, reserve_config(*word).lt};
}

}  // namespace

Bytes price_code(const U256& price) {
    // Gives the word where the selector is latestAnswer()'s 50d25bcd, else reverts: whoever reads
    // the source otherwise gets no price, which the readings then show.
    Bytes code = *from_hex("0x60003560e01c6350d25bcd14601357600080fd5b7f");
    append(code, price.to_big_endian().view());
    append(code, *from_hex("0x60005260206000f3"));
    return code;
}

JsonObject price_overrides(const SimulationPlan& plan) {
    JsonObject overrides;
    for (const PriceOverride& one : plan.prices)
        overrides[to_hex(one.source)] = JsonObject{{"code", to_hex(price_code(one.price))}};
    return overrides;
}

std::vector<rpc::CallMessage> market_messages(const MarketState& market) {
    std::vector<rpc::CallMessage> messages;
    for (const ReserveState& reserve : market.reserves) {
        const std::vector<AbiValue> asset{AbiValue::address(reserve.asset)};
        messages.push_back(message_to(market.oracle, "getAssetPrice(address)", asset));
        messages.push_back(message_to(market.pool, "getReserveNormalizedIncome(address)", asset));
        messages.push_back(
            message_to(market.pool, "getReserveNormalizedVariableDebt(address)", asset));
        messages.push_back(message_to(market.pool, "getConfiguration(address)", asset));
    }
    return messages;
}

Result<MarketReading> read_market_figures(const MarketState& meant, const MarketState& unchanged,
                                          const std::vector<rpc::CallOutcome>& outcomes) {
    BALLAST_CHECK(outcomes.size() == meant.reserves.size() * kQuestionsPerReserve);
    MarketReading reading;
    for (std::size_t i = 0; i < meant.reserves.size(); ++i) {
        const ReserveState& reserve = meant.reserves[i];
        const ReserveState& old = unchanged.reserves[i];
        const auto found = read_figures_of(reserve, &outcomes[i * kQuestionsPerReserve]);
        if (!found) return fail(found.error());
        reading.indices[reserve.id] = found->indices;
        if (found->price != old.price || found->lt != old.config.lt) reading.as_unchanged = false;
        if (!reading.wrong.empty()) continue;
        if (found->price != reserve.price)
            reading.wrong =
                differs(reserve, "price", found->price.to_decimal(), reserve.price.to_decimal()) +
                "; where it has the source of one that falls, name its fall too";
        else if (found->lt != reserve.config.lt)
            reading.wrong = differs(reserve, "threshold", std::to_string(found->lt),
                                    std::to_string(reserve.config.lt));
    }
    return reading;
}

std::vector<rpc::CallMessage> account_messages(const AaveBook& book, std::size_t first,
                                               std::size_t count) {
    std::vector<rpc::CallMessage> messages;
    for (std::size_t i = first; i < first + count; ++i)
        messages.push_back(message_to(book.market.pool, "getUserAccountData(address)",
                                      {AbiValue::address(book.accounts[i].who)}));
    return messages;
}

Result<AccountFigures> account_figures(const chain::Address& who, const rpc::CallOutcome& outcome) {
    const auto words = words_of(outcome, kAccountWords);
    if (!words) return fail_in("getUserAccountData of " + to_hex(who), words.error());
    // They are summed: a node may say what no market can hold.
    if (!fits((*words)[0], 128) || !fits((*words)[1], 128))
        return fail(Errc::bad_data, "getUserAccountData of " + to_hex(who) +
                                        ": collateral or debt is beyond 128 bits");
    return AccountFigures{(*words)[0], (*words)[1], (*words)[5]};
}

Result<Simulation> simulation_of(const SimulationPlan& plan, const MarketReading& before,
                                 const MarketReading& after,
                                 const std::vector<AccountFigures>& figures_before,
                                 const std::vector<AccountFigures>& figures_after) {
    if (!before.wrong.empty()) return fail(Errc::mismatch, "before the change " + before.wrong);
    if (!after.wrong.empty()) return fail(Errc::mismatch, "after the change " + after.wrong);
    if (before.indices != after.indices)
        return fail(Errc::mismatch, "interest passed between before and after the change");
    const std::vector<Account>& accounts = plan.book->accounts;
    BALLAST_CHECK(figures_before.size() == accounts.size());
    BALLAST_CHECK(figures_after.size() == accounts.size());
    std::vector<AccountFate> fates;
    for (std::size_t i = 0; i < accounts.size(); ++i)
        fates.push_back({accounts[i].who, figures_before[i], figures_after[i]});
    Simulation made;
    made.indices = after.indices;
    made.outcome = outcome_of(std::move(fates));
    return made;
}

}  // namespace ballast::books
