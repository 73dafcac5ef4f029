// SPDX-License-Identifier: MIT
#include "validation/calibrate_impact.hpp"

#include <array>
#include <cmath>

#include "base/check.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "history/csv.hpp"
#include "history/series.hpp"
#include "history/synthetic_market.hpp"
#include "statistics/elementary.hpp"

namespace ballast::validation {
namespace {

constexpr const char* kQuotes = "dex_1inch_quotes_2023-11.csv";
constexpr const char* kSizes = "gauntlet_swap_sizes_2024-02.json";
constexpr double kSizeLeast = 1e6;
constexpr double kPriceOne = 1e8;

/// Least squares of ln I on ln Q, from its sums.
struct Slope {
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;

    void add(double size, double impact) {
        const double ln_size = statistics::portable_log(size);
        const double ln_impact = statistics::portable_log(impact);
        n += 1;
        x += ln_size;
        y += ln_impact;
        xx += ln_size * ln_size;
        xy += ln_size * ln_impact;
    }
    [[nodiscard]] double exponent() const { return (n * xy - x * y) / (n * xx - x * x); }
    /// ln of the factor that makes the law with exponent .5 fit best.
    [[nodiscard]] double ln_factor() const { return (y - x / 2) / n; }
};

Result<Slope> slope_of(const std::filesystem::path& file, std::string_view token) {
    history::Csv csv;
    if (const Status opened = csv.open(file); !opened) return fail(opened.error());
    constexpr std::array<std::string_view, 4> kNames = {"src_sym", "dst_sym", "out_amount",
                                                        "price_impact"};
    std::array<std::size_t, kNames.size()> at{};
    for (std::size_t i = 0; i < at.size(); ++i) {
        const auto found = csv.column(kNames[i]);
        if (!found) return fail(found.error());
        at[i] = *found;
    }
    Slope slope;
    std::vector<std::string_view> cells;
    while (true) {
        const auto more = csv.next(cells);
        if (!more) return fail(more.error());
        if (!*more) return slope;
        const bool to_dollars = cells[at[1]] == "USDC" || cells[at[1]] == "USDT";
        if (cells[at[0]] != token || !to_dollars) continue;
        const auto received = history::parse_1e8(cells[at[2]]);
        const auto impact = history::parse_1e8(cells[at[3]]);
        // Exponents such as 3.4e-05 are impacts far under the noise.
        if (!received || !impact || *impact <= 0) continue;
        const double lost = static_cast<double>(*impact) / kPriceOne;
        const double size = static_cast<double>(*received) / kPriceOne / (1 - lost);
        if (size >= kSizeLeast) slope.add(size, lost);
    }
}

Result<ImpactFit> fit_quotes(const std::filesystem::path& folder, std::string_view token,
                             const history::SyntheticAsset& asset, double volatility) {
    const auto slope = slope_of(folder / kQuotes, token);
    if (!slope) return fail(slope.error());
    if (slope->n < 2) return fail(Errc::bad_data, std::string(kQuotes) + ": too few quotes");
    const auto volume = static_cast<double>(asset.daily_volume_usd);
    return ImpactFit{
        .source = kQuotes,
        .token = std::string(token),
        .impact = statistics::portable_exp(slope->ln_factor()) * std::sqrt(volume) / volatility,
        .exponent = slope->exponent(),
        .quotes = static_cast<std::size_t>(slope->n)};
}

Result<double> size_at(const Json& token, std::string_view slippage) {
    const Json* value = token.find(slippage);
    if (value == nullptr || value->as_number() == nullptr)
        return fail(Errc::bad_data,
                    std::string(kSizes) + ": a token lacks the size at " + std::string(slippage));
    const auto size = history::parse_1e8(value->as_number()->text);
    if (!size) return fail_in(kSizes, size.error());
    return static_cast<double>(*size) / kPriceOne;
}

Result<std::vector<ImpactFit>> fit_sizes(const std::filesystem::path& folder) {
    const auto text = read_file(folder / kSizes);
    if (!text) return fail(text.error());
    const auto document = parse_json(*text);
    if (!document) return fail_in(kSizes, document.error());
    std::vector<ImpactFit> fits;
    for (const std::string_view token : {"aave", "link", "wbtc", "weth", "wsteth"}) {
        const Json* sizes = document->find(token);
        if (sizes == nullptr)
            return fail(Errc::bad_data, std::string(kSizes) + ": no " + std::string(token));
        const auto small = size_at(*sizes, "0.005");
        const auto large = size_at(*sizes, "0.25");
        if (!small) return fail(small.error());
        if (!large) return fail(large.error());
        Slope slope;
        slope.add(*small, .005);
        slope.add(*large, .25);
        fits.push_back({kSizes, std::string(token), 0, slope.exponent(), 2});
    }
    return fits;
}

}  // namespace

Result<std::vector<ImpactFit>> fit_impact(const std::filesystem::path& folder,
                                          const QuoteDay& volatility) {
    const auto* btc = history::find_synthetic("BTC");
    const auto* eth = history::find_synthetic("ETH");
    BALLAST_CHECK(btc != nullptr && eth != nullptr);
    auto fits = fit_sizes(folder);
    if (!fits) return fits;
    for (const auto& fit : {fit_quotes(folder, "WBTC", *btc, volatility.btc),
                            fit_quotes(folder, "WETH", *eth, volatility.eth)}) {
        if (!fit) return fail(fit.error());
        fits->push_back(*fit);
    }
    return fits;
}

}  // namespace ballast::validation
