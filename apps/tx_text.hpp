// SPDX-License-Identifier: MIT
// What `ballast tx` says.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "sender/record.hpp"

namespace ballast::apps {

/// Returns a line a record, under the headings nonce, state, reason, kind, attempts, age, fee (in
/// gwei per gas: the newest attempt's most), hash (the included attempt's, else the newest's) and
/// key. Ages are counted from the first signature to `now`.
[[nodiscard]] std::string tx_list_text(const std::vector<sender::TxRecord>& records,
                                       UnixSeconds now);

/// Returns a page about one record with all its attempts.
[[nodiscard]] std::string tx_text(const sender::TxRecord& record, UnixSeconds now);

/// Returns {account, attempts[{kind, max_fee, max_tip, signed_at, tx_hash}], chain_id, deadline?,
/// fee_cap, hurry_cap?, inclusion?{block_hash, block_number, block_time, fee, succeeded, tx_hash},
/// key, nonce, reason, state, urgent}; fees in wei, times in seconds.
[[nodiscard]] Json tx_json(const sender::TxRecord& record);

}  // namespace ballast::apps
