// SPDX-License-Identifier: MIT
// The contract's checks of a whole report, its signatures aside: RiskParamOracle._checkReport.
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "oracle/records.hpp"
#include "oracle/risk_report.hpp"

namespace ballast::oracle {

/// Why submit and preview revert (errors of IRiskParamOracle.sol), in the order of the checks.
enum class ReportFault : std::uint8_t {
    oracle_frozen,
    wrong_config_digest,
    wrong_seq,
    wrong_prev_report,
    report_expired,
    observed_in_future,
    observed_at_fell,
    policy_not_approved,
    code_not_approved,
    wrong_update_count,
    updates_not_ascending,
};

constexpr std::uint8_t kReportFaults = 11;

/// A fault with the word that the contract's error carries: what it expected, or what is wrong.
struct ReportRefusal {
    ReportFault fault = ReportFault::oracle_frozen;
    Hash32 word;  ///< zero where the error carries none
    bool operator==(const ReportRefusal&) const = default;
};

/// Returns the contract's own name: "WrongSeq".
[[nodiscard]] std::string_view name(ReportFault fault) noexcept;

/// Returns why the contract would refuse the whole report in a block of time `at`; nothing where
/// it would judge its entries.
[[nodiscard]] std::optional<ReportRefusal> check_report(const RiskReport& report,
                                                        const OracleRecord& oracle, UnixSeconds at);

/// Returns the bytes with which the call reverts.
[[nodiscard]] Bytes revert_data(const ReportRefusal& refusal);

}  // namespace ballast::oracle
