// SPDX-License-Identifier: MIT
#include "apps/verify_signers.hpp"

#include "oracle/abi_reader.hpp"
#include "oracle/read_records.hpp"
#include "oracle/view_call.hpp"

namespace ballast::apps {
namespace {

/// What a report needs at a block.
struct Quorum {
    std::vector<chain::Address> signers;
    std::uint8_t threshold = 0;
};

Result<Quorum> quorum_at(books::ChainReader& reader, const chain::Address& oracle,
                         std::uint64_t number) {
    const auto block = reader.block(number);
    if (!block) return fail(block.error());
    const oracle::ViewCall signers{.signature = "signers()", .returns = "address[]"};
    const oracle::ViewCall status{.signature = "status()", .returns = oracle::kStatusType};
    std::vector<rpc::CallMessage> messages;
    for (const oracle::ViewCall& view : {signers, status})
        messages.push_back(
            {.from = {}, .to = oracle, .data = oracle::encode_view(view), .value = {}});
    const auto outcomes = reader.calls(*block, messages);
    if (!outcomes) return fail(outcomes.error());
    const auto list = oracle::read_view(signers, oracle, outcomes->front());
    if (!list) return fail(list.error());
    const auto switches = oracle::read_view(status, oracle, outcomes->back());
    if (!switches) return fail(switches.error());
    Quorum quorum{.signers = {}, .threshold = oracle::read_switches(*switches).threshold};
    const chain::AbiValue& addresses = list->as_list()->front();
    oracle::AbiReader next(addresses);
    for (std::size_t i = 0; i < addresses.as_list()->size(); ++i)
        quorum.signers.push_back(next.address());
    return quorum;
}

std::string addresses_text(const std::vector<chain::Address>& addresses) {
    std::string text;
    for (const chain::Address& address : addresses)
        text += (text.empty() ? "" : " ") + to_hex(address);
    return text;
}

}  // namespace

Result<std::optional<audit::ChainDifference>> compare_signers(
    books::ChainReader& reader, const audit::Setup& setup,
    const std::vector<audit::Explained>& lasts) {
    for (const audit::Explained& last : lasts) {
        const auto quorum = quorum_at(reader, setup.oracle, last.published.block_number);
        if (!quorum) return fail_in("the oracle's signers at that block", quorum.error());
        audit::ChainDifference found{.seq = last.published.seq,
                                     .bundle = last.bundle,
                                     .record = 0,
                                     .field = audit::kSetup,
                                     .expected = "the signers " + addresses_text(quorum->signers),
                                     .found = addresses_text(setup.signers)};
        if (quorum->signers != setup.signers) return found;
        if (quorum->threshold == setup.threshold) continue;
        found.expected = "the threshold " + std::to_string(quorum->threshold);
        found.found = std::to_string(setup.threshold);
        return found;
    }
    return std::nullopt;
}

}  // namespace ballast::apps
