// SPDX-License-Identifier: MIT
#include "simulation/frontier_run.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>

#include "engine/units.hpp"
#include "simulation/frontier_parallel.hpp"

namespace ballast::simulation {
namespace {

constexpr std::array<PathSet, 4> kJudged = {PathSet::history, PathSet::fall_35, PathSet::march_2020,
                                            PathSet::fall_50};
constexpr std::array<bool, 2> kFeedback = {true, false};

std::string decimal(double value) {
    return engine::format_decimal(static_cast<Int128>(std::llround(value * 1e6)), 6);
}

/// A case, calibrated, with the cells that it fills: by set, feedback, variant.
struct CasePlan {
    const FrontierCase* a_case = nullptr;
    std::vector<Calibrated> calibrated;
    std::size_t first_cell = 0;
    // For each of its cells:
    std::vector<Twin> reached;
    std::vector<std::vector<MarketResult>> probed;  ///< the first paths, not to be run again

    [[nodiscard]] std::size_t cells_a_set() const { return kFeedback.size() * calibrated.size(); }
    [[nodiscard]] std::size_t place(std::size_t set, std::size_t feedback,
                                    std::size_t variant) const {
        return set * cells_a_set() + feedback * calibrated.size() + variant;
    }
};

Cell empty_cell(const FrontierCase& a_case, PathSet set, bool feedback, const Calibrated& made) {
    const Variant& variant = made.contender.variant;
    const Constants& constants = made.contender.constants;
    return {.key = {.asset = a_case.asset,
                    .book = std::string(a_case.book.name),
                    .turnover = turnover_text(a_case.turnover),
                    .set = std::string(name(set)),
                    .policy = std::string(name(variant.policy)),
                    .lever = std::string(name(variant.lever)),
                    .signal = std::string(name(variant.signal)),
                    .feedback = feedback},
            .days = counted_days(set),
            .constant = decimal(constants.policy),
            .cap = decimal(constants.cap),
            .position = decimal(constants.position),
            .calibrated_ltv = decimal(made.reached.ltv()),
            .calibrated_lt = decimal(made.reached.lt()),
            .rows = {}};
}

/// Static twins on one path: many variants share one.
class TwinRuns {
  public:
    TwinRuns(const FrontierCase& a_case, const PathBundle& bundle, bool feedback)
        : case_(a_case), bundle_(bundle), feedback_(feedback) {}

    Result<MarketResult> run(const Twin& twin) {
        const auto known = runs_.find(twin);
        if (known != runs_.end()) return known->second;
        const auto result = run_twin(case_, bundle_, twin, feedback_);
        if (result) runs_.emplace(twin, *result);
        return result;
    }
    [[nodiscard]] const PathBundle& bundle() const { return bundle_; }
    [[nodiscard]] bool feedback() const { return feedback_; }

  private:
    const FrontierCase& case_;
    const PathBundle& bundle_;
    bool feedback_;
    std::map<Twin, MarketResult> runs_;
};

/// Counts what is done and tells it.
class Meter {
  public:
    Meter(double whole, const Progress& progress) : whole_(whole), progress_(progress) {}
    void add(double part) {
        const std::scoped_lock lock(mutex_);
        done_ += part;
        const int percent = static_cast<int>(std::min(100.0, 100 * done_ / whole_));
        if (percent <= told_) return;
        told_ = percent;
        if (progress_) progress_(percent);
    }

  private:
    std::mutex mutex_;
    double whole_;
    double done_ = 0;
    int told_ = 0;
    const Progress& progress_;
};

class FrontierRun {
  public:
    FrontierRun(const FrontierInputs& inputs, const FrontierSettings& settings,
                const Progress& progress)
        : inputs_(inputs), settings_(settings), meter_(effort(), progress) {}

    Result<FrontierRows> run() {
        rows_.paths = settings_.paths;
        rows_.calibration_paths = settings_.calibration_paths;
        for (const FrontierCase& a_case : settings_.cases) {
            const auto plan = prepare(a_case);
            if (!plan) return fail(plan.error());
            if (const Status played = play(*plan); !played) return fail(played.error());
        }
        return std::move(rows_);
    }

  private:
    // Rough costs in runs of a market; only the progress depends on them.
    static constexpr double kSearch = 7;
    [[nodiscard]] double weight(const FrontierCase& a_case) const {
        return static_cast<double>(a_case.book.markets.size() * a_case.variants.size());
    }
    [[nodiscard]] double probes() const {
        return static_cast<double>(std::min(settings_.probe_paths, settings_.paths));
    }
    [[nodiscard]] double effort() const {
        double sum = 0;
        for (const FrontierCase& a_case : settings_.cases)
            sum += weight(a_case) * (calibration_effort() + judged_effort());
        return sum;
    }
    [[nodiscard]] double calibration_effort() const {
        return kSearch * static_cast<double>(settings_.calibration_paths);
    }
    [[nodiscard]] double judged_effort() const {
        return kJudged.size() *
               (probes() + static_cast<double>(settings_.paths / settings_.shards));
    }

