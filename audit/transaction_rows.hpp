// SPDX-License-Identifier: MIT
// Internal to audit/: one transaction as rows, and what makes a row damaged.
#pragma once

#include "audit/journal_sqlite.hpp"
#include "sender/record.hpp"

namespace ballast::audit {

// The columns in the order that the functions below read and write.
constexpr const char* kRecordColumns =
    "SELECT key, chain_id, account, nonce, deadline, urgent, fee_cap, base_floor, tip_floor, "
    "routine_cap, urgent_cap, routine_day, urgent_day, final_block, hurry_cap, wait_block, "
    "wait_since, state, reason FROM transactions ";
constexpr const char* kAttemptColumns =
    "SELECT position, kind, raw, tx_hash, signed_at FROM attempts ";
constexpr const char* kInclusionColumns =
    "SELECT tx_hash, block_number, block_hash, block_time, succeeded, fee FROM inclusions ";

/// Returns the error bad_data with its reason and its consequence.
[[nodiscard]] tl::unexpected<Error> damaged(std::string_view reason);

[[nodiscard]] Row record_row(const sender::TxRecord& record);
/// Starts with the record's key. Requires record.inclusion.
[[nodiscard]] Row inclusion_row(const sender::TxRecord& record);

/// Returns the record without attempts and inclusion. Errors: bad_data.
[[nodiscard]] Result<sender::TxRecord> read_record_row(const Row& row);
/// Errors: bad_data; also where it does not stand at `position`.
[[nodiscard]] Result<sender::Attempt> read_attempt_row(const Row& row, std::size_t position);
/// Errors: bad_data.
[[nodiscard]] Result<sender::Inclusion> read_inclusion_row(const Row& row);

/// Compares the attempt's hash with its bytes. Errors: bad_data.
[[nodiscard]] Status check_hash(const sender::Attempt& attempt);
/// Compares the attempt's hash with its bytes, and chain id and nonce with the record's. Errors:
/// bad_data.
[[nodiscard]] Status check_attempt(const sender::TxRecord& record, const sender::Attempt& attempt);
/// Recovers who signed. Errors: bad_data where it is not `account`.
[[nodiscard]] Status check_signed_by(const chain::Address& account, const sender::Attempt& attempt);
/// An inclusion is that of one of the record's attempts. Errors: bad_data.
[[nodiscard]] Status check_inclusion(const sender::TxRecord& record);
/// Chain id, nonce, blocks and times fit SQLite's 63 bits. Errors: bad_data.
[[nodiscard]] Status check_numbers(const sender::TxRecord& record);
/// What can be stored: at least one attempt, all the record's, and numbers that fit. Errors:
/// bad_data.
[[nodiscard]] Status check_fits(const sender::TxRecord& record);

}  // namespace ballast::audit
