// SPDX-License-Identifier: MIT
// The door of RapidCheck's GoogleTest side: properties that say how often they were tried and how
// to try the same cases again.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <sstream>

#include "tests/support/nightly.hpp"

namespace ballast::test {

/// Draws a seed of full width: RapidCheck's own numbers start small, and a case that is made from
/// a seed is not shrunk by a smaller one.
[[nodiscard]] inline std::uint64_t drawn_seed() {
    return *rc::gen::noShrink(
        rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()));
}

/// Tries `property` `cases` times and fails the current GoogleTest case with the counterexample.
/// Prints the seed, and on failure the one command that repeats it.
template <class Property>
void check_property(Property&& property, int cases) {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    const std::string name = std::string(test->test_suite_name()) + "." + test->name();
    rc::detail::TestMetadata metadata;
    metadata.id = metadata.description = name;
    rc::detail::TestParams params = rc::detail::configuration().testParams;
    params.maxSuccess = cases;
    const auto result =
        rc::detail::checkTestable(std::forward<Property>(property), metadata, params);
    std::printf("cases=%d seed=%llu\n", cases, static_cast<unsigned long long>(params.seed));
    std::ostringstream message;
    rc::detail::printResultMessage(result, message);
    if (result.template is<rc::detail::SuccessResult>()) {
        std::printf("%s\n", message.str().c_str());  // The shares of RC_TAG stand in it.
        return;
    }
    FAIL() << message.str() << "\nrepeat: RC_PARAMS=seed=" << params.seed << ' '
           << program_invocation_name << " --gtest_filter=" << name;
}

}  // namespace ballast::test

/// Defines a RapidCheck property as a GoogleTest case, tried `everyday` times, or `nightly` times
/// under `./dev test --nightly`.
#define BALLAST_PROPERTY(Suite, Name, everyday, nightly)                            \
    void Suite##_##Name();                                                          \
    TEST(Suite, Name) {                                                             \
        ::ballast::test::check_property(&Suite##_##Name,                            \
                                        ::ballast::test::cases(everyday, nightly)); \
    }                                                                               \
    void Suite##_##Name()
