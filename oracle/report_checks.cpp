// SPDX-License-Identifier: MIT
#include "oracle/report_checks.hpp"

#include <array>
#include <string>

#include "base/u256.hpp"
#include "chain/abi.hpp"

namespace ballast::oracle {
namespace {

/// The error, and the type of its one word where it has one.
struct Signature {
    std::string_view name;
    std::string_view word;
};
constexpr std::array<Signature, kReportFaults> kSignatures = {{{"OracleFrozen", ""},
                                                               {"WrongConfigDigest", "bytes32"},
                                                               {"WrongSeq", "uint64"},
                                                               {"WrongPrevReport", "bytes32"},
                                                               {"ReportExpired", ""},
                                                               {"ObservedInFuture", ""},
                                                               {"ObservedAtFell", "uint40"},
                                                               {"PolicyNotApproved", "bytes32"},
                                                               {"CodeNotApproved", "bytes32"},
                                                               {"WrongUpdateCount", "uint256"},
                                                               {"UpdatesNotAscending", "uint256"}}};

const Signature& signature(ReportFault fault) {
    return kSignatures.at(static_cast<std::size_t>(fault));
}

Hash32 word(std::uint64_t value) {
    return U256(value).to_big_endian();
}

std::optional<ReportRefusal> check_order(const std::vector<ParamUpdate>& updates) {
    if (updates.empty() || updates.size() > kUpdatesMax)
        return ReportRefusal{ReportFault::wrong_update_count, word(updates.size())};
    for (std::size_t i = 1; i < updates.size(); ++i)
        if (updates[i].market_id <= updates[i - 1].market_id)
            return ReportRefusal{ReportFault::updates_not_ascending, word(i)};
    return std::nullopt;
}

/// The report's place in the hash chain.
std::optional<ReportRefusal> check_chain(const RiskReport& report, const Head& head) {
    if (report.config_digest != head.config_digest)
        return ReportRefusal{ReportFault::wrong_config_digest, head.config_digest};
    if (report.seq != head.seq + 1)
        return ReportRefusal{ReportFault::wrong_seq, word(head.seq + 1)};
    if (report.previous_report != head.last_report)
        return ReportRefusal{ReportFault::wrong_prev_report, head.last_report};
    return std::nullopt;
}

std::optional<ReportRefusal> check_times(const RiskReport& report, const Head& head,
                                         UnixSeconds at) {
    if (at >= report.valid_until) return ReportRefusal{ReportFault::report_expired, {}};
    if (report.observed_at > at) return ReportRefusal{ReportFault::observed_in_future, {}};
    if (report.observed_at < head.observed_at)
        return ReportRefusal{ReportFault::observed_at_fell,
                             word(static_cast<std::uint64_t>(head.observed_at.count))};
    return std::nullopt;
}

}  // namespace

std::string_view name(ReportFault fault) noexcept {
    return signature(fault).name;
}

std::optional<ReportRefusal> check_report(const RiskReport& report, const OracleRecord& oracle,
                                          UnixSeconds at) {
    if (oracle.switches.frozen) return ReportRefusal{ReportFault::oracle_frozen, {}};
    if (auto refusal = check_chain(report, oracle.head)) return refusal;
    if (auto refusal = check_times(report, oracle.head, at)) return refusal;
    if (!oracle.policies.contains(report.policy_hash))
        return ReportRefusal{ReportFault::policy_not_approved, report.policy_hash};
    if (!oracle.codes.contains(report.code_hash))
        return ReportRefusal{ReportFault::code_not_approved, report.code_hash};
    return check_order(report.updates);
}

Bytes revert_data(const ReportRefusal& refusal) {
    const Signature& error = signature(refusal.fault);
    const chain::Selector selector =
        chain::function_selector(std::string(error.name) + "(" + std::string(error.word) + ")");
    Bytes data(selector.bytes.begin(), selector.bytes.end());
    if (!error.word.empty()) append(data, refusal.word.view());
    return data;
}

}  // namespace ballast::oracle
