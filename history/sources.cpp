// SPDX-License-Identifier: MIT
#include "history/sources.hpp"

#include <algorithm>
#include <array>

#include "history/wsteth.hpp"

namespace ballast::history {
namespace {

constexpr std::array<std::string_view, 7> kHourly = {"AAVE", "BTC",  "DAI",   "ETH",
                                                     "LINK", "USDC", "wstETH"};
constexpr Seconds kSmoothing = kDay;

constexpr std::array<std::string_view, 1> kAave = {"aaveusd_1h_perp.csv"};
constexpr std::array<std::string_view, 1> kBtc = {"btcusd_1h_perp.csv"};
constexpr std::array<std::string_view, 1> kDai = {"daiusd_1h.csv"};
constexpr std::array<std::string_view, 1> kEth = {"ethusd_1h_perp.csv"};
constexpr std::array<std::string_view, 1> kLink = {"linkusd_1h_perp.csv"};
constexpr std::array<std::string_view, 2> kUsdc = {"usdcusd_1h.csv",
                                                   "usdcusd_1h_depeg_2023-03.csv"};
constexpr std::array<std::string_view, 2> kWsteth = {"stethusd_1h.csv", kEth.front()};

struct IndicatorSource {
    std::string_view indicator;
    std::string_view file;
    std::string_view column;
};

constexpr std::array<IndicatorSource, 5> kIndicators = {{
    {"jgb10", "jgb_curve_daily.csv", "y10"},
    {"jgb40", "jgb_curve_daily.csv", "y40"},
    {"move", "move_daily.csv", "value"},
    {"usdjpy", "usdjpy_daily.csv", "value"},
    {"vix", "vix_daily.csv", "CLOSE"},
}};

tl::unexpected<Error> unknown(std::string_view what, std::string_view name) {
    return fail(Errc::input_missing, "there is no " + std::string(what) + " history of " +
                                         std::string(name) + "; history/sources.cpp has the list");
}

/// Appends what comes after the end of `series`.
Status append_after(PriceSeries& series, const PriceSeries& more) {
    if (!series.points.empty() && !more.points.empty() &&
        more.points.front().at <= series.points.back().at)
        return fail(Errc::bad_data, more.source + " begins before " + series.source + " ends");
    series.source += " + " + more.source;
    series.points.insert(series.points.end(), more.points.begin(), more.points.end());
    series.bars.clear();
    return {};
}

Result<PriceSeries> read_perpetual(const std::filesystem::path& folder, std::string_view file) {
    return read_bars(folder / file, kHour);
}

Result<PriceSeries> read_stable(const std::filesystem::path& file) {
    const auto mids = read_mids(file);
    if (!mids) return fail(mids.error());
    return trailing_median(on_the_hour(*mids), kSmoothing);
}

Result<PriceSeries> read_usdc(const std::filesystem::path& folder) {
    auto series = read_stable(folder / kUsdc.front());
    const auto more = read_bars(folder / kUsdc.back(), kHour);
    if (!series) return series;
    if (!more) return fail(more.error());
    if (const Status joined = append_after(*series, *more); !joined) return fail(joined.error());
    return series;
}

}  // namespace

std::span<const std::string_view> hourly_assets() {
    return kHourly;
}

std::span<const std::string_view> hourly_files(std::string_view asset) {
    if (asset == "AAVE") return kAave;
    if (asset == "BTC") return kBtc;
    if (asset == "DAI") return kDai;
    if (asset == "ETH") return kEth;
    if (asset == "LINK") return kLink;
    if (asset == "USDC") return kUsdc;
    if (asset == "wstETH") return kWsteth;
    return {};
}

std::string_view indicator_file(std::string_view indicator) {
    for (const IndicatorSource& source : kIndicators)
        if (source.indicator == indicator) return source.file;
    return {};
}

bool is_data_folder(const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::exists(folder / "vix_daily.csv", ignored);
}

Result<PriceSeries> read_hourly(const std::filesystem::path& folder, std::string_view asset) {
    if (asset == "AAVE") return read_perpetual(folder, kAave.front());
    if (asset == "BTC") return read_perpetual(folder, kBtc.front());
    if (asset == "ETH") return read_perpetual(folder, kEth.front());
    if (asset == "LINK") return read_perpetual(folder, kLink.front());
    if (asset == "DAI") return read_stable(folder / kDai.front());
    if (asset == "USDC") return read_usdc(folder);
    if (asset == "wstETH") return read_wsteth(folder);
    return unknown("hourly", asset);
}

Result<PriceSeries> read_four_hourly(const std::filesystem::path& folder, std::string_view asset) {
    if (asset == "BTC") return read_bars(folder / "btcusd_4h_spot.csv", Seconds{4 * kHour.count});
    if (asset == "ETH") return read_bars(folder / "ethusd_4h_spot.csv", Seconds{4 * kHour.count});
    return unknown("4 h", asset);
}

Result<PrintSeries> read_indicator(const std::filesystem::path& folder,
                                   std::string_view indicator) {
    const auto* source = std::find_if(
        kIndicators.begin(), kIndicators.end(),
        [indicator](const IndicatorSource& item) { return item.indicator == indicator; });
    if (source == kIndicators.end()) return unknown("daily", indicator);
    return read_prints(folder / source->file, source->column);
}

}  // namespace ballast::history
