// SPDX-License-Identifier: MIT
#include "apps/dry_run/aave_impact.hpp"

#include <algorithm>

#include "apps/dry_run/pool_book.hpp"
#include "apps/forked_node.hpp"
#include "base/hash.hpp"
#include "rpc/http.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;

constexpr std::int32_t kPoolWallStep = 100;
constexpr std::int32_t kPoolWallEnd = 5'000;

/// Who simulates; a fork is the last way, where the node itself knows none.
struct Target {
    rpc::Transport& node;
    books::ForkMaker fork;
};

/// The pool's unit is 1e-8 USD.
Result<engine::Usd> pool_usd(const U256& value) {
    static const U256 one{100'000'000};
    const auto whole = mul_div_down(value, U256{1}, one).to_u64();
    if (!whole || *whole > static_cast<std::uint64_t>(INT64_MAX))
        return fail(Errc::bad_data, "a debt of the pool is beyond 64 bits of USD");
    return engine::Usd::saturated(Int128{static_cast<std::int64_t>(*whole)});
}

books::MarketChange market_change(const std::vector<ReserveChange>& changes, Bps fall) {
    books::MarketChange made;
    for (const ReserveChange& change : changes) {
        made.thresholds[change.reserve] = static_cast<std::uint16_t>(change.lt.count());
        made.falls[change.reserve] = static_cast<std::uint16_t>(fall.count());
    }
    return made;
}

Result<ThresholdImpact> impact_from(const books::ChangeOutcome& outcome, Bps fall) {
    const auto debt = pool_usd(outcome.by_change.debt);
    if (!debt) return fail(debt.error());
    const auto anyway = pool_usd(outcome.anyway.debt);
    if (!anyway) return fail(anyway.error());
    return ThresholdImpact{.fall = fall,
                           .accounts = static_cast<std::int64_t>(outcome.by_change.accounts),
                           .debt = *debt,
                           .accounts_anyway = static_cast<std::int64_t>(outcome.anyway.accounts),
                           .debt_anyway = *anyway};
}

/// Asks the target, and refuses an answer that is not ours account by account.
Result<SimulatedImpact> simulated(const Target& target, const books::AaveBook& book,
                                  const std::vector<ReserveChange>& changes, Bps fall) {
    const books::MarketChange change = market_change(changes, fall);
    const auto told = books::simulate_change(target.node, book, change, {.fork = target.fork});
    if (!told) return fail_in("the simulation on the target", told.error());
    if (const auto same = books::check_simulation(book, change, *told); !same)
        return fail_in("the simulation on the target", same.error());
    const auto impact = impact_from(told->outcome, fall);
    if (!impact) return fail(impact.error());
    return SimulatedImpact{std::string(books::name(told->way)), *impact};
}

/// Both figures of one set of changes, at every fall.
Status judge_falls(const Target& target, const books::AaveBook& book,
                   const std::vector<ReserveChange>& changes,
                   std::array<ThresholdImpact, 3>& impacts, std::vector<SimulatedImpact>& beside) {
    for (std::size_t i = 0; i < kImpactFalls.size(); ++i) {
        const auto impact = pool_impact(book, changes, kImpactFalls[i]);
        if (!impact) return fail(impact.error());
        impacts[i] = *impact;
        auto told = simulated(target, book, changes, kImpactFalls[i]);
        if (!told) return fail(told.error());
        beside.push_back(std::move(*told));
    }
    return {};
}

bool is_held(const books::AaveBook& book, std::uint16_t reserve) {
    return std::any_of(book.accounts.begin(), book.accounts.end(), [&](const auto& account) {
        return std::any_of(account.holdings.begin(), account.holdings.end(),
                           [&](const books::Holding& holding) {
                               return holding.reserve == reserve && holding.collateral != U256{};
                           });
    });
}

/// A line an account: whoever reads the same block has the same digest.
Result<BookNote> note_of(const books::AaveBook& book) {
    std::string text;
    U256 debt;
    for (const books::Account& account : book.accounts) {
        text += to_hex(account.who) + "," + std::to_string(account.mode) + "," +
                account.collateral.to_decimal() + "," + account.debt.to_decimal() + "," +
                account.health.to_decimal() + "\n";
        debt = debt + account.debt;
    }
    const auto usd = pool_usd(debt);
    if (!usd) return fail(usd.error());
    return BookNote{.name = "Aave v3 pool " + chain::checksum_text(book.market.pool),
                    .invented = false,
                    .positions = static_cast<std::int64_t>(book.accounts.size()),
                    .debt = *usd,
                    .hash = sha256(as_bytes(text))};
}

}  // namespace

Result<ThresholdImpact> pool_impact(const books::AaveBook& book,
                                    const std::vector<ReserveChange>& changes, Bps fall) {
    const auto outcome = books::judge_change(book, market_change(changes, fall));
    if (!outcome) return fail(outcome.error());
    return impact_from(*outcome, fall);
}

Result<std::vector<WallAt>> pool_wall(const books::AaveBook& book, const ReserveChange& change) {
    std::vector<WallAt> wall;
    for (std::int32_t fall = 0; fall <= kPoolWallEnd; fall += kPoolWallStep) {
        const auto outcome = books::judge_change(book, market_change({change}, Bps::of(fall)));
        if (!outcome) return fail(outcome.error());
        U256 after;
        for (const books::AccountFate& fate : outcome->accounts)
            if (books::is_liquidatable(fate.after)) after = after + fate.after.debt;
        const auto now = pool_usd(outcome->anyway.debt);
        if (!now) return fail(now.error());
        const auto then = pool_usd(after);
        if (!then) return fail(then.error());
        wall.push_back({Bps::of(fall), *now, *then});
    }
    return wall;
}

Status add_aave_impact(const DryRunOptions& options, const OracleNow& oracle, DryRun& run) {
    const auto read = read_pool_book(options, oracle, run.assets);
    if (!read) return fail(read.error());
    const books::AaveBook& book = read->book;
    auto note = note_of(book);
    if (!note) return fail(note.error());
    run.book = std::move(*note);
    auto transport = rpc::HttpTransport::open(options.rpc);
    if (!transport) return fail(transport.error());
    const std::filesystem::path log = options.out.string() + ".fork.log";
    const Target target{*transport, fork_of(options.rpc, log)};
    std::vector<ReserveChange> all;
    for (std::size_t k = 0; k < run.assets.size(); ++k) {
        AssetRow& row = run.assets[k];
        all.push_back({read->reserves[k], row.lt});
        row.pool_lt = Bps::of(book.market.find(read->reserves[k])->config.lt);
        row.in_book = is_held(book, read->reserves[k]);
        if (auto done = judge_falls(target, book, {all.back()}, row.impact, row.simulated); !done)
            return fail_in(row.asset, done.error());
        auto wall = pool_wall(book, all.back());
        if (!wall) return fail_in(row.asset, wall.error());
        row.wall = std::move(*wall);
    }
    const Status done = judge_falls(target, book, all, run.together, run.together_simulated);
    std::error_code ignored;  // It names the node, address and all; a failure's is kept.
    if (done) std::filesystem::remove(log, ignored);
    return done;
}

}  // namespace ballast::apps
