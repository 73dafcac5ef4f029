// SPDX-License-Identifier: MIT
// The calldata of what owner, guardian and anyone may call; submit and preview are in
// risk_report.hpp. Values must fit the contract's types: checked, since they are ours by then.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "chain/types.hpp"
#include "oracle/limits.hpp"
#include "oracle/records.hpp"

namespace ballast::oracle {

/// Returns the calldata of a call without arguments: "freeze()", "unpauseLoosening()".
[[nodiscard]] Bytes encode_plain_call(std::string_view signature);

/// Returns the calldata of a call whose one argument is a word: "veto(bytes32)".
[[nodiscard]] Bytes encode_market_call(std::string_view signature, const Hash32& market_id);

/// executePending.
[[nodiscard]] Bytes encode_execute_pending(const Hash32& market_id);

/// Returns addMarket's signature, its struct spelt out.
[[nodiscard]] std::string add_market_signature();

/// addMarket: the record's limits and first targets.
[[nodiscard]] Bytes encode_add_market(const Hash32& market_id, const MarketRecord& record);

/// setLimits: the record's limits.
[[nodiscard]] Bytes encode_set_limits(const Hash32& market_id, const MarketRecord& record);

/// tightenLimits.
[[nodiscard]] Bytes encode_tighten_limits(const Hash32& market_id, const LooseningLimits& limits);

/// setSigners. Requires ascending addresses; the contract refuses others.
[[nodiscard]] Bytes encode_set_signers(const std::vector<chain::Address>& signers,
                                       std::uint8_t threshold);

/// dropSigner.
[[nodiscard]] Bytes encode_drop_signer(std::uint64_t index);

/// setGuardian, transferOwnership.
[[nodiscard]] Bytes encode_set_guardian(const chain::Address& to);
[[nodiscard]] Bytes encode_transfer_ownership(const chain::Address& to);

/// approvePolicy, approveCode.
[[nodiscard]] Bytes encode_approve_policy(const Hash32& hash, bool approved);
[[nodiscard]] Bytes encode_approve_code(const Hash32& hash, bool approved);

}  // namespace ballast::oracle
