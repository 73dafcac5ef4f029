// SPDX-License-Identifier: MIT
#include "oracle/limit_fields.hpp"

#include <array>

namespace ballast::oracle {
namespace {

using engine::Bps;
using engine::OracleLimits;

constexpr std::uint64_t kUint16 = 0xffff;
constexpr std::uint64_t kUint24 = 0xffffff;
constexpr std::uint64_t kUint32 = 0xffffffff;

template <Bps OracleLimits::*member>
constexpr LimitField moved(std::string_view key) {
    return {key, LimitUnit::bps, kUint16,
            [](const MarketRecord& r) {
                return static_cast<std::uint64_t>((r.market.limits.*member).count());
            },
            [](MarketRecord& r, std::uint64_t v) { r.market.limits.*member = Bps::of(v); }};
}

template <Seconds OracleLimits::*member>
constexpr LimitField timed(std::string_view key, std::uint64_t max = kUint24) {
    return {key, LimitUnit::seconds, max,
            [](const MarketRecord& r) {
                return static_cast<std::uint64_t>((r.market.limits.*member).count);
            },
            [](MarketRecord& r, std::uint64_t v) {
                r.market.limits.*member = Seconds{static_cast<std::int64_t>(v)};
            }};
}

template <Bps OwnLimits::*member>
constexpr LimitField own(std::string_view key) {
    return {key, LimitUnit::bps, kUint16,
            [](const MarketRecord& r) {
                return static_cast<std::uint64_t>((r.own_limits.*member).count());
            },
            [](MarketRecord& r, std::uint64_t v) { r.own_limits.*member = Bps::of(v); }};
}

template <std::uint64_t OwnLimits::*member>
constexpr LimitField tokens(std::string_view key) {
    return {key, LimitUnit::tokens, kSameSupplyCap,
            [](const MarketRecord& r) { return r.own_limits.*member; },
            [](MarketRecord& r, std::uint64_t v) { r.own_limits.*member = v; }};
}

constexpr LimitField kShadow = {
    "shadow", LimitUnit::flag, 1,
    [](const MarketRecord& r) { return std::uint64_t{r.own_limits.shadow ? 1U : 0U}; },
    [](MarketRecord& r, std::uint64_t v) { r.own_limits.shadow = v != 0; }};

constexpr std::array<LimitField, 30> kFields = {
    {moved<&OracleLimits::ltv_min>("ltv_min"),
     moved<&OracleLimits::ltv_max>("ltv_max"),
     moved<&OracleLimits::lt_min>("lt_min"),
     moved<&OracleLimits::lt_max>("lt_max"),
     own<&OwnLimits::bonus_min>("bonus_min"),
     own<&OwnLimits::bonus_max>("bonus_max"),
     moved<&OracleLimits::gap_min>("gap_min"),
     moved<&OracleLimits::ltv_rise_step>("ltv_rise_step"),
     moved<&OracleLimits::lt_rise_step>("lt_rise_step"),
     moved<&OracleLimits::ltv_rise_day>("ltv_rise_day"),
     moved<&OracleLimits::ltv_rise_week>("ltv_rise_week"),
     moved<&OracleLimits::lt_rise_day>("lt_rise_day"),
     moved<&OracleLimits::lt_rise_week>("lt_rise_week"),
     moved<&OracleLimits::lt_cut_week>("lt_cut_week"),
     timed<&OracleLimits::max_age>("max_age", kUint32),
     timed<&OracleLimits::ltv_rise_delay>("ltv_rise_delay"),
     timed<&OracleLimits::lt_rise_delay>("lt_rise_delay"),
     timed<&OracleLimits::lt_cut_delay>("lt_cut_delay"),
     timed<&OracleLimits::ltv_rise_after_cut>("ltv_rise_after_cut"),
     timed<&OracleLimits::lt_rise_after_cut>("lt_rise_after_cut"),
     timed<&OracleLimits::ramp_min>("ramp_min"),
     timed<&OracleLimits::ramp_per_100_bps>("ramp_per_100_bps"),
     timed<&OracleLimits::ltv_veto>("ltv_veto"),
     timed<&OracleLimits::lt_veto>("lt_veto"),
     own<&OwnLimits::baseline_ltv>("baseline_ltv"),
     own<&OwnLimits::stale_decay_per_hour>("stale_decay_per_hour"),
     kShadow,
     tokens<&OwnLimits::supply_cap_min>("supply_cap_min"),
     tokens<&OwnLimits::supply_cap_max>("supply_cap_max"),
     own<&OwnLimits::supply_cap_rise_day>("supply_cap_rise_day")}};

}  // namespace

std::string_view name(LimitUnit unit) noexcept {
    switch (unit) {
        case LimitUnit::bps:
            return "bps";
        case LimitUnit::seconds:
            return "s";
        case LimitUnit::tokens:
            return "tokens";
        case LimitUnit::flag:
            break;
    }
    return "";
}

std::span<const LimitField> limit_fields() {
    return kFields;
}

}  // namespace ballast::oracle
