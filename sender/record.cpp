// SPDX-License-Identifier: MIT
#include "sender/record.hpp"

#include <array>
#include <string>
#include <utility>

namespace ballast::sender {
namespace {

template <class Value>
using Name = std::pair<Value, std::string_view>;

constexpr std::array kStates = {
    Name<TxState>{TxState::stored, "stored"},     Name<TxState>{TxState::sent, "sent"},
    Name<TxState>{TxState::included, "included"}, Name<TxState>{TxState::succeeded, "succeeded"},
    Name<TxState>{TxState::reverted, "reverted"}, Name<TxState>{TxState::cancelled, "cancelled"},
    Name<TxState>{TxState::foreign, "foreign"},
};

constexpr std::array kReasons = {
    Name<TxReason>{TxReason::none, "none"},
    Name<TxReason>{TxReason::fee_capped, "fee_capped"},
    Name<TxReason>{TxReason::budget_spent, "budget_spent"},
    Name<TxReason>{TxReason::cannot_pay, "cannot_pay"},
    Name<TxReason>{TxReason::evicted, "evicted"},
    Name<TxReason>{TxReason::reorganised, "reorganised"},
    Name<TxReason>{TxReason::past_deadline, "past_deadline"},
    Name<TxReason>{TxReason::unreachable, "unreachable"},
    Name<TxReason>{TxReason::yields, "yields"},
    Name<TxReason>{TxReason::signer_away, "signer_away"},
    Name<TxReason>{TxReason::receipt_lost, "receipt_lost"},
};

constexpr std::array kKinds = {
    Name<AttemptKind>{AttemptKind::call, "call"},
    Name<AttemptKind>{AttemptKind::cancel, "cancel"},
    Name<AttemptKind>{AttemptKind::fill, "fill"},
};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) noexcept {
    for (const auto& [known, text] : table)
        if (known == value) return text;
    return "";
}

template <class Value, class Table>
Result<Value> value_in(const Table& table, std::string_view what, std::string_view text) {
    for (const auto& [value, known] : table)
        if (known == text) return value;
    return fail(Errc::bad_data,
                "\"" + std::string(text) + "\" is no " + std::string(what) + " of a transaction");
}

}  // namespace

bool is_final(TxState state) noexcept {
    return state != TxState::stored && state != TxState::sent && state != TxState::included;
}

bool is_overdue(const TxRecord& record, UnixSeconds head) noexcept {
    return record.deadline.count != 0 && head > record.deadline;
}

std::string_view name(TxState state) noexcept {
    return name_in(kStates, state);
}
std::string_view name(TxReason reason) noexcept {
    return name_in(kReasons, reason);
}
std::string_view name(AttemptKind kind) noexcept {
    return name_in(kKinds, kind);
}

Result<TxState> tx_state(std::string_view name) {
    return value_in<TxState>(kStates, "state", name);
}
Result<TxReason> tx_reason(std::string_view name) {
    return value_in<TxReason>(kReasons, "reason", name);
}
Result<AttemptKind> attempt_kind(std::string_view name) {
    return value_in<AttemptKind>(kKinds, "attempt", name);
}

}  // namespace ballast::sender
