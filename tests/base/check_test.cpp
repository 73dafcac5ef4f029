// SPDX-License-Identifier: MIT
#include "base/check.hpp"

#include <gtest/gtest.h>

namespace ballast {
namespace {

TEST(CheckDeathTest, ABrokenConditionEndsTheProcessWith70AndNamesItself) {
    const int two = 2;
    EXPECT_EXIT(BALLAST_CHECK(two == 3), ::testing::ExitedWithCode(70),
                "our bug: two == 3 does not hold \\(.*check_test\\.cpp:[0-9]+\\)");
}

TEST(Check, AConditionThatHoldsIsEvaluatedOnceAndSaysNothing) {
    int evaluated = 0;
    ::testing::internal::CaptureStderr();
    BALLAST_CHECK(++evaluated == 1);
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
    EXPECT_EQ(evaluated, 1);
}

TEST(Check, IsOneStatement) {
    // Would not compile, or would take the wrong branch, if the macro were not one statement.
    bool other = false;
    if (other)
        BALLAST_CHECK(false);
    else
        other = true;
    EXPECT_TRUE(other);
}

}  // namespace
}  // namespace ballast
