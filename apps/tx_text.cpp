// SPDX-License-Identifier: MIT
#include "apps/tx_text.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "sender/attempt.hpp"

namespace ballast::apps {
namespace {

using sender::Attempt;
using sender::Fees;
using sender::TxRecord;

constexpr std::array<std::size_t, 8> kWidths = {6, 10, 14, 7, 9, 10, 11, 67};

/// Only for what a store has read back; bytes that are no transaction cost nothing.
Fees fees_of(const Attempt& attempt) {
    const auto read = chain::decode_signed(attempt.raw);
    return read ? sender::fees_of(read->transaction) : Fees();
}

/// "16.875"
std::string gwei(const U256& wei) {
    std::string text = mul_div_up(wei, U256(1), U256(1'000'000)).to_decimal();
    if (text.size() < 4) text.insert(0, 4 - text.size(), '0');
    return text.insert(text.size() - 3, ".");
}

/// "45s", "12m 30s", "3h 4m", "2d 1h"
std::string age(UnixSeconds from, UnixSeconds now) {
    const std::int64_t seconds = std::max<std::int64_t>(0, (now - from).count);
    const auto two = [](std::int64_t large, const char* unit, std::int64_t small,
                        const char* part) {
        return std::to_string(large) + unit + " " + std::to_string(small) + part;
    };
    if (seconds < 60) return std::to_string(seconds) + "s";
    if (seconds < 3600) return two(seconds / 60, "m", seconds % 60, "s");
    if (seconds < 86400) return two(seconds / 3600, "h", seconds % 3600 / 60, "m");
    return two(seconds / 86400, "d", seconds % 86400 / 3600, "h");
}

const Attempt& shown(const TxRecord& record) {
    BALLAST_CHECK(!record.attempts.empty());
    const auto included =
        std::find_if(record.attempts.begin(), record.attempts.end(), [&](const Attempt& attempt) {
            return record.inclusion && attempt.tx_hash == record.inclusion->tx_hash;
        });
    return included == record.attempts.end() ? record.attempts.back() : *included;
}

std::string line(const std::array<std::string, 9>& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        text += cells[i];
        if (i < kWidths.size())
            text.append(std::max(kWidths[i], cells[i].size() + 1) - cells[i].size(), ' ');
    }
    return text + "\n";
}

Json attempt_json(const Attempt& attempt) {
    const Fees fees = fees_of(attempt);
    return Json(JsonObject{{"kind", Json(std::string(name(attempt.kind)))},
                           {"max_fee", Json(fees.max_fee.to_decimal())},
                           {"max_tip", Json(fees.tip.to_decimal())},
                           {"signed_at", Json::integer(attempt.signed_at.count)},
                           {"tx_hash", Json(to_hex(attempt.tx_hash))}});
}

}  // namespace

std::string tx_list_text(const std::vector<TxRecord>& records, UnixSeconds now) {
    std::string text =
        line({"nonce", "state", "reason", "kind", "attempts", "age", "fee (gwei)", "hash", "key"});
    for (const TxRecord& record : records) {
        const Attempt& attempt = shown(record);
        text += line({std::to_string(record.nonce), std::string(name(record.state)),
                      std::string(name(record.reason)), std::string(name(attempt.kind)),
                      std::to_string(record.attempts.size()),
                      age(record.attempts.front().signed_at, now),
                      gwei(fees_of(record.attempts.back()).max_fee), to_hex(attempt.tx_hash),
                      to_hex(record.key)});
    }
    return text;
}

std::string tx_text(const TxRecord& record, UnixSeconds now) {
    std::string text =
        "key       " + to_hex(record.key) + "\nchain     " + std::to_string(record.chain_id) +
        "\naccount   " + chain::checksum_text(record.account) + "\nnonce     " +
        std::to_string(record.nonce) + "\nstate     " + std::string(name(record.state)) +
        "\nreason    " + std::string(name(record.reason)) + "\nurgent    " +
        (record.urgent ? "yes" : "no") + "\n";
    if (record.deadline.count != 0) text += "deadline  " + format_utc(record.deadline) + "\n";
    if (record.hurry_cap != U256())
        text += "behind it an urgent one waits, which offers at most " + gwei(record.hurry_cap) +
                " gwei\n";
    for (const Attempt& attempt : record.attempts) {
        const Fees fees = fees_of(attempt);
        text += "attempt   " + std::string(name(attempt.kind)) + " " + to_hex(attempt.tx_hash) +
                "\n          signed " + age(attempt.signed_at, now) + " ago, at most " +
                gwei(fees.max_fee) + " gwei, tip " + gwei(fees.tip) + "\n";
    }
    if (record.inclusion)
        text +=
            (record.state == sender::TxState::sent ? "last seen in block " : "included  block ") +
            std::to_string(record.inclusion->block_number) + " " +
            to_hex(record.inclusion->tx_hash) + "\n          " +
            (record.inclusion->succeeded ? "succeeded" : "reverted") + ", paid " +
            gwei(record.inclusion->fee) + " gwei in all\n";
    return text;
}

Json tx_json(const TxRecord& record) {
    JsonArray attempts;
    for (const Attempt& attempt : record.attempts)
        attempts.push_back(attempt_json(attempt));
    JsonObject object{{"account", Json(chain::checksum_text(record.account))},
                      {"attempts", Json(std::move(attempts))},
                      {"chain_id", Json::integer(static_cast<Int128>(record.chain_id))},
                      {"fee_cap", Json(record.fee_cap.to_decimal())},
                      {"key", Json(to_hex(record.key))},
                      {"nonce", Json::integer(static_cast<Int128>(record.nonce))},
                      {"reason", Json(std::string(name(record.reason)))},
                      {"state", Json(std::string(name(record.state)))},
                      {"urgent", Json(record.urgent)}};
    if (record.deadline.count != 0)
        object.emplace("deadline", Json::integer(record.deadline.count));
    if (record.hurry_cap != U256())
        object.emplace("hurry_cap", Json(record.hurry_cap.to_decimal()));
    if (record.inclusion)
        object.emplace(
            "inclusion",
            Json(JsonObject{{"block_hash", Json(to_hex(record.inclusion->block_hash))},
                            {"block_number",
                             Json::integer(static_cast<Int128>(record.inclusion->block_number))},
                            {"block_time", Json::integer(record.inclusion->block_time.count)},
                            {"fee", Json(record.inclusion->fee.to_decimal())},
                            {"succeeded", Json(record.inclusion->succeeded)},
                            {"tx_hash", Json(to_hex(record.inclusion->tx_hash))}}));
    return Json(std::move(object));
}

}  // namespace ballast::apps
