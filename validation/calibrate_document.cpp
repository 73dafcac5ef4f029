// SPDX-License-Identifier: MIT
#include "validation/calibrate_document.hpp"

#include <array>
#include <charconv>

namespace ballast::validation {
namespace {

using engine::AssetPolicy;
using engine::Channel;
using engine::Quantile;

constexpr std::size_t kColumns = 98;

std::string fixed(double value, int decimals) {
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::fixed, decimals);
    return {buffer.data(), end.ptr};
}

std::string percent(double value) {
    return fixed(100 * value, 2) + " %";
}

std::string quoted(engine::Wad x) {
    return '"' + engine::format_decimal(x.count(), 18) + '"';
}

std::string comment(const std::string& text) {
    std::string lines;
    std::string line = "#";
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        if (line.size() + 1 + word.size() > kColumns) {
            lines += line + "\n";
            line = "#";
        }
        line += " " + word;
        at = end + 1;
    }
    return lines + line + "\n";
}

std::string told(const Provenance& from) {
    return from.source + ", " + format_date(from.first) + " to " + format_date(from.last) + ", " +
           std::to_string(from.count);
}

std::string array(const std::string& key, const std::vector<std::string>& items) {
    std::string text = key + " = [\n";
    std::string line = " ";
    for (const std::string& item : items) {
        if (line.size() + item.size() + 2 > kColumns) {
            text += line + "\n";
            line = " ";
        }
        line += " " + item + ",";
    }
    return text + line + "\n]\n";
}

std::vector<std::string> values_of(const std::vector<Quantile>& list) {
    std::vector<std::string> values;
    for (const Quantile& quantile : list)
        values.push_back('"' + engine::format_decimal(quantile.value.count(), 8) + '"');
    return values;
}

std::string p_values(const std::array<GateScore, kSubPeriods>& scores) {
    std::string text;
    for (const GateScore& score : scores)
        text +=
            (text.empty() ? "" : ", ") + fixed(score.gain, 2) + " (p " + fixed(score.p, 3) + ")";
    return text;
}

std::string verdict_text(const GateVerdict& verdict) {
    return std::string("gate: ") + (verdict.passes ? "passes" : "does not pass") +
           "; S of this channel is .5 or more on " + percent(verdict.on_share) +
           " of days; BTC 10 % lower within 5 days after " + percent(verdict.breach_on) +
           " of them and " + percent(verdict.breach_off) +
           " of the others; gain in Brier score by thirds, 1e-4: " + p_values(verdict.breach) +
           "; in tick loss: " + p_values(verdict.tick);
}

std::string volatility_text(const Calibration& result) {
    std::string text = comment(
        "Evidence on [volatility], of BTC and ETH by the hour. It changes "
        "nothing by itself.");
    for (const BestHalfLife& best : result.half_lives)
        text +=
            comment("Variance of the next " + std::to_string(best.horizon.count / kHour.count) +
                    " h: best forecast by a half-life of " + fixed(best.days, 2) +
                    " days; the policy's nearest loses " + fixed(best.worse, 4) + " more (QLIKE).");
    std::string scores = "Asymmetry: tick loss of 99 % over 24 h, second half, 1e-4:";
    for (const RuleScore& score : result.asymmetries)
        scores += " " + fixed(score.parameter, 1) + ": " + fixed(score.tick_loss, 3) + ";";
    const auto& c = result.har.coefficients;
    return text + comment(scores) +
           comment("HAR of " + std::to_string(result.har.days) + " days: constant " +
                   fixed(c[0], 6) + ", fast " + fixed(c[1], 4) + ", mid " + fixed(c[2], 4) +
                   ", slow " + fixed(c[3], 4) + "; above the largest speed in " +
                   percent(result.har.above_share) + " of hours; tick loss " +
                   fixed(result.har.tick_without, 3) + " without it, " +
                   fixed(result.har.tick_with, 3) + " with it.");
}

std::string impact_text(const Calibration& result) {
    std::string text = comment(
        "Evidence on [liquidity] impact. Quotes of one moment grow nearly "
        "with size: the square root is of orders worked over time.");
    for (const ImpactFit& fit : result.impact)
        text += comment(fit.source + ", " + fit.token + ": exponent " + fixed(fit.exponent, 2) +
                        (fit.impact > 0 ? ", Y " + fixed(fit.impact, 2) : "") + ", " +
                        std::to_string(fit.quotes) + " quotes.");
    return text;
}

std::string channel_text(const Calibration& result, std::size_t k) {
    const Channel& channel = result.policy.regime.channels[k];
    std::string text = "\n" + comment(told(result.channels[k]) + " changes") +
                       comment(verdict_text(result.gate[k])) + "[channel." + channel.name + "]\n" +
                       array("one_day_change", values_of(channel.one_day_change)) +
                       array("five_day_change", values_of(channel.five_day_change));
    if (!channel.level.empty()) text += array("level", values_of(channel.level));
    return text;
}

std::string regime_text(const Calibration& result) {
    const AlarmRecord& alarms = result.alarms;
    return "\n" +
           comment("S is .5 or more on " + percent(alarms.share) + " of " +
                   std::to_string(alarms.days) + " weekdays from " + format_date(kAlarmsFrom) +
                   ", by the engine on what was known at 23:00 UTC, with quantiles renewed each "
                   "January from the past alone; a threshold of .9 would alarm on " +
                   percent(alarms.share_at_90) + ".") +
           "[regime]\nrank_threshold = " + quoted(result.policy.regime.rank_threshold) + "\n";
}

std::string tails_text(const AssetPolicy& asset) {
    std::string text = "tail = [\n";
    for (const engine::TailPoint& tail : asset.tails)
        text += "  { hours = " + std::to_string(tail.horizon.count / kHour.count) +
                ", level_bps = " + std::to_string(tail.level.count()) +
                ", quantile = " + quoted(tail.quantile) +
                ", shortfall = " + quoted(tail.shortfall) + " },\n";
    return text + "]\n";
}

std::string asset_text(const AssetCalibration& calibrated) {
    const AssetPolicy& asset = calibrated.asset;
    std::string text = "\n" + comment("stress, floor: " + told(calibrated.slow) + " closes") +
                       comment("tails: " + told(calibrated.fast) + " closes");
    for (const std::string& remark : calibrated.remarks)
        text += comment(remark);
    text += "[asset." + asset.asset +
            "]\nstress_volatility_daily = " + quoted(asset.stress_volatility) +
            "\nfloor_volatility_daily = " + quoted(asset.floor_volatility) +
            "\ntail_multiplier = " + quoted(asset.tail_multiplier) +
            "\nliquidity_aversion = " + quoted(asset.liquidity_aversion) + "\n";
    if (asset.cap_depth.count() > 0) text += "cap_depth = " + quoted(asset.cap_depth) + "\n";
    return text + tails_text(asset);
}

}  // namespace

std::string calibration_toml(const Calibration& calibration, const std::string& policy_file) {
    std::string text = "# SPDX-License-Identifier: MIT\n" +
                       comment("Written by `ballast calibrate` from market history up to " +
                               format_date(calibration.until) + ".") +
                       "name = \"" + calibration.policy.name + "_calibrated\"\nextends = \"" +
                       policy_file + "\"\n\n" + volatility_text(calibration) +
                       impact_text(calibration);
    if (!calibration.policy.regime.channels.empty()) text += regime_text(calibration);
    for (std::size_t k = 0; k < calibration.policy.regime.channels.size(); ++k)
        text += channel_text(calibration, k);
    for (const AssetCalibration& asset : calibration.assets)
        text += asset_text(asset);
    return text;
}

}  // namespace ballast::validation
