// SPDX-License-Identifier: MIT
#include "audit/transaction_rows.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "chain/transaction.hpp"

namespace ballast::audit {

using sender::Attempt;
using sender::Inclusion;
using sender::TxRecord;

namespace {

constexpr std::uint64_t kIntegerMax = 0x7fff'ffff'ffff'ffff;

Cell cell(std::uint64_t number) {
    return Cell::of(static_cast<std::int64_t>(number));
}

/// Columns of a STRICT table have their types, unless the file was edited by other means.
bool are_integers(const Row& row, std::initializer_list<std::size_t> columns) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        const bool expected = std::find(columns.begin(), columns.end(), i) != columns.end();
        if (row[i].is_integer != expected) return false;
        if (expected && row[i].integer < 0) return false;
    }
    return true;
}

std::uint64_t number(const Cell& cell) {
    return static_cast<std::uint64_t>(cell.integer);
}

/// Reads hex as it is written here and in no other case: a key is looked up by its text.
Result<Bytes> read_bytes(std::string_view text) {
    auto bytes = from_hex(text);
    if (bytes && to_hex(*bytes) != text) return fail(Errc::bad_data, "hex of another spelling");
    return bytes;
}

Result<Hash32> read_hash(std::string_view text) {
    const auto hash = hash_from_hex(text);
    if (hash && to_hex(*hash) != text) return fail(Errc::bad_data, "hex of another spelling");
    return hash;
}

Result<chain::Address> read_account(std::string_view text) {
    const auto bytes = read_bytes(text);
    if (!bytes) return fail(bytes.error());
    return chain::address_from_bytes(*bytes);
}

/// The six columns from base_floor on.
std::optional<sender::FeePolicy> read_fees(const Row& row) {
    constexpr std::size_t kFirst = 7;
    sender::FeePolicy fees;
    std::size_t at = kFirst;
    for (U256* field : {&fees.base_floor, &fees.tip_floor, &fees.routine_cap, &fees.urgent_cap,
                        &fees.routine_day, &fees.urgent_day}) {
        const auto value = U256::from_text(row[at++].text);
        if (!value) return std::nullopt;
        *field = *value;
    }
    return fees;
}

/// No cell of these rows has a line break, so that equal texts are equal rows.
void add_cells(std::string& text, const Row& row) {
    for (const Cell& cell : row)
        text += (cell.is_integer ? std::to_string(cell.integer) : cell.text) + "\n";
    text += "\n";
}

bool is_flag(const Cell& cell) {
    return cell.integer == 0 || cell.integer == 1;
}

}  // namespace

tl::unexpected<Error> damaged(std::string_view reason) {
    return fail(Errc::bad_data, "a stored transaction is damaged (" + std::string(reason) +
                                    "); nothing is sent from this journal");
}

std::string record_columns(bool sealed) {
    return std::string(
               "SELECT key, chain_id, account, nonce, deadline, urgent, fee_cap, base_floor, "
               "tip_floor, routine_cap, urgent_cap, routine_day, urgent_day, final_block, "
               "hurry_cap, wait_block, wait_since, state, reason, ") +
           (sealed ? "digest" : "''") + " FROM transactions ";
}

std::string record_digest(const TxRecord& record) {
    std::string text;
    add_cells(text, record_row(record));
    for (const Attempt& attempt : record.attempts)
        add_cells(text, {Cell::of(std::string(name(attempt.kind))),
                         Cell::of(to_hex(attempt.tx_hash)), Cell::of(attempt.signed_at.count)});
    if (record.inclusion) add_cells(text, inclusion_row(record));
    return to_hex(tagged_hash("ballast/transaction/1", as_bytes(text)));
}

std::string stop_digest(std::int64_t chain_id, std::string_view account) {
    std::string text;
    add_cells(text, {Cell::of(chain_id), Cell::of(std::string(account))});
    return to_hex(tagged_hash("ballast/stop/1", as_bytes(text)));
}

Row record_row(const TxRecord& record) {
    return {Cell::of(to_hex(record.key)),
            cell(record.chain_id),
            Cell::of(to_hex(record.account)),
            cell(record.nonce),
            Cell::of(record.deadline.count),
            cell(record.urgent ? 1 : 0),
            Cell::of(record.fee_cap.to_decimal()),
            Cell::of(record.fees.base_floor.to_decimal()),
            Cell::of(record.fees.tip_floor.to_decimal()),
            Cell::of(record.fees.routine_cap.to_decimal()),
            Cell::of(record.fees.urgent_cap.to_decimal()),
            Cell::of(record.fees.routine_day.to_decimal()),
            Cell::of(record.fees.urgent_day.to_decimal()),
            cell(record.final_block),
            Cell::of(record.hurry_cap.to_decimal()),
            cell(record.wait.block),
            Cell::of(record.wait.since.count),
            Cell::of(std::string(name(record.state))),
            Cell::of(std::string(name(record.reason)))};
}

