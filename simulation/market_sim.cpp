// SPDX-License-Identifier: MIT
#include "simulation/market_sim.hpp"

#include <algorithm>
#include <cmath>

#include "engine/caps.hpp"
#include "simulation/market_sim_borrowers.hpp"
#include "statistics/elementary.hpp"
#include "statistics/random.hpp"

namespace ballast::simulation {
namespace {

using engine::kWadOne;
using engine::Usd;
using engine::Wad;
using statistics::portable_exp;

/// Every path begins on this Monday; the calendar means nothing on it. 2024-01-01T00:00:00Z.
constexpr UnixSeconds kPathStart{1'704'067'200};
constexpr std::size_t kEpochsPerDay = 24 / kEpochHours;
constexpr std::size_t kBurnInEpochs = kBurnInDays * kEpochsPerDay;
/// Half of what a sale moved is gone after 30 hours: 2^(-1/30) is left of it an hour.
constexpr double kImpactKept = 0.97715996843424587;
/// Other venues hold the price above half of what it was.
constexpr double kImpactMax = 0.5;
constexpr double kImpactNone = 1e-6;
/// A sensitive borrower's chance to leave, a day, while borrowing is dear.
constexpr double kLeavingADay = 0.05;
constexpr std::uint64_t kLeaveSeed = 0x6c65617665;  // "leave"
/// As the shipped policies: depth counts 1 - .6 S.
constexpr Int128 kDepthWeight = kWadOne / 10 * 6;
constexpr Int128 kScale = 100;
constexpr Wad kElevated = Wad::of(kWadOne / 2);

Usd usd(double amount) {
    return Usd::saturated(static_cast<std::int64_t>(std::llround(amount)));
}

/// What an epoch allows: limits from the levers.
struct Limits {
    double debt = HUGE_VAL;
    double position = HUGE_VAL;
    bool dear = false;
};

class Run {
  public:
    Run(const MarketInput& input, Parameters& parameters)
        : input_(input),
          parameters_(parameters),
          impact_of_depth_(input.bonus / (1 + input.bonus)),
          leaving_(1 - portable_exp(-kLeavingADay / static_cast<double>(kEpochsPerDay))),
          chance_(statistics::Random(kLeaveSeed).stream(input.path.number)) {
        publication_.quiet = Seconds{2 * kDay.count};
        publication_.cap_rise = Wad::of(kWadOne / 10 * 3);
    }

    Result<MarketResult> play() {
        for (std::size_t e = 0; e < input_.path.epochs(); ++e)
            if (const Status done = epoch(e); !done) return fail(done.error());
        sums_.bad_debt += book_.shortfall(input_.path.price.back());
        return result();
    }

  private:
    struct Sums {
        double bad_debt = 0;
        double liquidated = 0;
        double induced = 0;
        double debt = 0;
        double ltv_debt = 0;
        double lt_debt = 0;
    };

    [[nodiscard]] double oracle_price(std::size_t hour) const {
        return input_.path.price[hour] * (input_.feedback ? 1 - impact_ : 1.0);
    }
    [[nodiscard]] Wad score(std::size_t e) const {
        return input_.path.score.at(static_cast<std::size_t>(input_.signal))[e];
    }

    Status epoch(std::size_t e) {
        const UnixSeconds at =
            kPathStart + Seconds{static_cast<std::int64_t>(e) * kEpochHours * kHour.count};
        const double price = oracle_price(e * kEpochHours);
        if (const Status decided = decide(e, at, price); !decided) return decided;
        const Wad s = score(e);
        const bool alert = (input_.lever.alert_volatility && input_.path.alert[e]) ||
                           (input_.lever.alert_signal && s >= kElevated);
        // A cut is announced: the careful look at where LT is going.
        book_.react(price, std::min(parameters_.lt(at), parameters_.lt_target()), alert);
        turn_over(e, at, price, limits(e, at, s));
        if (e == kBurnInEpochs) updates_before_ = parameters_.updates();
        if (e >= kBurnInEpochs) count(at);
        for (std::size_t h = 1; h <= kEpochHours; ++h)
            hour(e, e * kEpochHours + h, at + Seconds{static_cast<std::int64_t>(h) * kHour.count});
        return {};
    }

    Status decide(std::size_t e, UnixSeconds at, double price) {
        if (parameters_.needs_wall()) {
            const double lt = e == 0 ? 1.0 : parameters_.lt(at);
            book_.write_wall(price, lt, wall_);
        }
        // Before anyone has come, the debt is what will be asked for.
        const double debt = e == 0 ? input_.book.demand * input_.demand : book_.debt();
        return parameters_.decide({.at = at,
                                   .price = price,
                                   .depth_now = input_.depth.now[e],
                                   .depth_low = input_.depth.low[e],
                                   .debt = debt,
                                   .largest = book_.largest(),
                                   .score = score(e)},
                                  wall_);
    }

    [[nodiscard]] double reference(std::size_t e) const {
        switch (input_.lever.reference) {
            case LeverSpec::Reference::low:
                return std::min(input_.depth.low[e], input_.depth.now[e]);
            case LeverSpec::Reference::current:
                return input_.depth.now[e];
            case LeverSpec::Reference::median:
                return input_.book.depth;
        }
        return 0;
    }

    /// M-26's size, without a threshold. The engine's multiples end at 9, and a surcharge may begin
    /// beyond: a hundredth of the multiple of a hundred times the depth is the same integer.
    [[nodiscard]] Usd sized(double reference, double multiple, Wad s) {
        const Int128 count = Int128{std::llround(multiple * 1e9)} * 1'000'000'000;
        sizing_.cap_depth = Wad::saturated(count / kScale);
        const Wad multiplier =
            Wad::of(Int128{kWadOne} - mul_div_up(kDepthWeight, s.count(), kWadOne));
        const Usd scaled = Usd::saturated(Int128{usd(reference).count()} * kScale);
        return engine::cap_targets(sizing_, scaled, multiplier, std::nullopt).debt_cap;
    }

    double follow(engine::CapState& cap, Usd target, UnixSeconds at, Wad s) {
        const bool calm = s < kElevated;
        std::vector<engine::Reason> doubts;
        if (!calm) doubts.push_back(engine::Reason::regime_elevated);
        std::vector<engine::Reason> holds;
        engine::move_cap(cap, target,
                         {.policy = publication_, .doubts = doubts, .at = at, .calm = calm}, holds);
        return static_cast<double>(cap.usd.count());
    }

    Limits limits(std::size_t e, UnixSeconds at, Wad s) {
        const LeverSpec& lever = input_.lever;
        Limits limits{.debt = parameters_.debt_cap(), .position = parameters_.position_limit()};
        const double depth = reference(e);
        if (lever.cap > 0) limits.debt = follow(cap_, sized(depth, lever.cap, s), at, s);
        if (lever.position > 0)
            limits.position = follow(position_, sized(depth, lever.position, s), at, s);
        if (lever.surcharge > 0)
            limits.dear =
                book_.debt() > static_cast<double>(sized(depth, lever.surcharge, s).count());
        return limits;
    }

    void turn_over(std::size_t e, UnixSeconds at, double price, const Limits& limits) {
        if (limits.dear) drive_out(e);
        for (; next_ < input_.arrivals.size() && input_.arrivals[next_].epoch == e; ++next_) {
            const Arrival& arrival = input_.arrivals[next_];
            book_.close(arrival.place);
            const double room = std::max(0.0, limits.debt - book_.debt());
            const double debt = std::min({arrival.size * input_.demand, limits.position, room});
            const bool stays_away = limits.dear && arrival.sensitive;
            if (debt < 1 || stays_away || !parameters_.open()) continue;
            book_.open(arrival, debt, parameters_.ltv(), parameters_.lt(at), price);
        }
    }

    /// The same chance for the same place and epoch whatever the policy.
    void drive_out(std::size_t e) {
        for (std::size_t place = 0; place < kPlaces; ++place)
            if (book_.at(place).sensitive && chance_.stream(place).at(e) < leaving_below())
                book_.close(place);
    }
    [[nodiscard]] std::uint64_t leaving_below() const {
        return static_cast<std::uint64_t>(leaving_ * 0x1p64);
    }

    void count(UnixSeconds at) {
        const double debt = book_.debt();
        sums_.debt += debt;
        sums_.ltv_debt += debt * parameters_.ltv();
        sums_.lt_debt += debt * parameters_.lt(at);
    }

    void hour(std::size_t e, std::size_t hour, UnixSeconds at) {
        impact_ = impact_ > kImpactNone ? impact_ * kImpactKept : 0;
        const double oracle = oracle_price(hour);
        const double lt = parameters_.lt(at);
        if (book_.worst() <= lt * oracle) return;
        // The next unit earns while its price is over the oracle's less the bonus.
        const double read = input_.feedback ? impact_ : 0.0;
        const double most = std::min(kImpactMax, 1 - (1 - read) * (1 - impact_of_depth_));
        const double unit = impact_of_depth_ * input_.path.price[hour] / input_.depth.now[e];
        const Liquidation done = book_.liquidate(oracle, lt, input_.bonus, (most - impact_) / unit);
        impact_ += done.sold * unit;
        if (e < kBurnInEpochs) return;
        sums_.liquidated += done.repaid;
        sums_.induced += done.induced;
        sums_.bad_debt += done.bad_debt;
    }

    [[nodiscard]] MarketResult result() const {
        const auto epochs = static_cast<double>(input_.path.epochs() - kBurnInEpochs);
        return {.bad_debt = std::llround(sums_.bad_debt),
                .liquidated = std::llround(sums_.liquidated),
                .induced = std::llround(sums_.induced),
                .updates = parameters_.updates() - updates_before_,
                .debt = std::llround(sums_.debt / epochs),
                .ltv_debt = std::llround(sums_.ltv_debt / epochs),
                .lt_debt = std::llround(sums_.lt_debt / epochs)};
    }

    const MarketInput& input_;
    Parameters& parameters_;
    double impact_of_depth_;  ///< part of the price, by a sale of the depth
    double leaving_;
    statistics::Random chance_;
    double impact_ = 0;  ///< part of the price that past sales still take
    Borrowers book_;
    engine::PublicationPolicy publication_;
    engine::AssetPolicy sizing_;  ///< of nothing but a multiple
    engine::CapState cap_;
    engine::CapState position_;
    std::vector<engine::WallPoint> wall_;
    std::size_t next_ = 0;
    std::int64_t updates_before_ = 0;
    Sums sums_;
};

}  // namespace

Result<MarketResult> run_market(const MarketInput& input, Parameters& parameters) {
    return Run(input, parameters).play();
}

}  // namespace ballast::simulation
