// SPDX-License-Identifier: MIT
#include "oracle/view_call.hpp"

#include <string>

#include "base/check.hpp"

namespace ballast::oracle {

Bytes encode_view(const ViewCall& call) {
    auto calldata = chain::encode_call(call.signature, call.arguments);
    BALLAST_CHECK(calldata.has_value());
    return std::move(*calldata);
}

Result<chain::AbiValue> read_view(const ViewCall& call, const chain::Address& oracle,
                                  const rpc::CallOutcome& outcome) {
    const std::string place = "oracle " + chain::checksum_text(oracle) + ", " +
                              std::string(call.signature.substr(0, call.signature.find('(')));
    if (outcome.reverted)
        return fail(Errc::mismatch, place + ": reverted with " + to_hex(outcome.output) +
                                        "; is this address a Ballast oracle with this market?");
    const auto type = chain::parse_abi_type("(" + std::string(call.returns) + ")");
    BALLAST_CHECK(type.has_value());
    auto decoded = chain::abi_decode(*type, outcome.output);
    if (!decoded) return fail_in(place, decoded.error());
    return decoded;
}

}  // namespace ballast::oracle
