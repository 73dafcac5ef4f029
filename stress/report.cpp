// SPDX-License-Identifier: MIT
#include "stress/report.hpp"

#include <cmath>

#include "statistics/order.hpp"

namespace ballast::stress {
namespace {

constexpr double kEsLevel = 0.99;

template <class Value>
StressFigure figure(const std::vector<CascadeRow>& rows, Value value) {
    std::vector<double> values;
    for (const CascadeRow& row : rows)
        values.push_back(static_cast<double>(value(row)));
    return {std::llround(statistics::mean(values)),
            std::llround(statistics::expected_shortfall(statistics::ascending(values), kEsLevel))};
}

std::int64_t usd(Int128 value) {
    return to_usd(value).count();
}

Json figure_json(const StressFigure& figure) {
    return JsonObject{{"es99", Json::number(figure.es99)}, {"mean", Json::number(figure.mean)}};
}

Json assets_json(const StressPlan& plan) {
    JsonArray assets;
    for (std::size_t a = 0; a < plan.book.assets().size(); ++a) {
        const BookAsset& asset = plan.book.assets()[a];
        JsonObject json{
            {"asset", Json(asset.name)},
            {"bonus_bps", Json::number(asset.bonus.count())},
            {"collateral_usd",
             Json::number(usd(Int128{plan.book.collateral(a)} * asset.price.count()))},
            {"debt_usd", Json::number(usd(Int128{plan.book.debt(a)} * asset.price.count()))},
            {"lt_bps", Json::number(asset.lt.count())},
            {"lt_source", Json(name(plan.lt_source[a]))},
            {"price_usd", Json(engine::format_decimal(asset.price.count(), 8))},
        };
        assets.emplace_back(std::move(json));
    }
    return assets;
}

Json row_json(const StressPlan& plan, const CascadeRow& row, std::size_t s) {
    JsonObject impacts;
    JsonObject changes;
    for (std::size_t a = 0; a < plan.book.assets().size(); ++a) {
        const BookAsset& asset = plan.book.assets()[a];
        const std::int64_t price = plan.paths[s].steps.back()[a];
        changes[asset.name] = Json::number(static_cast<std::int64_t>(mul_div_down(
            Int128{price} - asset.price.count(), engine::kBpsOne, asset.price.count())));
        if (row.impacts[a] > 0) impacts[asset.name] = Json::number(row.impacts[a]);
    }
    JsonObject json{
        {"bad_debt_usd", Json::number(usd(row.stress.bad_debt))},
        {"debt_usd", Json::number(usd(row.stress.debt))},
        {"liquidatable", Json::number(row.stress.liquidatable)},
        {"price_changes_bps", Json(std::move(changes))},
    };
    if (!plan.curves.empty()) {
        json["gain_bps"] = Json::number(cascade_gain(row).count());
        json["impacts_bps"] = Json(std::move(impacts));
        json["rounds"] = Json::number(row.rounds);
        json["sold_usd"] = Json::number(usd(row.sold));
    }
    return json;
}

Json summary_json(const StressSummary& summary, bool cascade) {
    JsonObject json{
        {"bad_debt_usd", figure_json(summary.bad_debt_usd)},
        {"debt_usd", figure_json(summary.debt_usd)},
        {"liquidatable", figure_json(summary.liquidatable)},
    };
    if (cascade) {
        json["gain_bps"] = figure_json(summary.gain_bps);
        json["sold_usd"] = figure_json(summary.sold_usd);
    }
    return json;
}

}  // namespace

StressSummary summary_of(const std::vector<CascadeRow>& rows) {
    return {figure(rows, [](const CascadeRow& row) { return row.stress.liquidatable; }),
            figure(rows, [](const CascadeRow& row) { return usd(row.stress.debt); }),
            figure(rows, [](const CascadeRow& row) { return usd(row.stress.bad_debt); }),
            figure(rows, [](const CascadeRow& row) { return usd(row.sold); }),
            figure(rows, [](const CascadeRow& row) { return cascade_gain(row).count(); })};
}

Json stress_json(const StressHeading& heading, const StressPlan& plan,
                 const std::vector<CascadeRow>& rows) {
    JsonArray scenarios;
    for (std::size_t s = 0; s < rows.size(); ++s)
        scenarios.push_back(row_json(plan, rows[s], s));
    return JsonObject{
        {"assets", assets_json(plan)},
        {"book", Json(heading.book)},
        {"cascade", Json(!plan.curves.empty())},
        {"elasticity_bps", Json::number(plan.elasticity.count())},
        {"policy", Json(heading.policy)},
        {"positions", Json::number(static_cast<std::int64_t>(plan.book.size()))},
        {"scenario_source", Json(heading.scenarios)},
        {"scenarios", Json(std::move(scenarios))},
        {"summary", summary_json(summary_of(rows), !plan.curves.empty())},
        {"synthetic", Json(heading.synthetic)},
    };
}

}  // namespace ballast::stress
