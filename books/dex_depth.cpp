// SPDX-License-Identifier: MIT
#include "books/dex_depth.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "books/contract_calls.hpp"

namespace ballast::books {
namespace {

using chain::AbiValue;

/// The largest sale and its halves: 1 part in 32,768 of 100 million USD is 3,052 USD.
constexpr unsigned kHalvings = 16;
constexpr int kRounds = 6;
constexpr std::uint64_t kBpsOne = 10'000;
/// No market pays a tenth more than the feeds say for longer than it takes to be bought empty.
constexpr std::uint64_t kProceedsMaxBps = 11'000;
constexpr std::uint64_t kPriceOne = 100'000'000;
constexpr unsigned kAmountBits = 160;

U256 power_of_ten(std::uint8_t exponent) {
    U256 value{1};
    for (std::uint8_t i = 0; i < exponent; ++i)
        value = value * U256{10};
    return value;
}

U256 word(Int128 value) {
    return U256{static_cast<std::uint64_t>(value)};
}

/// A venue with its prices, between amounts of tokens and USD at 1e-8.
class Sale {
  public:
    Sale(const DexVenue& venue, const DexPrices& prices) : venue_(venue), prices_(prices) {}

    [[nodiscard]] U256 amount_for(engine::Usd usd) const {
        return mul_div_down(word(usd.count()) * U256{kPriceOne}, power_of_ten(venue_.decimals_in),
                            word(prices_.in.count()));
    }

    [[nodiscard]] rpc::CallMessage question(const U256& amount) const {
        const AbiValue in = AbiValue::address(venue_.token_in);
        const AbiValue out = AbiValue::address(venue_.token_out);
        if (venue_.kind == QuoterKind::generic)
            return message_to(venue_.quoter, "quote(address,address,uint256)",
                              {in, out, AbiValue::uint(amount)});
        const AbiValue parameters =
            AbiValue::list({in, out, AbiValue::uint(amount), AbiValue::uint(U256{venue_.fee}),
                            AbiValue::uint(U256())});
        return message_to(venue_.quoter,
                          "quoteExactInputSingle((address,address,uint256,uint24,uint160))",
                          {parameters});
    }

    /// What a quote brings, in USD at 1e-8, rounded down.
    [[nodiscard]] Result<U256> proceeds(const rpc::CallOutcome& outcome) const {
        if (outcome.reverted) return U256();
        const auto words = words_of(outcome, 1);
        if (!words) return fail(words.error());
        if (!fits(words->front(), kAmountBits)) return fail(Errc::bad_data, "no amount");
        return mul_div_down(words->front(), word(prices_.out.count()),
                            power_of_ten(venue_.decimals_out));
    }

    /// What an amount is worth, in USD at 1e-8, rounded up.
    [[nodiscard]] U256 value_of(const U256& amount) const {
        return mul_div_up(amount, word(prices_.in.count()), power_of_ten(venue_.decimals_in));
    }

    [[nodiscard]] bool brings(const U256& amount, const U256& usd, std::int32_t slippage) const {
        const U256 value = value_of(amount);
        const auto kept = kBpsOne - static_cast<std::uint64_t>(slippage);
        return usd * U256{kBpsOne} >= value * U256{kept};
    }

  private:
    const DexVenue& venue_;
    const DexPrices& prices_;
};

/// The largest sale known to bring enough, and the smallest known not to.
struct Bracket {
    U256 good;
    U256 good_usd;
    U256 bad;
    bool closed = false;  ///< `bad` was seen
};

using Brackets = std::array<Bracket, engine::kDepthSlippageBps.size()>;

Status take(Brackets& brackets, std::size_t i, const Sale& sale, const U256& amount,
            const rpc::CallOutcome& outcome) {
    const auto usd = sale.proceeds(outcome);
    if (!usd) return fail(usd.error());
    const U256 value = sale.value_of(amount);
    if (*usd * U256{kBpsOne} > value * U256{kProceedsMaxBps})
        return fail(Errc::bad_data, "a quote brings more than 110 % of what is sold");
    Bracket& bracket = brackets[i];
    if (sale.brings(amount, *usd, engine::kDepthSlippageBps[i])) {
        if (amount > bracket.good && (!bracket.closed || amount < bracket.bad)) {
            bracket.good = amount;
            bracket.good_usd = std::min(*usd, value);
        }
    } else if (!bracket.closed || amount < bracket.bad) {
        bracket.bad = amount;
        bracket.closed = true;
        // A smaller sale that fails outweighs a larger one that did not: quotes should not do that.
        if (bracket.good >= amount) bracket.good = bracket.good_usd = U256();
    }
    return {};
}

Status first_round(BlockCaller& caller, const Sale& sale, U256 amount, Brackets& brackets) {
    std::vector<U256> amounts;
    std::vector<rpc::CallMessage> questions;
    for (unsigned i = 0; i < kHalvings && amount > U256(); ++i, amount = amount >> 1U) {
        amounts.push_back(amount);
        questions.push_back(sale.question(amount));
    }
    const auto answers = caller.calls(questions);
    if (!answers) return fail(answers.error());
    for (std::size_t k = 0; k < amounts.size(); ++k)
        for (std::size_t i = 0; i < brackets.size(); ++i)
            if (const Status taken = take(brackets, i, sale, amounts[k], (*answers)[k]); !taken)
                return taken;
    return {};
}

Status further_round(BlockCaller& caller, const Sale& sale, Brackets& brackets) {
    std::vector<U256> amounts;
    std::vector<rpc::CallMessage> questions;
    for (const Bracket& bracket : brackets) {
        amounts.push_back(bracket.good + ((bracket.bad - bracket.good) >> 1U));
        questions.push_back(sale.question(amounts.back()));
    }
    const auto answers = caller.calls(questions);
    if (!answers) return fail(answers.error());
    for (std::size_t i = 0; i < brackets.size(); ++i)
        if (brackets[i].closed && amounts[i] > brackets[i].good)
            if (const Status taken = take(brackets, i, sale, amounts[i], (*answers)[i]); !taken)
                return taken;
    return {};
}

}  // namespace

Result<SellableDepth> dex_depth(BlockCaller& caller, const DexVenue& venue, const DexPrices& prices,
                                engine::Usd largest) {
    BALLAST_CHECK(venue.decimals_in <= 36 && venue.decimals_out <= 36);
    BALLAST_CHECK(prices.in.count() > 0 && prices.out.count() > 0);
    const Sale sale(venue, prices);
    const U256 most = sale.amount_for(largest);
    if (most == U256() || !fits(most, kAmountBits))
        return fail(Errc::configuration, "the largest sale is no amount of the token");
    Brackets brackets;
    for (Bracket& bracket : brackets)
        bracket.bad = most;
    Status asked = first_round(caller, sale, most, brackets);
    for (int round = 0; asked && round < kRounds; ++round)
        asked = further_round(caller, sale, brackets);
    if (!asked) return fail(asked.error());
    SellableDepth depth;
    depth.complete = true;
    engine::Usd floor;
    for (std::size_t i = 0; i < brackets.size(); ++i) {
        const auto whole = mul_div_down(brackets[i].good_usd, U256{1}, U256{kPriceOne}).to_u64();
        if (!whole) return fail(whole.error());
        const auto usd = engine::Usd::from(Int128{*whole});
        if (!usd) return fail(usd.error());
        floor = std::max(floor, *usd);
        depth.curve[i] = floor;
        depth.complete = depth.complete && brackets[i].closed;
    }
    return depth;
}

}  // namespace ballast::books
