// SPDX-License-Identifier: MIT
#include "apps/dry_run/csv.hpp"

#include "apps/report/text.hpp"

namespace ballast::apps {
namespace {

constexpr std::string_view kColumns =
    "asset,chain_id,ltv_current_bps,ltv_recommended_bps,lt_current_bps,lt_recommended_bps,"
    "ltv_current_policy_wants_bps,lt_current_policy_wants_bps,accounts_at_0,debt_usd_at_0,"
    "accounts_at_5,debt_usd_at_5,accounts_at_10,debt_usd_at_10,verdict,steps,first_step,last_step,"
    "macro_ltv_bps,macro_lt_bps,macro_epochs,reason,in_book";

std::string number(std::int64_t value) {
    return "," + std::to_string(value);
}

std::string impact_fields(const std::array<ThresholdImpact, 3>& impacts) {
    std::string text;
    for (const ThresholdImpact& impact : impacts)
        text += number(impact.accounts) + number(impact.debt.count());
    return text;
}

/// A number would be read as an answer.
std::string impact_fields(const AssetRow& row) {
    return row.in_book ? impact_fields(row.impact) : ",,,,,,";
}

std::string plan_fields(const engine::Plan& plan) {
    const std::string count = number(static_cast<std::int64_t>(plan.steps.size()));
    if (plan.steps.empty()) return count + ",,";
    return count + "," + format_date(plan.steps.front().at) + "," +
           format_date(plan.steps.back().at);
}

std::string asset_line(const DryRun& run, const AssetRow& row) {
    return csv_text(row.asset) + "," + std::to_string(run.proposal.chain_id) +
           number(row.ltv_now.count()) + number(row.ltv.count()) + number(row.lt_now.count()) +
           number(row.lt.count()) +
           (run.current.epochs.empty() ? std::string(",,")
                                       : number(row.ltv_own.count()) + number(row.lt_own.count())) +
           impact_fields(row) + "," + std::string(name(row.verdict)) + plan_fields(row.plan) +
           number(row.macro.ltv_now.count()) + number(row.macro.lt_now.count()) +
           number(row.macro.epochs) + "," + csv_text(row.verdict_reason) +
           (row.in_book ? ",yes" : ",not in the book") + "\r\n";
}

}  // namespace

std::string csv_text(std::string_view text) {
    const std::string visible = visible_text(text);
    std::string out = "\"";
    if (!visible.empty() && std::string_view("=+-@|%'").find(visible.front()) != std::string::npos)
        out += "'";
    for (const char c : visible)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string dry_run_csv(const DryRun& run) {
    std::string text = std::string(kColumns) + "\r\n";
    for (const AssetRow& row : run.assets)
        text += asset_line(run, row);
    return text + csv_text("(all together)") + "," + std::to_string(run.proposal.chain_id) +
           ",,,,,," + impact_fields(run.together) + ",,,,,,,,,\r\n";
}

}  // namespace ballast::apps
