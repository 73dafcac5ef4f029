// SPDX-License-Identifier: MIT
#include "sender/decide.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "sender/inclusion.hpp"

namespace ballast::sender {
namespace {

TxReason carried(TxReason reason) noexcept {
    constexpr std::array kFoundAgain = {TxReason::unreachable, TxReason::cannot_pay,
                                        TxReason::signer_away, TxReason::receipt_lost};
    const auto* const found = std::find(kFoundAgain.begin(), kFoundAgain.end(), reason);
    return found == kFoundAgain.end() ? reason : TxReason::none;
}

/// A replacement was tried, and there was no room for it.
bool is_at_its_limit(const TxRecord& record) noexcept {
    return record.reason == TxReason::fee_capped || record.reason == TxReason::budget_spent;
}

/// No node took it for want of money, and an urgent one waits, for which there may be enough.
bool is_unpaid_in_the_way(const TxRecord& record) {
    return record.state == TxState::stored && record.reason == TxReason::cannot_pay &&
           record.hurry_cap != U256() && record.attempts.back().kind == AttemptKind::call;
}

Decision with_receipt(const TxRecord& record, const Sight& sight) {
    if (sight.final_block && sight.used_finally)
        return {Move::settle, final_state(record, *sight.receipt), TxReason::none};
    const bool told = record.state == TxState::included && record.reason == TxReason::none &&
                      record.inclusion == inclusion_of(record, *sight.receipt);
    return {told ? Move::wait : Move::include, TxState::included, TxReason::none};
}

Decision with_used_nonce(const TxRecord& record, const Sight& sight) {
    if (sight.used_finally && sight.absence_shown)
        return {Move::foreign, TxState::foreign, TxReason::none};
    if (sight.used_finally) {
        const bool told = record.state == TxState::sent && record.reason == TxReason::receipt_lost;
        return {told ? Move::wait : Move::note, TxState::sent, TxReason::receipt_lost};
    }
    if (record.state == TxState::included)
        return {Move::note, TxState::sent, TxReason::reorganised};
    return {Move::wait, record.state, record.reason};
}

Decision with_free_nonce(const TxRecord& record, const Sight& sight) {
    const TxReason reason = carried(record.reason);
    if (sight.overdue && record.attempts.back().kind == AttemptKind::call)
        return {Move::cancel, record.state == TxState::stored ? TxState::stored : TxState::sent,
                TxReason::past_deadline};
    if (record.state == TxState::included)
        return {Move::broadcast, TxState::sent, TxReason::reorganised};
    if (sight.next && is_unpaid_in_the_way(record))
        return {Move::cancel, TxState::stored, TxReason::yields};
    if (record.state == TxState::stored) return {Move::broadcast, TxState::sent, reason};
    const bool hurried = record.hurry_cap != U256() && sight.outpriced && !is_at_its_limit(record);
    if (sight.stuck || hurried) return {Move::replace, TxState::sent, reason};
    if (!sight.known) return {Move::broadcast, TxState::sent, TxReason::evicted};
    // An inclusion is of a nonce that is used: the note drops it.
    if (reason != record.reason || record.inclusion) return {Move::note, TxState::sent, reason};
    return {Move::wait, TxState::sent, reason};
}

}  // namespace

Decision decide(const TxRecord& record, const Sight& sight) {
    BALLAST_CHECK(!is_final(record.state) && !record.attempts.empty());
    BALLAST_CHECK(sight.used || !sight.used_finally);
    if (sight.receipt) return with_receipt(record, sight);
    return sight.used ? with_used_nonce(record, sight) : with_free_nonce(record, sight);
}

}  // namespace ballast::sender
