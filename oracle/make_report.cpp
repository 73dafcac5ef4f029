// SPDX-License-Identifier: MIT
#include "oracle/make_report.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/int128.hpp"

namespace ballast::oracle {
namespace {

constexpr std::uint8_t kClosedBit = 0x80;
constexpr std::int64_t kWadPerPercent = engine::kWadOne / 100;

std::uint16_t bps16(engine::Bps value) {
    // Every published ratio is within 0 and 1: the policy's bounds and the oracle's bands say so.
    BALLAST_CHECK(value.count() >= 0 && value.count() <= engine::kBpsOne);
    return static_cast<std::uint16_t>(value.count());
}

/// ceil(100 S), and the mark that an input's market is closed.
std::uint8_t regime_byte(const engine::Regime& regime) {
    const auto percent = static_cast<std::uint8_t>(div_up(regime.score.count(), kWadPerPercent));
    const bool closed = std::any_of(regime.channels.begin(), regime.channels.end(), [](auto& k) {
        return k.status == engine::IndicatorStatus::closed;
    });
    return closed ? static_cast<std::uint8_t>(percent | kClosedBit) : percent;
}

Hash32 id_of(const std::vector<MarketName>& markets, const std::string& asset) {
    const auto found = std::find_if(markets.begin(), markets.end(),
                                    [&](const MarketName& name) { return name.asset == asset; });
    BALLAST_CHECK(found != markets.end());
    return found->market_id;
}

ParamUpdate make_update(const engine::MarketDecision& market, const Hash32& id,
                        std::uint8_t regime) {
    return {.market_id = id,
            .ltv = bps16(market.ltv),
            .lt = bps16(market.lt),
            .bonus = bps16(market.bonus),
            .supply_cap = kSameSupplyCap,
            .expected_ltv = bps16(market.expected_ltv),
            .expected_lt = bps16(market.expected_lt),
            .ramp_seconds = static_cast<std::uint32_t>(market.ramp.count),
            .induced_usd = static_cast<std::uint64_t>(market.induced_now.count()),
            .regime = regime};
}

}  // namespace

std::optional<RiskReport> make_report(const engine::Report& decision,
                                      const ReportContext& context) {
    RiskReport report{.config_digest = context.head.config_digest,
                      .seq = context.head.seq + 1,
                      .observed_at = decision.observed_at,
                      .valid_until = decision.at + kReportLifetime,
                      .inputs_root = context.inputs_root,
                      .policy_hash = context.policy_hash,
                      .code_hash = context.code_hash,
                      .previous_report = context.head.last_report,
                      .updates = {}};
    const std::uint8_t regime = regime_byte(decision.regime);
    for (const engine::MarketDecision& market : decision.markets)
        if (market.action != engine::Action::none)
            report.updates.push_back(
                make_update(market, id_of(context.markets, market.asset), regime));
    if (report.updates.empty()) return std::nullopt;
    std::sort(report.updates.begin(), report.updates.end(),
              [](const ParamUpdate& a, const ParamUpdate& b) { return a.market_id < b.market_id; });
    return report;
}

}  // namespace ballast::oracle