Row inclusion_row(const TxRecord& record) {
    const Inclusion& inclusion = *record.inclusion;
    return {Cell::of(to_hex(record.key)),         Cell::of(to_hex(inclusion.tx_hash)),
            cell(inclusion.block_number),         Cell::of(to_hex(inclusion.block_hash)),
            Cell::of(inclusion.block_time.count), cell(inclusion.succeeded ? 1 : 0),
            Cell::of(inclusion.fee.to_decimal())};
}

Result<TxRecord> read_record_row(const Row& row) {
    if (!are_integers(row, {1, 3, 4, 5, 13, 15, 16}) || !is_flag(row[5]))
        return damaged("a column's type");
    const auto key = read_hash(row[0].text);
    const auto account = read_account(row[2].text);
    const auto fee_cap = U256::from_text(row[6].text);
    const auto fees = read_fees(row);
    const auto hurry_cap = U256::from_text(row[14].text);
    const auto state = sender::tx_state(row[17].text);
    const auto reason = sender::tx_reason(row[18].text);
    if (!key || !account || !fee_cap || !fees || !hurry_cap || !state || !reason)
        return damaged("a column's text");
    return TxRecord{.key = *key,
                    .chain_id = number(row[1]),
                    .account = *account,
                    .nonce = number(row[3]),
                    .deadline = {row[4].integer},
                    .urgent = row[5].integer == 1,
                    .fee_cap = *fee_cap,
                    .fees = *fees,
                    .final_block = number(row[13]),
                    .hurry_cap = *hurry_cap,
                    .wait = {number(row[15]), {row[16].integer}},
                    .state = *state,
                    .reason = *reason,
                    .attempts = {},
                    .inclusion = {}};
}

Result<Attempt> read_attempt_row(const Row& row, std::size_t position) {
    if (!are_integers(row, {0, 4})) return damaged("a column's type");
    if (number(row[0]) != position) return damaged("an attempt is missing");
    const auto kind = sender::attempt_kind(row[1].text);
    auto raw = read_bytes(row[2].text);
    const auto hash = read_hash(row[3].text);
    if (!kind || !raw || !hash) return damaged("an attempt's text");
    return Attempt{
        .kind = *kind, .raw = std::move(*raw), .tx_hash = *hash, .signed_at = {row[4].integer}};
}

Result<Inclusion> read_inclusion_row(const Row& row) {
    if (!are_integers(row, {1, 3, 4}) || !is_flag(row[4])) return damaged("a column's type");
    const auto tx_hash = read_hash(row[0].text);
    const auto block_hash = read_hash(row[2].text);
    const auto fee = U256::from_text(row[5].text);
    if (!tx_hash || !block_hash || !fee) return damaged("an inclusion's text");
    return Inclusion{.tx_hash = *tx_hash,
                     .block_number = number(row[1]),
                     .block_hash = *block_hash,
                     .block_time = {row[3].integer},
                     .succeeded = row[4].integer == 1,
                     .fee = *fee};
}

Status check_hash(const Attempt& attempt) {
    if (chain::transaction_hash(attempt.raw) == attempt.tx_hash) return {};
    return damaged("an attempt's hash is not that of its bytes");
}

Status check_attempt(const TxRecord& record, const Attempt& attempt) {
    if (auto whole = check_hash(attempt); !whole) return whole;
    const auto read = chain::decode_signed(attempt.raw);
    if (!read) return damaged(read.error().what);
    if (read->transaction.chain_id != record.chain_id)
        return damaged("an attempt is signed for another chain");
    if (read->transaction.nonce != record.nonce) return damaged("an attempt has another nonce");
    return {};
}

Status check_signed_by(const chain::Address& account, const Attempt& attempt) {
    const auto read = chain::decode_signed(attempt.raw);
    if (!read) return damaged(read.error().what);
    const auto signer = chain::recover_sender(*read);
    if (!signer || *signer != account) return damaged("an attempt is signed by somebody else");
    return {};
}

Status check_inclusion(const TxRecord& record) {
    if (!record.inclusion) return {};
    const auto is_included = [&](const Attempt& attempt) {
        return attempt.tx_hash == record.inclusion->tx_hash;
    };
    if (std::any_of(record.attempts.begin(), record.attempts.end(), is_included)) return {};
    return damaged("what is included is none of its attempts");
}

Status check_numbers(const TxRecord& record) {
    const auto most =
        std::max({record.chain_id, record.nonce, record.final_block, record.wait.block,
                  record.inclusion ? record.inclusion->block_number : 0});
    const auto earliest =
        std::min({record.deadline, record.wait.since,
                  record.inclusion ? record.inclusion->block_time : record.deadline});
    if (most <= kIntegerMax && earliest.count >= 0) return {};
    return fail(Errc::bad_data, "a number or a time does not fit the journal");
}

Status check_fits(const TxRecord& record) {
    if (record.attempts.empty()) return fail(Errc::bad_data, "a transaction without an attempt");
    if (auto fits = check_numbers(record); !fits) return fits;
    for (const Attempt& attempt : record.attempts)
        if (auto ours = check_attempt(record, attempt); !ours) return ours;
    return check_inclusion(record);
}

}  // namespace ballast::audit
