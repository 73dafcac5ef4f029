// SPDX-License-Identifier: MIT
#include "books/threshold_change.hpp"

#include <string>
#include <utility>

namespace ballast::books {
namespace {

constexpr std::uint16_t kWhole = 10'000;

const U256& healthy() {
    static const U256 one{1'000'000'000'000'000'000};
    return one;
}

Result<ReserveState*> reserve_of(MarketState& market, std::uint16_t id) {
    for (ReserveState& reserve : market.reserves)
        if (reserve.id == id) return &reserve;
    return fail(Errc::input_missing, "the pool has no reserve with the id " + std::to_string(id));
}

Status check_thresholds(const MarketState& market, const MarketChange& change) {
    for (const auto& [id, threshold] : change.thresholds) {
        if (market.find(id) == nullptr)
            return fail(Errc::input_missing,
                        "the pool has no reserve with the id " + std::to_string(id));
        // A threshold of 0 is another thing to the pool: the reserve is no collateral any more.
        if (threshold == 0 || threshold > kWhole)
            return fail(Errc::usage, "a threshold of " + std::to_string(threshold) +
                                         " bps for reserve " + std::to_string(id) +
                                         "; give 1 to 10000");
    }
    return {};
}

/// Values a copy, so that the book stays as it was read.
Result<AccountFigures> figures_in(Account& account, const MarketState& market) {
    if (const Status valued = value_account(account, market); !valued) return fail(valued.error());
    return AccountFigures{account.collateral, account.debt, account.health};
}

void add(adapters::CutImpact& impact, const U256& debt) {
    ++impact.accounts;
    impact.debt = impact.debt + debt;
}

}  // namespace

bool is_liquidatable(const AccountFigures& figures) {
    return figures.health < healthy();
}

bool falls_by_change(const AccountFate& fate) {
    return is_liquidatable(fate.after) && !is_liquidatable(fate.before);
}

ChangeOutcome outcome_of(std::vector<AccountFate> accounts) {
    ChangeOutcome outcome;
    for (const AccountFate& fate : accounts) {
        if (is_liquidatable(fate.before)) add(outcome.anyway, fate.before.debt);
        if (falls_by_change(fate)) add(outcome.by_change, fate.after.debt);
    }
    outcome.accounts = std::move(accounts);
    return outcome;
}

Result<MarketState> fallen(const MarketState& market, const MarketChange& change) {
    if (const Status checked = check_thresholds(market, change); !checked)
        return fail(checked.error());
    MarketState made = market;
    for (const auto& [id, fall] : change.falls) {
        const auto reserve = reserve_of(made, id);
        if (!reserve) return fail(reserve.error());
        if (fall >= kWhole)
            return fail(Errc::usage, "a fall of " + std::to_string(fall) + " bps for reserve " +
                                         std::to_string(id) + "; give 0 to 9999");
        U256& price = (*reserve)->price;
        price = mul_div_down(price, U256{std::uint64_t{kWhole} - fall}, U256{kWhole});
        if (fall != 0 && price == U256{})
            return fail(Errc::bad_data, "the price of " + to_hex((*reserve)->asset) +
                                            " falls to 0, at which the pool values nothing");
    }
    return made;
}

MarketState with_thresholds(MarketState market, const MarketChange& change) {
    for (ReserveState& reserve : market.reserves) {
        const auto found = change.thresholds.find(reserve.id);
        if (found != change.thresholds.end()) reserve.config.lt = found->second;
    }
    return market;
}

Result<ChangeOutcome> judge_change(const AaveBook& book, const MarketChange& change) {
    const auto before = fallen(book.market, change);
    if (!before) return fail(before.error());
    const MarketState after = with_thresholds(*before, change);
    std::vector<AccountFate> fates;
    fates.reserve(book.accounts.size());
    for (Account account : book.accounts) {
        const auto now = figures_in(account, *before);
        if (!now) return fail_in(to_hex(account.who), now.error());
        const auto then = figures_in(account, after);
        if (!then) return fail_in(to_hex(account.who), then.error());
        fates.push_back({account.who, *now, *then});
    }
    return outcome_of(std::move(fates));
}

}  // namespace ballast::books
