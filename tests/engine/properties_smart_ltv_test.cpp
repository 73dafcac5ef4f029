// SPDX-License-Identifier: MIT
// P14: SmartLTV is the contract's, integer for integer. The other side is
// tests/reference/smart_ltv.py, written from SmartLTV.sol and RiskyMath.sol, on the ranges of the
// contract's own fuzz test: l and d 10^3 to 10^8, volatility .1 to 900 % (theirs ends at 1,000 %;
// a Wad ends here), bonus 1 to 20 %, c .1 to 5. BALLAST_SEED repeats a run.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "engine/smart_ltv.hpp"
#include "tests/engine/random.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::engine::test {
namespace {

constexpr std::int64_t kMilli = kWadOne / 1000;

/// Evenly, as the contract's test draws; in half of the cases evenly over the magnitudes, because
/// most of the even draws end in 0.
std::int64_t drawn(Random& random, bool by_magnitude, std::int64_t least, std::int64_t most) {
    if (!by_magnitude) return random.within(least, most);
    std::int64_t top = most;
    for (std::int64_t halvings = random.within(0, 20); halvings > 0 && top / 2 >= least; --halvings)
        top /= 2;
    return random.within(least, top);
}

SmartLtvInput random_input(Random& random) {
    const bool by_magnitude = random.chance(50);
    const auto draw = [&](std::int64_t least, std::int64_t most) {
        return drawn(random, by_magnitude, least, most);
    };
    return {.liquidity = Usd::of(draw(1'000, 100'000'000)),
            .debt = Usd::of(draw(1'000, 100'000'000)),
            .volatility = Wad::of(draw(kMilli, 9 * kWadOne)),
            .bonus = Bps::of(draw(100, 2000)),
            .confidence = Wad::of(draw(100 * kMilli, 5 * kWadOne))};
}

std::string line(const SmartLtvInput& input) {
    const auto wad = [](std::int64_t whole) { return to_string(Int128{whole} * kWadOne) + ' '; };
    return wad(input.liquidity.count()) + wad(input.debt.count()) +
           to_string(input.volatility.count()) + ' ' + to_string(to_wad(input.bonus).count()) +
           ' ' + to_string(input.confidence.count());
}

TEST(P14, SmartLtvEqualsTheContractsIntegers) {
    const int cases = ballast::test::cases(10'000, 1'000'000);
    const char* said = std::getenv("BALLAST_SEED");
    const std::uint64_t seed =
        said == nullptr ? (std::uint64_t{std::random_device{}()} << 32U) | std::random_device{}()
                        : std::strtoull(said, nullptr, 10);
    const std::string repeat = "repeat: BALLAST_SEED=" + std::to_string(seed) + ' ' +
                               program_invocation_name + " --gtest_filter=P14.*";
    Random random(seed);
    const std::string path = ::testing::TempDir() + "ballast_smart_ltv." + std::to_string(getpid());
    std::vector<Wad> ours;
    std::ofstream lines(path + ".in");
    for (int k = 0; k < cases; ++k) {
        const SmartLtvInput input = random_input(random);
        lines << line(input) << '\n';
        ours.push_back(smart_ltv(input));
    }
    lines.close();
    const std::string command =
        "python3 tests/reference/smart_ltv.py < " + path + ".in > " + path + ".out";
    ASSERT_EQ(0, std::system(command.c_str())) << command << '\n' << repeat;
    std::ifstream reference(path + ".out");
    std::size_t compared = 0;
    int positive = 0;
    for (std::string theirs; std::getline(reference, theirs); ++compared) {
        ASSERT_LT(compared, ours.size());
        ASSERT_EQ(theirs, to_string(ours[compared].count())) << "case " << compared << '\n'
                                                             << repeat;
        positive += static_cast<int>(ours[compared].count() > 0);
    }
    EXPECT_EQ(compared, ours.size());
    EXPECT_GT(positive, cases / 5);
    std::remove((path + ".in").c_str());
    std::remove((path + ".out").c_str());
    std::printf("seed=%llu\ncompared=%zu\npositive=%d\n", static_cast<unsigned long long>(seed),
                compared, positive);
}

/// The contract's own two unit tests.
TEST(P14, SmartLtvGivesTheContractsTwoVectors) {
    const SmartLtvInput exact{.liquidity = Usd::of(1'000'000),
                              .debt = Usd::of(200'000),
                              .volatility = Wad::of(100 * kMilli),
                              .bonus = Bps::of(500),
                              .confidence = Wad::of(3 * kWadOne)};
    EXPECT_EQ(smart_ltv(exact).count(), 824'446'574'792'146'208);
    const SmartLtvInput beyond{.liquidity = Usd::of(10'000'000),
                               .debt = Usd::of(10'000'000),
                               .volatility = Wad::of(9 * kWadOne),
                               .bonus = Bps::of(1900),
                               .confidence = Wad::of(4900 * kMilli)};
    EXPECT_EQ(smart_ltv(beyond).count(), 0);
}

}  // namespace
}  // namespace ballast::engine::test