    Result<CasePlan> prepare(const FrontierCase& a_case) {
        auto calibrated = calibrate(inputs_, a_case, settings_);
        if (!calibrated) return fail(calibrated.error());
        meter_.add(weight(a_case) * calibration_effort());
        CasePlan plan{.a_case = &a_case,
                      .calibrated = std::move(*calibrated),
                      .first_cell = rows_.cells.size(),
                      .reached = {},
                      .probed = {}};
        for (const PathSet set : kJudged)
            if (const Status probed = probe(plan, set); !probed) return fail(probed.error());
        return plan;
    }

    /// Opens the cells of a set and finds the twins of what is reached there.
    Status probe(CasePlan& plan, PathSet set) {
        const FrontierCase& a_case = *plan.a_case;
        const auto count = std::min(settings_.probe_paths, settings_.paths);
        const auto bundles = first_bundles(inputs_, a_case, set, count, settings_.threads);
        if (!bundles) return fail(bundles.error());
        for (const bool feedback : kFeedback)
            for (const Calibrated& made : plan.calibrated) {
                auto results =
                    run_all(inputs_, a_case, made.contender, *bundles, feedback, settings_.threads);
                if (!results) return fail(results.error());
                const auto twin =
                    twin_of(a_case, sum_of(*results), *bundles, feedback, settings_.threads);
                if (!twin) return fail(twin.error());
                plan.reached.push_back(*twin);
                plan.probed.push_back(std::move(*results));
                rows_.cells.push_back(empty_cell(a_case, set, feedback, made));
            }
        meter_.add(weight(a_case) * static_cast<double>(count));
        return {};
    }

    Status play(const CasePlan& plan) {
        std::vector<std::uint64_t> numbers;
        for (std::uint64_t i = settings_.shard; i < settings_.paths; i += settings_.shards)
            numbers.push_back(i);
        for (std::size_t i = 0; i < plan.reached.size(); ++i)
            rows_.cells[plan.first_cell + i].rows.resize(numbers.size());
        return for_each_index(numbers.size() * kJudged.size(), settings_.threads,
                              [&](std::size_t i) -> Status {
                                  const std::size_t set = i / numbers.size();
                                  const std::size_t row = i % numbers.size();
                                  meter_.add(weight(*plan.a_case));
                                  return play_path(plan, set, numbers[row], row);
                              });
    }

    /// Fills one row of every cell of the set: this path's, and nobody else's.
    Status play_path(const CasePlan& plan, std::size_t set, std::uint64_t number, std::size_t row) {
        const PathBundle bundle = make_bundle(inputs_, *plan.a_case, kJudged.at(set), number);
        for (std::size_t f = 0; f < kFeedback.size(); ++f) {
            TwinRuns twins(*plan.a_case, bundle, kFeedback.at(f));
            for (std::size_t v = 0; v < plan.calibrated.size(); ++v) {
                const std::size_t place = plan.place(set, f, v);
                const Calibrated& variant = plan.calibrated[v];
                const auto own = play_own(plan, place, variant.contender, twins);
                if (!own) return fail(own.error());
                const auto made = play_cell(*own, variant.twin, plan.reached[place], twins);
                if (!made) return fail(made.error());
                rows_.cells[plan.first_cell + place].rows[row] = *made;
            }
        }
        return {};
    }

    [[nodiscard]] Result<MarketResult> play_own(const CasePlan& plan, std::size_t place,
                                                const Contender& contender,
                                                const TwinRuns& twins) const {
        const PathBundle& bundle = twins.bundle();
        const std::vector<MarketResult>& probed = plan.probed[place];
        if (bundle.path.number < probed.size()) return probed[bundle.path.number];
        return run_contender(inputs_, *plan.a_case, bundle, contender, twins.feedback());
    }

    static Result<PathRow> play_cell(const MarketResult& own, const Twin& calibrated,
                                     const Twin& reached, TwinRuns& twins) {
        const auto twin = twins.run(calibrated);
        if (!twin) return fail(twin.error());
        const auto other = twins.run(reached);
        if (!other) return fail(other.error());
        return PathRow{.path = twins.bundle().path.number,
                       .own = own,
                       .twin_bad_debt = twin->bad_debt,
                       .twin_debt = twin->debt,
                       .reached_bad_debt = other->bad_debt,
                       .reached_debt = other->debt};
    }

    const FrontierInputs& inputs_;
    const FrontierSettings& settings_;
    Meter meter_;
    FrontierRows rows_;
};

}  // namespace

Result<FrontierRows> run_frontier(const FrontierInputs& inputs, const FrontierSettings& settings,
                                  const Progress& progress) {
    return FrontierRun(inputs, settings, progress).run();
}

}  // namespace ballast::simulation
