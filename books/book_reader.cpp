// SPDX-License-Identifier: MIT
#include "books/book_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "books/contract_calls.hpp"

namespace ballast::books {
namespace {

using chain::AbiValue;

/// Accounts of one act(): three questions each, then one for each balance that counts.
constexpr std::size_t kAccountsAtOnce = 32;
constexpr std::size_t kQuestionsPerAccount = 3;
constexpr unsigned kScaledBits = 120;

/// Where the answer to a question about a holding goes.
struct Place {
    std::size_t account = 0;
    std::size_t holding = 0;
    bool debt = false;
};

}  // namespace

BookReader::BookReader(ChainReader& reader, const chain::Address& pool, const rpc::Block& at,
                       std::vector<chain::Address> accounts)
    : caller_(reader, at), pool_(pool), accounts_(std::move(accounts)) {
    BALLAST_CHECK(std::is_sorted(accounts_.begin(), accounts_.end()));
}

Result<bool> BookReader::act() {
    caller_.rewind();
    // The piece is done over with the same questions: what it learnt of modes is taken back.
    const auto modes = book_.market.modes;
    if (const Status read = read_piece(); !read) {
        book_.market.modes = modes;
        return fail(read.error());
    }
    caller_.finish();
    if (next_ < accounts_.size()) return false;
    check_totals();
    return true;
}

Status BookReader::read_piece() {
    if (has_market_) return read_accounts();
    auto market = read_market(caller_, pool_);
    if (!market) return fail(market.error());
    auto modes = books::read_modes(caller_, *market);
    if (!modes) return fail(modes.error());
    book_.market = std::move(*market);
    book_.market.modes = std::move(*modes);
    has_market_ = true;
    return {};
}

void BookReader::find_fault(BookFault fault, std::string what) {
    if (fault_ != BookFault::none) return;  // the first says enough
    fault_ = fault;
    what_ = std::move(what);
}

Status BookReader::read_accounts() {
    const std::size_t count = std::min(kAccountsAtOnce, accounts_.size() - next_);
    auto seen = look(count);
    if (!seen) return fail(seen.error());
    if (const Status modes = read_modes(*seen); !modes) return modes;
    if (const Status filled = fill(*seen); !filled) return filled;
    for (std::size_t i = next_; i < next_ + count; ++i) {
        const bool owes = std::any_of(seen->begin(), seen->end(),
                                      [&](const Seen& s) { return s.account.who == accounts_[i]; });
        if (!owes) settled_.push_back(accounts_[i]);
    }
    for (Seen& one : *seen) {
        compare(one);
        book_.accounts.push_back(std::move(one.account));
    }
    next_ += count;
    return {};
}

Result<std::vector<BookReader::Seen>> BookReader::look(std::size_t count) {
    std::vector<rpc::CallMessage> messages;
    for (std::size_t i = 0; i < count; ++i) {
        const AbiValue who = AbiValue::address(accounts_[next_ + i]);
        messages.push_back(message_to(pool_, "getUserConfiguration(address)", {who}));
        messages.push_back(message_to(pool_, "getUserEMode(address)", {who}));
        messages.push_back(message_to(pool_, "getUserAccountData(address)", {who}));
    }
    const auto answers = caller_.calls(messages);
    if (!answers) return fail(answers.error());
    std::vector<Seen> all;
    for (std::size_t i = 0; i < count; ++i) {
        const auto configuration = word_of((*answers)[i * kQuestionsPerAccount]);
        const auto mode = word_of((*answers)[i * kQuestionsPerAccount + 1], 8);
        const auto data = words_of((*answers)[i * kQuestionsPerAccount + 2], 6);
        if (!configuration) return fail_in("getUserConfiguration", configuration.error());
        if (!mode) return fail_in("getUserEMode", mode.error());
        if (!data) return fail_in("getUserAccountData", data.error());
        if (!borrows_anything(*configuration)) continue;
        Seen seen{{}, *configuration, (*data)[0], (*data)[1], (*data)[5]};
        seen.account.who = accounts_[next_ + i];
        seen.account.mode = static_cast<std::uint8_t>(bits_of(*mode, 0, 8));
        all.push_back(std::move(seen));
    }
    return all;
}

Status BookReader::read_modes(const std::vector<Seen>& seen) {
    for (const Seen& one : seen) {
        const std::uint8_t id = one.account.mode;
        if (id == 0 || book_.market.modes.contains(id)) continue;
        const auto mode = read_mode(caller_, book_.market, id);
        if (!mode) return fail(mode.error());
        book_.market.modes.emplace(id, *mode);
    }
    return {};
}

Status BookReader::fill(std::vector<Seen>& seen) {
    std::vector<rpc::CallMessage> messages;
    std::vector<Place> places;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const AbiValue who = AbiValue::address(seen[i].account.who);
        std::vector<Holding>& holdings = seen[i].account.holdings;
        for (const ReserveState& reserve : book_.market.reserves) {
            const bool debt = borrows(seen[i].configuration, reserve.id);
            const bool collateral = enables(seen[i].configuration, reserve.id);
            if (!debt && !collateral) continue;
            holdings.push_back({});
            holdings.back().reserve = reserve.id;
            const auto ask = [&](const chain::Address& token, bool of_debt) {
                messages.push_back(message_to(token, "scaledBalanceOf(address)", {who}));
                places.push_back({i, holdings.size() - 1, of_debt});
            };
            if (collateral) ask(reserve.a_token, false);
            if (debt) ask(reserve.debt_token, true);
        }
    }
    const auto answers = caller_.calls(messages);
    if (!answers) return fail(answers.error());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto balance = word_of((*answers)[i], kScaledBits);
        if (!balance) return fail_in("scaledBalanceOf", balance.error());
        Holding& holding = seen[places[i].account].account.holdings[places[i].holding];
        (places[i].debt ? holding.scaled_debt : holding.scaled_collateral) = *balance;
    }
    for (Seen& one : seen)
        if (const Status valued = value_account(one.account, book_.market); !valued) return valued;
    return {};
}

void BookReader::compare(const Seen& seen) {
    const Account& ours = seen.account;
    if (ours.collateral == seen.collateral && ours.debt == seen.debt && ours.health == seen.health)
        return;
    find_fault(BookFault::other_arithmetic,
               "the pool says collateral " + seen.collateral.to_decimal() + ", debt " +
                   seen.debt.to_decimal() + ", health " + seen.health.to_decimal() + " of " +
                   to_hex(ours.who) + "; we compute " + ours.collateral.to_decimal() + ", " +
                   ours.debt.to_decimal() + ", " + ours.health.to_decimal());
}

void BookReader::check_totals() {
    std::vector<U256> sums(128);
    for (const Account& account : book_.accounts)
        for (const Holding& holding : account.holdings)
            sums[holding.reserve] = sums[holding.reserve] + holding.scaled_debt;
    for (const ReserveState& reserve : book_.market.reserves) {
        const U256& known = sums[reserve.id];
        if (known == reserve.scaled_debt) continue;
        find_fault(BookFault::missing_borrowers,
                   "the scaled debts of all known accounts in " + to_hex(reserve.asset) + " are " +
                       known.to_decimal() + ", the debt token's total is " +
                       reserve.scaled_debt.to_decimal());
    }
}

}  // namespace ballast::books
