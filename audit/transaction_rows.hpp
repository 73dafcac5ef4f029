// SPDX-License-Identifier: MIT
// Internal to audit/: one transaction as rows, and what makes a row damaged.
#pragma once

#include "audit/sql.hpp"
#include "sender/record.hpp"

namespace ballast::audit {

// The columns in the order that the functions below read and write.
constexpr const char* kAttemptColumns =
    "SELECT position, kind, raw, tx_hash, signed_at FROM attempts ";
constexpr const char* kInclusionColumns =
    "SELECT tx_hash, block_number, block_hash, block_time, succeeded, fee FROM inclusions ";

/// Returns the error bad_data with its reason and its consequence.
[[nodiscard]] tl::unexpected<Error> damaged(std::string_view reason);

/// Begins the query for records; `sealed` where the table has digests. The last column is the
/// digest.
[[nodiscard]] std::string record_columns(bool sealed);

[[nodiscard]] Row record_row(const sender::TxRecord& record);
/// Starts with the record's key. Requires record.inclusion.
[[nodiscard]] Row inclusion_row(const sender::TxRecord& record);

/// Returns the hash of all that is stored of the record: what its row's digest must be.
[[nodiscard]] std::string record_digest(const sender::TxRecord& record);
[[nodiscard]] std::string stop_digest(std::int64_t chain_id, std::string_view account);

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
/// Chain id, nonce, blocks and times fit the stores' 63 bits. Errors: bad_data.
[[nodiscard]] Status check_numbers(const sender::TxRecord& record);
/// What can be stored: at least one attempt, all the record's, and numbers that fit. Errors:
/// bad_data.
[[nodiscard]] Status check_fits(const sender::TxRecord& record);

}  // namespace ballast::audit
