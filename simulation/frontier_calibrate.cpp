// SPDX-License-Identifier: MIT
#include "simulation/frontier_calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <tuple>

#include "simulation/frontier_parallel.hpp"
#include "statistics/elementary.hpp"

namespace ballast::simulation {
namespace {

constexpr int kSteps = 11;
/// Near enough to a goal, in parts of it: 3 bps of a mean LTV of .67.
constexpr double kNear = 5e-4;
/// An interpolated place keeps so much of the bracket away from its ends.
constexpr double kMargin = 0.05;
/// Ends of the searches: c and multiples of depth are searched by their logarithms.
constexpr double kAversionMin = 0.005;
constexpr double kAversionMax = 8;
constexpr double kMultipleMin = 0.05;
constexpr double kMultipleMax = 800;
/// Twins stand on a grid of 25 bps in LTV and LT and of 1 % in demand, so that variants share them.
constexpr double kValueGrid = 400;
constexpr double kDemandGrid = 100;
constexpr double kLevelMin = 0.3;
constexpr double kLevelMax = 0.93;

using Measure = std::function<Result<double>(double)>;

double on_grid(double value, double parts) {
    return std::round(value * parts) / parts;
}

struct Search {
    double low = 0;
    double high = 0;
    bool logarithmic = false;
    bool rises = false;  ///< whether the measure rises with the constant
};

/// One end of a bracket, and how far the measure is from the goal there, once it was asked.
struct End {
    double x = 0;
    std::optional<double> off;
};

/// Halves the bracket until both ends were asked, then interpolates between them.
double next_place(const End& low, const End& high) {
    if (!low.off || !high.off) return (low.x + high.x) / 2;
    const double part = *low.off / (*low.off - *high.off);
    return low.x + (high.x - low.x) * std::clamp(part, kMargin, 1 - kMargin);
}

/// Returns where in [low, high] the measure meets `goal` to kNear; its place after kSteps, near an
/// end where it never does. Every call of `measure` is a run of the whole calibration set.
Result<double> find(Search search, double goal, const Measure& measure) {
    const auto out = [&](double x) { return search.logarithmic ? statistics::portable_exp(x) : x; };
    End low{.x = search.logarithmic ? statistics::portable_log(search.low) : search.low, .off = {}};
    End high{.x = search.logarithmic ? statistics::portable_log(search.high) : search.high,
             .off = {}};
    const End* last = nullptr;
    for (int step = 0; step < kSteps; ++step) {
        const double x = next_place(low, high);
        const auto value = measure(out(x));
        if (!value) return value;
        const double off = *value - goal;
        if (std::abs(off) <= kNear * goal) return out(x);
        const bool is_low = (off < 0) == search.rises;
        End& moved = is_low ? low : high;
        End& stays = is_low ? high : low;
        // An end that stays twice counts half, or it would stay for ever: the Illinois rule
        // (Dowell and Jarratt, BIT 11, 1971).
        if (last == &moved && stays.off) *stays.off /= 2;
        moved = {x, off};
        last = &moved;
    }
    return out(next_place(low, high));
}

/// The calibration of one case, with what several variants share.
class Calibration {
  public:
    Calibration(const FrontierInputs& inputs, const FrontierCase& a_case, unsigned threads,
                const std::vector<PathBundle>& bundles)
        : inputs_(inputs), case_(a_case), threads_(threads), bundles_(bundles) {}

    Result<Calibrated> one(const Variant& variant) {
        Calibrated made{.contender = {.variant = variant}};
        Constants& constants = made.contender.constants;
        if (const Status found = find_levers(variant.lever, constants); !found)
            return fail(found.error());
        const auto level = policy_constant(variant, constants);
        if (!level) return fail(level.error());
        constants.policy = *level;
        const auto reached = reach(inputs_, case_, made.contender, bundles_, true, threads_);
        if (!reached) return fail(reached.error());
        made.reached = *reached;
        const auto twin = twin_of(case_, *reached, bundles_, true, threads_);
        if (!twin) return fail(twin.error());
        made.twin = *twin;
        return made;
    }

  private:
    Result<double> mean_ltv(const Contender& contender) {
        const auto reached = reach(inputs_, case_, contender, bundles_, true, threads_);
        if (!reached) return fail(reached.error());
        return reached->ltv();
    }

    /// The policy's own constant. Under a debt cap the engine sees less debt and sets another LT,
    /// so its constant is found with the cap in place; a static level needs no other.
    Result<double> policy_constant(const Variant& variant, const Constants& levers) {
        const PolicyKind kind = variant.policy;
        if (kind == PolicyKind::uniform_static) return case_.book.mean_ltv;
        const auto key = std::make_tuple(kind, variant.lever, variant.signal);
        const auto known = policies_.find(key);
        if (known != policies_.end()) return known->second;
        const bool level = !is_engine(kind) || kind == PolicyKind::ltv_only;
        const Search search =
            level ? Search{.low = kLevelMin, .high = kLevelMax, .rises = true}
                  : Search{.low = kAversionMin, .high = kAversionMax, .logarithmic = true};
        const auto found = find(search, case_.book.mean_ltv, [&](double constant) {
            Contender contender{variant, levers};
            contender.constants.policy = constant;
            return mean_ltv(contender);
        });
        if (found) policies_[key] = *found;
        return found;
    }

