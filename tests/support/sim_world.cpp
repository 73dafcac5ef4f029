// SPDX-License-Identifier: MIT
#include "tests/support/sim_world.hpp"

#include <algorithm>

namespace ballast::test {
namespace {

constexpr std::uint64_t kFinalityDepth = 3;
constexpr std::uint64_t kCalmBaseFee = 2'000'000'000;

}  // namespace

SimWorld::SimWorld(std::uint64_t seed, const SimWeather& with)
    : chain(kSimChain),
      weather(with),
      random_(seed),
      pool_(std::make_unique<MockPool>(chain, ClientKind::geth)) {
    chain.finality_depth = kFinalityDepth;
    chain.base_fee = U256(kCalmBaseFee);
}

SimWorld::SimWorld(const SimWorld& other)
    : disk(other.disk),
      chain(other.chain),
      weather(other.weather),
      reorgs(other.reorgs),
      reorgs_that_hit(other.reorgs_that_hit),
      evictions(other.evictions),
      random_(other.random_),
      pool_(std::make_unique<MockPool>(chain, ClientKind::geth)),
      passed_(other.passed_) {
    for (const MockTransaction& held : other.pool_->all())
        pool_->put_back(held);
}

void SimWorld::pass(Milliseconds span) {
    while (span.count > 0) {
        const std::int64_t to_block = kSimBlockTime.count - passed_.count % kSimBlockTime.count;
        const std::int64_t step = std::min(span.count, to_block);
        passed_.count += step;
        span.count -= step;
        if (step == to_block) mine();
    }
}

void SimWorld::mine() {
    const auto candidates =
        strikes(weather.empty_block) ? std::vector<MockTransaction>() : pool_->all();
    chain.mine(now(), candidates);
    pool_->prune(chain.head());
    if (strikes(weather.fee_change))
        chain.base_fee = U256(kCalmBaseFee * (1 + random_.below(weather.fee_factor)));
    if (strikes(weather.reorg))
        reorganise(1 + random_.below(weather.reorg_depth), strikes(weather.reorg_forgets));
    if (strikes(weather.eviction)) {
        evictions += pool_->size() > 0 ? 1U : 0U;
        pool_->clear();
    }
}

void SimWorld::reorganise(std::uint64_t depth, bool forgets,
                          const std::vector<MockTransaction>& instead) {
    const std::uint64_t soft = chain.head_number() - chain.finalized_number(chain.head());
    const auto dropped = chain.reorganise(std::min(depth, soft), instead);
    ++reorgs;
    reorgs_that_hit += dropped.empty() ? 0U : 1U;
    if (!forgets)
        for (const MockTransaction& transaction : dropped)
            pool_->put_back(transaction);
    pool_->prune(chain.head());
}

}  // namespace ballast::test
