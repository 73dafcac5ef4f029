// SPDX-License-Identifier: MIT
#include "oracle/stops.hpp"

#include "oracle/abi_reader.hpp"
#include "oracle/read_records.hpp"
#include "oracle/view_call.hpp"

namespace ballast::oracle {
namespace {

using chain::Address;

Result<chain::AbiValue> ask(rpc::ChainView& chain, const Address& oracle, const ViewCall& call) {
    const auto outcome =
        chain.call({.from = {}, .to = oracle, .data = encode_view(call), .value = {}});
    if (!outcome) return fail(outcome.error());
    if (!outcome->reverted && outcome->output.empty())
        return fail(Errc::mismatch, "there is no contract at " + chain::checksum_text(oracle) +
                                        ": look at --oracle and --rpc");
    return read_view(call, oracle, *outcome);
}

Result<Address> ask_role(rpc::ChainView& chain, const Address& oracle, std::string_view getter) {
    const auto answer = ask(chain, oracle, {getter, "address"});
    if (!answer) return fail(answer.error());
    return AbiReader(*answer).address();
}

}  // namespace

Result<Stops> read_stops(rpc::ChainView& chain, const Address& oracle) {
    const auto owner = ask_role(chain, oracle, "owner()");
    if (!owner) return fail(owner.error());
    const auto guardian = ask_role(chain, oracle, "guardian()");
    if (!guardian) return fail(guardian.error());
    const auto status = ask(chain, oracle, {"status()", kStatusType});
    if (!status) return fail(status.error());
    const Switches now = read_switches(*status);
    return Stops{*owner, *guardian, now.loosening_paused, now.frozen};
}

}  // namespace ballast::oracle
