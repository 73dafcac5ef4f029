// SPDX-License-Identifier: MIT
// One question to a view of the contract, whoever carries it.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "chain/abi.hpp"
#include "rpc/types.hpp"

namespace ballast::oracle {

/// "policyApproved(bytes32)", which returns "bool", and the arguments. Both are canonical types.
struct ViewCall {
    std::string_view signature;
    std::string_view returns;
    std::vector<chain::AbiValue> arguments = {};
};

/// Returns the calldata. Requires arguments that fit the signature.
[[nodiscard]] Bytes encode_view(const ViewCall& call);

/// Returns what `oracle` answered, a tuple of the returned values. Errors, naming the oracle and
/// the view: mismatch where it reverted, bad_data where the answer is not of that type.
[[nodiscard]] Result<chain::AbiValue> read_view(const ViewCall& call, const chain::Address& oracle,
                                                const rpc::CallOutcome& outcome);

}  // namespace ballast::oracle
