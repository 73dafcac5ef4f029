// SPDX-License-Identifier: MIT
#include "tests/simulation/invented_market.hpp"

#include <cmath>

#include "base/check.hpp"
#include "policies/policy_document.hpp"
#include "statistics/elementary.hpp"
#include "statistics/random.hpp"

namespace ballast::simulation::test {
namespace {

constexpr UnixSeconds kFirst{1'640'995'200};  // 2022-01-01T00:00:00Z
constexpr std::size_t kHours = 4 * 365 * 24;
constexpr UnixSeconds kMarch{1'583'020'800};  // 2020-03-01T00:00:00Z

engine::Policy base_policy() {
    auto policy = policies::load_policy("policies/carry_aware.toml");
    BALLAST_CHECK(policy.has_value());
    return std::move(*policy);
}

history::PriceSeries hourly() {
    statistics::Random random(7);
    history::PriceSeries series{.source = "invented", .spacing = kHour, .points = {}, .bars = {}};
    double log_price = statistics::portable_log(2000);
    for (std::size_t i = 0; i < kHours; ++i) {
        const double wave = std::abs(static_cast<double>(i % 4000) - 2000) / 2000;
        log_price += (0.003 + 0.012 * wave * wave) * random.normal();
        log_price -= 0.0005 * (log_price - statistics::portable_log(2000));
        const double price = statistics::portable_exp(log_price);
        series.points.push_back({kFirst + Seconds{static_cast<std::int64_t>(i) * kHour.count},
                                 engine::Price::of(std::llround(price * 1e8))});
    }
    return series;
}

/// A month that ends 40 % lower.
history::PriceSeries march() {
    history::PriceSeries series{
        .source = "invented", .spacing = Seconds{4 * kHour.count}, .points = {}, .bars = {}};
    for (std::int64_t i = 0; i <= 31 * 6; ++i)
        series.points.push_back({kMarch + Seconds{i * 4 * kHour.count},
                                 engine::Price::of(20'000'000'000 - i * 43'000'000)});
    return series;
}

}  // namespace

PathSource invented_source() {
    auto source = make_source("ETH", hourly(), march(), base_policy().volatility);
    BALLAST_CHECK(source.has_value());
    for (std::size_t e = 0; e < source->score.size(); ++e)
        if (e / 4 % 20 == 0) source->score[e] = engine::Wad::of(engine::kWadOne / 10 * 8);
    return std::move(*source);
}

FrontierInputs invented_inputs() {
    FrontierInputs inputs{.base = base_policy(), .sources = {}};
    inputs.sources.emplace("ETH", invented_source());
    return inputs;
}

}  // namespace ballast::simulation::test
