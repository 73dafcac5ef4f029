// SPDX-License-Identifier: MIT
// Data never ends the process: valid documents with a few of their parts replaced, doubled or lost
// give a step or bad_data. An abort ends this test. BALLAST_SEED repeats a run.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "engine/validate.hpp"
#include "tests/engine/mutation.hpp"

namespace ballast::engine::test {
namespace {

constexpr int kCases = 500;
constexpr int kMutationsOfEach = 40;

struct Counts {
    int unreadable = 0;
    int refused = 0;
    int taken = 0;
};

void take(const Case& made, Counts& counts) {
    const auto stepped = step(made.policy, made.state, made.snapshot, made.current);
    if (!stepped) {
        ++counts.refused;
        EXPECT_EQ(stepped.error().code, Errc::bad_data);
        return;
    }
    ++counts.taken;
    const Status closed = validate(stepped->state);
    EXPECT_TRUE(closed.has_value()) << closed.error().what;
}

TEST(Mutations, GiveAStepOrBadDataAndNeverAnAbort) {
    const char* text = std::getenv("BALLAST_SEED");
    Random random(text == nullptr ? 1 : std::strtoull(text, nullptr, 10));
    Counts counts;
    for (int i = 0; i < kCases; ++i) {
        const Case valid = random_case(random);
        for (int k = 0; k < kMutationsOfEach; ++k) {
            Case made = valid;
            if (mutate(made, random))
                take(made, counts);
            else
                ++counts.unreadable;
        }
    }
    std::printf("unreadable=%d refused=%d taken=%d\n", counts.unreadable, counts.refused,
                counts.taken);
    EXPECT_EQ(counts.unreadable + counts.refused + counts.taken, kCases * kMutationsOfEach);
    EXPECT_GT(counts.refused, 1000);
    EXPECT_GT(counts.taken, 1000);
}

}  // namespace
}  // namespace ballast::engine::test
