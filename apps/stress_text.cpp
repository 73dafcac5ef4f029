// SPDX-License-Identifier: MIT
#include "apps/stress_text.hpp"

#include <algorithm>
#include <numeric>

#include "apps/report/text.hpp"
#include "engine/canonical.hpp"

namespace ballast::apps {
namespace {

using stress::CascadeRow;
using stress::StressFigure;
using stress::StressHeading;
using stress::StressPlan;
using stress::StressRow;

constexpr std::size_t kWorstShown = 10;
constexpr std::size_t kNameWidth = 23;
constexpr std::size_t kFigureWidth = 17;

std::string percent(engine::Bps value) {
    return engine::format_decimal(value.count(), 2) + " %";
}

std::string left(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

std::string right(const std::string& text) {
    return std::string(kFigureWidth - std::min(kFigureWidth, text.size()), ' ') + text;
}

std::string usd(Int128 value) {
    return grouped(stress::to_usd(value).count());
}

std::string line(const std::string& what, const StressFigure& figure) {
    return left(what, kNameWidth) + right(grouped(figure.mean)) + right(grouped(figure.es99)) +
           "\n";
}

std::string thresholds(const StressPlan& plan) {
    std::string text;
    for (std::size_t a = 0; a < plan.book.assets().size(); ++a) {
        const stress::BookAsset& asset = plan.book.assets()[a];
        if (plan.lt_source[a] == stress::LtSource::none) continue;
        text += "  " + left(asset.name, 8) + "LT " + percent(asset.lt) + " (" +
                std::string(name(plan.lt_source[a])) + "), bonus " + percent(asset.bonus) + "\n";
    }
    return text;
}

std::string summary(const StressPlan& plan, const std::vector<CascadeRow>& rows) {
    const stress::StressSummary figures = stress::summary_of(rows);
    std::string text = left("", kNameWidth) + right("mean") + right("worst 1 %") + "\n";
    text += line("liquidatable accounts", figures.liquidatable);
    text += line("their debt, USD", figures.debt_usd);
    text += line("bad debt, USD", figures.bad_debt_usd);
    if (plan.curves.empty()) return text;
    text += line("collateral sold, USD", figures.sold_usd);
    return text + line("cascade gain, bps", figures.gain_bps);
}

std::vector<std::size_t> worst(const std::vector<CascadeRow>& rows) {
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&rows](std::size_t a, std::size_t b) {
        const StressRow& one = rows[a].stress;
        const StressRow& other = rows[b].stress;
        if (one.bad_debt != other.bad_debt) return one.bad_debt > other.bad_debt;
        return one.debt != other.debt ? one.debt > other.debt : a < b;
    });
    order.resize(std::min(order.size(), kWorstShown));
    return order;
}

std::string worst_lines(const StressPlan& plan, const std::vector<CascadeRow>& rows) {
    const bool cascade = !plan.curves.empty();
    std::string text = left("scenario", 10) + right("accounts") + right("debt, USD") +
                       right("bad debt, USD") + (cascade ? right("gain, bps") : "") + "\n";
    for (const std::size_t s : worst(rows)) {
        const CascadeRow& row = rows[s];
        text += left(std::to_string(s + 1), 10) + right(grouped(row.stress.liquidatable)) +
                right(usd(row.stress.debt)) + right(usd(row.stress.bad_debt));
        if (cascade) text += right(std::to_string(stress::cascade_gain(row).count()));
        text += "\n";
    }
    return text;
}

}  // namespace

std::string stress_text(const StressHeading& heading, const StressPlan& plan,
                        const std::vector<CascadeRow>& rows) {
    std::string text = heading.policy + ", " +
                       grouped(static_cast<std::int64_t>(plan.book.size())) + " positions (" +
                       heading.book + "), " + heading.scenarios + "\n" + heading.synthetic + "\n" +
                       thresholds(plan) + "\n" + summary(plan, rows);
    // One scenario is its own mean and its own worst.
    if (rows.size() > 1) text += "\n" + worst_lines(plan, rows);
    return text;
}

}  // namespace ballast::apps
