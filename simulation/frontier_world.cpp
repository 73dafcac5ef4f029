// SPDX-License-Identifier: MIT
#include "simulation/frontier_world.hpp"

namespace ballast::simulation {
namespace {

void add(MarketResult& sum, const MarketResult& more) {
    sum.bad_debt += more.bad_debt;
    sum.liquidated += more.liquidated;
    sum.induced += more.induced;
    sum.updates += more.updates;
    sum.debt += more.debt;
    sum.ltv_debt += more.ltv_debt;
    sum.lt_debt += more.lt_debt;
}

/// What every market of the case is run with.
struct Shared {
    const FrontierCase& a_case;
    const PathBundle& bundle;
    LeverSpec lever;
    Signal signal = Signal::none;
    bool feedback = true;
    double demand = 1;
};

Result<MarketResult> run_one(const Shared& shared, std::size_t market, Parameters& parameters) {
    return run_market({.path = shared.bundle.path,
                       .depth = shared.bundle.depth[market],
                       .arrivals = shared.bundle.arrivals[market],
                       .book = shared.a_case.book.markets[market],
                       .lever = shared.lever,
                       .signal = shared.signal,
                       .feedback = shared.feedback,
                       .demand = shared.demand},
                      parameters);
}

}  // namespace

PathBundle make_bundle(const FrontierInputs& inputs, const FrontierCase& a_case, PathSet set,
                       std::uint64_t number) {
    PathBundle bundle{.path = make_path(inputs.sources.at(a_case.asset), set, number)};
    for (std::size_t i = 0; i < a_case.book.markets.size(); ++i) {
        const BookSpec& book = a_case.book.markets[i];
        bundle.depth.push_back(make_depth(book, bundle.path, i));
        bundle.arrivals.push_back(make_arrivals(book, bundle.path, i, a_case.turnover));
    }
    return bundle;
}

Result<MarketResult> run_contender(const FrontierInputs& inputs, const FrontierCase& a_case,
                                   const PathBundle& bundle, const Contender& contender,
                                   bool feedback) {
    const auto& [variant, constants] = contender;
    const bool engine_decides = is_engine(variant.policy);
    const Shared shared{
        .a_case = a_case,
        .bundle = bundle,
        .lever = engine_decides ? LeverSpec{} : lever_spec(variant.lever, constants),
        .signal = variant.signal,
        .feedback = feedback};
    const std::size_t n = a_case.book.markets.size();
    MarketResult sum;
    if (!engine_decides) {
        for (std::size_t i = 0; i < n; ++i) {
            const bool tiered = variant.policy != PolicyKind::uniform_static;
            const double ltv = constants.policy + (tiered ? hand_tier(i, n) : 0.0);
            FixedParameters fixed(ltv, ltv + static_gap(variant.policy));
            const auto result = run_one(shared, i, fixed);
            if (!result) return result;
            add(sum, *result);
        }
        return sum;
    }
    const engine::Policy policy = engine_policy(variant, constants, inputs.base, a_case.asset);
    const engine::OracleLimits limits = engine_limits(variant.policy, policy);
    for (std::size_t i = 0; i < n; ++i) {
        EngineParameters deciding(policy, limits, bundle.path.variances);
        const auto result = run_one(shared, i, deciding);
        if (!result) return result;
        add(sum, *result);
    }
    return sum;
}

Result<MarketResult> run_twin(const FrontierCase& a_case, const PathBundle& bundle,
                              const Twin& twin, bool feedback) {
    const Shared shared{
        .a_case = a_case, .bundle = bundle, .feedback = feedback, .demand = twin.demand};
    MarketResult sum;
    for (std::size_t i = 0; i < a_case.book.markets.size(); ++i) {
        FixedParameters fixed(twin.ltv, twin.lt);
        const auto result = run_one(shared, i, fixed);
        if (!result) return result;
        add(sum, *result);
    }
    return sum;
}

void Reached::add(const MarketResult& result) {
    debt += static_cast<double>(result.debt);
    ltv_debt += static_cast<double>(result.ltv_debt);
    lt_debt += static_cast<double>(result.lt_debt);
}

Reached sum_of(const std::vector<MarketResult>& results) {
    Reached sum;
    for (const MarketResult& result : results)
        sum.add(result);
    return sum;
}

}  // namespace ballast::simulation
