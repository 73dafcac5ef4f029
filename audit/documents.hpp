// SPDX-License-Identifier: MIT
// The fields of each kind of record, and how they are written and read. Normative text:
// docs/journal-format.md.
#pragma once

#include <string>
#include <vector>

#include "audit/record.hpp"
#include "engine/policy.hpp"
#include "engine/state.hpp"
#include "oracle/contract.hpp"
#include "rpc/types.hpp"

namespace ballast::audit {

// Field names. A record with kCalldata has a transaction; then it also has kTo (but for a
// creation), kKey, and, once it is mined, kReceipt.
constexpr const char* kPolicy = "policy";
constexpr const char* kState = "state";
constexpr const char* kSetup = "setup";
constexpr const char* kSnapshot = "snapshot";
constexpr const char* kCurrent = "current";
constexpr const char* kReport = "report";
constexpr const char* kStateHash = "state_hash";
constexpr const char* kBinary = "binary_sha256";
constexpr const char* kWhat = "what";
constexpr const char* kTo = "to";
constexpr const char* kKey = "key";
constexpr const char* kCalldata = "calldata";
constexpr const char* kReceipt = "receipt";
constexpr const char* kOutcomes = "outcomes";
/// Of an epoch on an oracle that others publish to, too: where its hash chain stood.
constexpr const char* kHead = "head";
/// Of an epoch that decided something and sent nothing: the reason's name.
constexpr const char* kHeld = "held";

/// Who decides and who signs: field kSetup of the genesis record.
struct Setup {
    std::string event;  ///< the scenario that is played
    Hash32 scenario_hash;
    std::uint64_t chain_id = 0;
    chain::Address oracle;
    std::vector<oracle::MarketName> markets;
    std::vector<chain::Address> signers;
    std::uint8_t threshold = 1;
    Hash32 code_hash;
};

[[nodiscard]] std::string write_setup(const Setup& setup);
/// Errors: bad_data.
[[nodiscard]] Result<Setup> read_setup(std::string_view text);

/// Writes and reads `seq` and `last_report`; the rest of a head is not written. Errors: bad_data.
[[nodiscard]] std::string write_head(const oracle::Head& head);
[[nodiscard]] Result<oracle::Head> read_head(std::string_view text);

[[nodiscard]] std::string write_receipt(const rpc::Receipt& receipt);
/// Where a receipt says that its transaction is. Errors: bad_data.
struct ReceiptBlock {
    std::uint64_t number = 0;
    Hash32 hash;
};
[[nodiscard]] Result<ReceiptBlock> read_receipt_block(std::string_view text);
[[nodiscard]] std::string write_outcomes(const std::vector<oracle::EntryOutcome>& outcomes);
/// Errors: bad_data.
[[nodiscard]] Result<std::vector<oracle::EntryOutcome>> read_outcomes(std::string_view text);

}  // namespace ballast::audit
