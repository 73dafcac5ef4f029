// SPDX-License-Identifier: MIT
#include "simulation/frontier_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "simulation/frontier_cases.hpp"
#include "simulation/frontier_parallel.hpp"
#include "statistics/bootstrap.hpp"

namespace ballast::simulation {
namespace {

constexpr double kTail = 0.01;
constexpr double kBps = 10'000;
constexpr std::size_t kResamples = 1'000;
/// Stands for a division by nothing inside the bootstrap, whose quantiles need finite numbers.
constexpr double kBeyond = 1e9;

/// The tail of one contender, ready to be resampled.
class Tail {
  public:
    explicit Tail(const Losses& losses) : losses_(losses), order_(losses.bad_debt.size()) {
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
            return losses.bad_debt[a] > losses.bad_debt[b];
        });
    }

    /// Returns the mean of the worst 1 % over the mean debt, each path counted so often.
    [[nodiscard]] double of(const std::vector<std::uint32_t>& times) const {
        const double wanted = kTail * static_cast<double>(order_.size());
        double left = wanted;
        double sum = 0;
        for (const std::size_t i : order_) {
            const double weight = std::min(left, static_cast<double>(times[i]));
            sum += weight * losses_.bad_debt[i];
            left -= weight;
            if (left <= 0) break;
        }
        double debt = 0;
        for (std::size_t i = 0; i < times.size(); ++i)
            debt += times[i] * losses_.debt[i];
        return sum / wanted / (debt / static_cast<double>(times.size()));
    }

  private:
    const Losses& losses_;
    std::vector<std::size_t> order_;
};

Losses losses_of(const Cell& cell, std::int64_t (*bad_debt)(const PathRow&),
                 std::int64_t (*debt)(const PathRow&)) {
    Losses losses;
    for (const PathRow& row : cell.rows) {
        losses.bad_debt.push_back(static_cast<double>(bad_debt(row)));
        losses.debt.push_back(static_cast<double>(debt(row)));
    }
    return losses;
}

double of_text(const std::string& text) {
    const auto value = engine::parse_decimal(text, 6);
    return value ? static_cast<double>(*value) * 1e-6 : 0;
}

double debt_of(const Cell& cell) {
    double sum = 0;
    for (const PathRow& row : cell.rows)
        sum += static_cast<double>(row.own.debt);
    return sum;
}

std::size_t markets_of(std::string_view book) {
    for (const FrontierCase& a_case : frontier_cases())
        if (a_case.book.name == book) return a_case.book.markets.size();
    return 1;
}

TableRow figures(const Cell& cell, const Cell& uniform) {
    double bad_debt = 0;
    double liquidated = 0;
    double induced = 0;
    double updates = 0;
    double ltv = 0;
    double lt = 0;
    for (const PathRow& row : cell.rows) {
        bad_debt += static_cast<double>(row.own.bad_debt);
        liquidated += static_cast<double>(row.own.liquidated);
        induced += static_cast<double>(row.own.induced);
        updates += static_cast<double>(row.own.updates);
        ltv += static_cast<double>(row.own.ltv_debt);
        lt += static_cast<double>(row.own.lt_debt);
    }
    const double debt = debt_of(cell);
    const double years = static_cast<double>(cell.days) / 365;
    const auto paths = static_cast<double>(cell.rows.size());
    return {
        .key = cell.key,
        .paths = cell.rows.size(),
        .mean_ltv = ltv / debt,
        .mean_lt = lt / debt,
        .calibrated_ltv = of_text(cell.calibrated_ltv),
        .calibrated_lt = of_text(cell.calibrated_lt),
        .debt_share = debt / debt_of(uniform),
        .es99 = es99_bps(own_losses(cell)),
        .mean_bad_debt = kBps * bad_debt / debt,
        .liquidated_year = kBps * liquidated / debt / years,
        .induced_share = liquidated > 0 ? induced / liquidated : 0,
        .updates_year = updates / paths / years / static_cast<double>(markets_of(cell.key.book)),
        .to_static = es99_ratio(own_losses(cell), twin_losses(cell)),
        .at_reached = es99_ratio(own_losses(cell), reached_losses(cell)),
        .to_uniform = es99_ratio(own_losses(cell), own_losses(uniform))};
}

}  // namespace

Losses own_losses(const Cell& cell) {
    return losses_of(
        cell, [](const PathRow& row) { return row.own.bad_debt; },
        [](const PathRow& row) { return row.own.debt; });
}

Losses twin_losses(const Cell& cell) {
    return losses_of(
        cell, [](const PathRow& row) { return row.twin_bad_debt; },
        [](const PathRow& row) { return row.twin_debt; });
}

Losses reached_losses(const Cell& cell) {
    return losses_of(
        cell, [](const PathRow& row) { return row.reached_bad_debt; },
        [](const PathRow& row) { return row.reached_debt; });
}

double es99_bps(const Losses& losses) {
    return kBps * Tail(losses).of(std::vector<std::uint32_t>(losses.debt.size(), 1));
}

std::optional<RatioEstimate> es99_ratio(const Losses& a, const Losses& b) {
    const Tail above(a);
    const Tail below(b);
    std::vector<std::uint32_t> times(a.debt.size());
    const auto ratio = [&](std::span<const std::size_t> places) {
        std::fill(times.begin(), times.end(), 0U);
        for (const std::size_t place : places)
            ++times[place];
        const double divisor = below.of(times);
        const double dividend = above.of(times);
        if (divisor > 0) return std::min(kBeyond, dividend / divisor);
        return dividend > 0 ? kBeyond : 1.0;
    };
    if (!(es99_bps(b) > 0)) return std::nullopt;
    const statistics::Interval interval =
        statistics::bootstrap_interval(a.debt.size(), ratio, {.resamples = kResamples});
    // Between two order statistics a bound may be a part of what stands for infinity.
    const auto finite = [](double x) {
        return x < 1e-3 * kBeyond ? x : std::numeric_limits<double>::infinity();
    };
    return RatioEstimate{interval.estimate, finite(interval.low), finite(interval.high)};
}

const Cell* find_cell(const FrontierRows& rows, const CellKey& key) {
    const auto found = std::find_if(rows.cells.begin(), rows.cells.end(),
                                    [&](const Cell& cell) { return cell.key == key; });
    return found == rows.cells.end() ? nullptr : &*found;
}

Result<std::vector<TableRow>> frontier_table(const FrontierRows& rows, unsigned threads) {
    std::vector<TableRow> table(rows.cells.size());
    const Status done = for_each_index(rows.cells.size(), threads, [&](std::size_t i) -> Status {
        CellKey key = rows.cells[i].key;
        key.policy = name(PolicyKind::uniform_static);
        key.lever = name(LeverKind::none);
        key.signal = name(Signal::none);
        const Cell* uniform = find_cell(rows, key);
        if (uniform == nullptr) return fail(Errc::bad_data, "a case without uniform_static");
        table[i] = figures(rows.cells[i], *uniform);
        return {};
    });
    if (!done) return fail(done.error());
    return table;
}

}  // namespace ballast::simulation
