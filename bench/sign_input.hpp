// SPDX-License-Identifier: MIT
// The one tick that sign_bench and its peers sign: two markets, all numbers fixed.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "chain/signer.hpp"
#include "chain/transaction.hpp"
#include "keys/local_signer.hpp"
#include "oracle/risk_report.hpp"

namespace ballast::bench {

struct SignInput {
    std::uint64_t chain_id = 31337;
    oracle::RiskReport report;
    chain::Address oracle;
    /// Without its data, which holds the report's signature.
    chain::Transaction transaction;
    chain::SecretKey report_key;
    std::unique_ptr<keys::LocalSigner> gas_signer;
    /// The same in the words of sign_peers.mjs.
    std::string json;
};

/// Makes the input. Ends the process where our own constants are wrong.
[[nodiscard]] SignInput make_sign_input();

/// From the report's numbers to the raw transaction: hashes and signs the report, puts it and its
/// signature into a call, signs the transaction. Nothing is recovered yet.
[[nodiscard]] chain::Unchecked<Bytes> sign_tick(const SignInput& input);

}  // namespace ballast::bench