    /// The multiple of depth at which the lever alone, on the uniform static policy and without
    /// any signal, gives up its part of the debt.
    Result<double> multiple(LeverKind lever) {
        const auto known = multiples_.find(lever);
        if (known != multiples_.end()) return known->second;
        Contender contender{.variant = {}, .constants = {.policy = case_.book.mean_ltv}};
        const auto whole = reach(inputs_, case_, contender, bundles_, true, threads_);
        if (!whole) return fail(whole.error());
        contender.variant.lever = lever;
        const bool position = lever == LeverKind::concentration;
        const double goal = whole->debt * (1 - (position ? kPositionGivesUp : kCapGivesUp));
        const Search search{
            .low = kMultipleMin, .high = kMultipleMax, .logarithmic = true, .rises = true};
        const auto found = find(search, goal, [&](double x) -> Result<double> {
            contender.constants.cap = contender.constants.position = x;
            const auto reached = reach(inputs_, case_, contender, bundles_, true, threads_);
            if (!reached) return fail(reached.error());
            return reached->debt;
        });
        if (found) multiples_[lever] = *found;
        return found;
    }

    Status find_levers(LeverKind lever, Constants& constants) {
        const LeverSpec spec = lever_spec(lever, {.cap = 1, .position = 1});
        if (spec.cap > 0 || spec.surcharge > 0) {
            const bool own = lever == LeverKind::cap_current || lever == LeverKind::cap_median;
            const auto cap = multiple(own ? lever : LeverKind::cap);
            if (!cap) return fail(cap.error());
            constants.cap = *cap;
        }
        if (spec.position > 0) {
            const auto position = multiple(LeverKind::concentration);
            if (!position) return fail(position.error());
            constants.position = *position;
        }
        return {};
    }

    const FrontierInputs& inputs_;
    const FrontierCase& case_;
    unsigned threads_;
    const std::vector<PathBundle>& bundles_;
    std::map<std::tuple<PolicyKind, LeverKind, Signal>, double> policies_;
    std::map<LeverKind, double> multiples_;
};

}  // namespace

Result<std::vector<PathBundle>> first_bundles(const FrontierInputs& inputs,
                                              const FrontierCase& a_case, PathSet set,
                                              std::uint64_t count, unsigned threads) {
    std::vector<PathBundle> bundles(count);
    const Status made = for_each_index(count, threads, [&](std::size_t i) -> Status {
        bundles[i] = make_bundle(inputs, a_case, set, i);
        return {};
    });
    if (!made) return fail(made.error());
    return bundles;
}

Result<std::vector<MarketResult>> run_all(const FrontierInputs& inputs, const FrontierCase& a_case,
                                          const Contender& contender,
                                          const std::vector<PathBundle>& bundles, bool feedback,
                                          unsigned threads) {
    std::vector<MarketResult> results(bundles.size());
    const Status run = for_each_index(bundles.size(), threads, [&](std::size_t i) -> Status {
        const auto result = run_contender(inputs, a_case, bundles[i], contender, feedback);
        if (!result) return fail(result.error());
        results[i] = *result;
        return {};
    });
    if (!run) return fail(run.error());
    return results;
}

Result<Reached> reach(const FrontierInputs& inputs, const FrontierCase& a_case,
                      const Contender& contender, const std::vector<PathBundle>& bundles,
                      bool feedback, unsigned threads) {
    const auto results = run_all(inputs, a_case, contender, bundles, feedback, threads);
    if (!results) return fail(results.error());
    return sum_of(*results);
}

Result<Twin> twin_of(const FrontierCase& a_case, const Reached& reached,
                     const std::vector<PathBundle>& bundles, bool feedback, unsigned threads) {
    Twin twin{.ltv = on_grid(reached.ltv(), kValueGrid), .lt = on_grid(reached.lt(), kValueGrid)};
    std::vector<MarketResult> results(bundles.size());
    const Status run = for_each_index(bundles.size(), threads, [&](std::size_t i) -> Status {
        const auto result = run_twin(a_case, bundles[i], twin, feedback);
        if (!result) return fail(result.error());
        results[i] = *result;
        return {};
    });
    if (!run) return fail(run.error());
    const Reached own = sum_of(results);
    // Debt grows with demand almost in proportion: liquidations take a little more of a larger one.
    twin.demand = on_grid(reached.debt / own.debt, kDemandGrid);
    return twin;
}

Result<std::vector<Calibrated>> calibrate(const FrontierInputs& inputs, const FrontierCase& a_case,
                                          const FrontierSettings& settings) {
    const auto bundles = first_bundles(inputs, a_case, PathSet::calibration,
                                       settings.calibration_paths, settings.threads);
    if (!bundles) return fail(bundles.error());
    Calibration calibration(inputs, a_case, settings.threads, *bundles);
    std::vector<Calibrated> made;
    for (const Variant& variant : a_case.variants) {
        auto one = calibration.one(variant);
        if (!one) return fail(one.error());
        made.push_back(std::move(*one));
    }
    return made;
}

}  // namespace ballast::simulation
