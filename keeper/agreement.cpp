// SPDX-License-Identifier: MIT
#include "keeper/agreement.hpp"

#include <string>

#include "oracle/mirrored_oracle.hpp"

namespace ballast::keeper {
namespace {

using oracle::OracleRecord;
using oracle::RiskReport;
using oracle::Verdict;
using Verdicts = std::vector<Verdict>;

/// The first entry of which `says` is not what was meant.
Status compare(const std::string& who, const RiskReport& report, const Verdicts& says) {
    const Verdicts wanted = meant(report);
    if (says.size() != wanted.size())
        return fail(Errc::mismatch, who + " has another number of entries; nothing was signed");
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (says[i] != wanted[i])
            return fail(Errc::mismatch,
                        who + " answers " + std::string(name(says[i])) + " where " +
                            std::string(name(wanted[i])) + " was meant, to the entry for " +
                            to_hex(report.updates[i].market_id) + "; nothing was signed");
    return {};
}

/// What the contract holds, with its word on the two approvals that this report needs.
Result<OracleRecord> record_for(oracle::OracleContract& contract, const oracle::OracleState& state,
                                const RiskReport& report, const rpc::BlockTag& block) {
    OracleRecord record = oracle::record_of(state, contract.markets());
    const auto policy = contract.approves_policy(report.policy_hash, block);
    if (!policy) return fail(policy.error());
    if (*policy) record.policies.insert(report.policy_hash);
    const auto code = contract.approves_code(report.code_hash, block);
    if (!code) return fail(code.error());
    if (*code) record.codes.insert(report.code_hash);
    return record;
}

}  // namespace

std::vector<Verdict> meant(const RiskReport& report) {
    Verdicts verdicts;
    for (const oracle::ParamUpdate& update : report.updates) {
        const bool loosens = update.ltv > update.expected_ltv || update.lt > update.expected_lt;
        verdicts.push_back(loosens ? Verdict::queued : Verdict::applied);
    }
    return verdicts;
}

Status agree(rpc::BlockReads& chain, oracle::OracleContract& contract,
             const oracle::OracleState& state, const RiskReport& report) {
    const auto block = chain.block_by_tag(rpc::BlockTag::latest());
    if (!block) return fail(block.error());
    const rpc::BlockTag tag = rpc::BlockTag::at(block->number);
    const auto record = record_for(contract, state, report, tag);
    if (!record) return fail(record.error());
    const auto refusal = check_report(report, *record, block->timestamp);
    if (refusal)
        return fail(Errc::mismatch, "the mirror of the oracle refuses the whole report with " +
                                        std::string(name(refusal->fault)) + "; nothing was signed");
    const Verdicts mirrored = oracle::preview(*record, report, block->timestamp);
    if (auto same = compare("the mirror of the oracle", report, mirrored); !same) return same;
    const auto previewed = contract.preview(report, tag);
    if (!previewed) return fail(previewed.error());
    return compare("the oracle's preview", report, *previewed);
}

}  // namespace ballast::keeper
