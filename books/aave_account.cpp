// SPDX-License-Identifier: MIT
#include "books/aave_account.hpp"

#include "base/check.hpp"
#include "books/contract_calls.hpp"

namespace ballast::books {
namespace {

constexpr std::uint16_t kReservesMax = 128;
constexpr unsigned kValueBits = 100;

/// 1e27: what indices are stated at.
const U256& ray() {
    static const U256 one = U256{1'000'000'000'000'000'000} * U256{1'000'000'000};
    return one;
}

U256 unit_of(const ReserveState& reserve) {
    U256 unit{1};
    for (std::uint8_t i = 0; i < reserve.config.decimals; ++i)
        unit = unit * U256{10};
    return unit;
}

/// 2^120 x 2^128 / 1e27 x 2^96 stays under 2^255.
Status value_holding(Holding& holding, const ReserveState& reserve) {
    const bool holds = holding.scaled_collateral != U256{} || holding.scaled_debt != U256{};
    if (holds && reserve.price == U256{})
        return fail(Errc::bad_data, "the pool's oracle gives no price, or 0, for " +
                                        to_hex(reserve.asset) + ", which a debtor has");
    const U256 unit = unit_of(reserve);
    const U256 balance = mul_div_down(holding.scaled_collateral, reserve.income_index, ray());
    const U256 owed = mul_div_up(holding.scaled_debt, reserve.debt_index, ray());
    holding.collateral = mul_div_down(balance, reserve.price, unit);
    holding.debt = mul_div_up(owed, reserve.price, unit);
    if (fits(holding.collateral, kValueBits) && fits(holding.debt, kValueBits)) return {};
    return fail(Errc::bad_data, "a holding is worth more than any money");
}

template <class Moves>
adapters::AavePosition position(const Account& account, const Moves& moves) {
    adapters::AavePosition made;
    made.debt = account.debt;
    for (const Holding& holding : account.holdings) {
        if (moves(holding))
            made.collateral = made.collateral + holding.collateral;
        else
            made.other_weighted =
                made.other_weighted + holding.collateral * U256{holding.threshold};
    }
    return made;
}

}  // namespace

bool borrows(const U256& configuration, std::uint16_t id) {
    return bits_of(configuration, 2U * id, 1) == 1;
}

bool enables(const U256& configuration, std::uint16_t id) {
    return bits_of(configuration, 2U * id + 1U, 1) == 1;
}

bool borrows_anything(const U256& configuration) {
    for (std::uint16_t id = 0; id < kReservesMax; ++id)
        if (borrows(configuration, id)) return true;
    return false;
}

Status value_account(Account& account, const MarketState& market) {
    const auto found = market.modes.find(account.mode);
    BALLAST_CHECK(account.mode == 0 || found != market.modes.end());
    account.collateral = account.debt = U256();
    for (Holding& holding : account.holdings) {
        const ReserveState* reserve = market.find(holding.reserve);
        BALLAST_CHECK(reserve != nullptr);
        if (const Status valued = value_holding(holding, *reserve); !valued) return valued;
        holding.by_mode =
            account.mode != 0 && bits_of(found->second.collateral_bitmap, holding.reserve, 1) == 1;
        holding.threshold = holding.by_mode ? found->second.lt : reserve->config.lt;
        account.collateral = account.collateral + holding.collateral;
        account.debt = account.debt + holding.debt;
    }
    // No reserve is 128: all stands in the weighted part.
    account.health =
        adapters::health_factor(position_in_reserve(account, kReservesMax), engine::Bps::of(0));
    return {};
}

adapters::AavePosition position_in_reserve(const Account& account, std::uint16_t reserve) {
    return position(account, [&](const Holding& h) { return h.reserve == reserve && !h.by_mode; });
}

adapters::AavePosition position_in_mode(const Account& account, std::uint8_t mode) {
    return position(account, [&](const Holding& h) { return account.mode == mode && h.by_mode; });
}

}  // namespace ballast::books
