// SPDX-License-Identifier: MIT
#include "base/result.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <utility>

namespace ballast {
namespace {

// docs/architecture.md, "Exit codes": an interface, so written out a second time.
constexpr std::array kDocumented{
    std::pair{Errc::failed, 1},         std::pair{Errc::mismatch, 2},
    std::pair{Errc::usage, 64},         std::pair{Errc::bad_data, 65},
    std::pair{Errc::input_missing, 66}, std::pair{Errc::upstream_unavailable, 69},
    std::pair{Errc::our_bug, 70},       std::pair{Errc::cannot_write, 73},
    std::pair{Errc::lock_held, 75},     std::pair{Errc::permission, 77},
    std::pair{Errc::configuration, 78},
};

TEST(Result, EveryKindOfErrorHasItsOwnDocumentedExitCode) {
    std::set<int> codes;
    for (const auto& [kind, code] : kDocumented) {
        EXPECT_EQ(exit_code(kind), code);
        codes.insert(code);
    }
    EXPECT_EQ(codes.size(), kDocumented.size());
    EXPECT_FALSE(codes.contains(0));
}

TEST(Result, AnUnknownKindIsOurBug) {
    EXPECT_EQ(exit_code(static_cast<Errc>(1000)), 70);
}

Result<int> half_of(int x) {
    if (x % 2 != 0) return fail(Errc::bad_data, "odd");
    return x / 2;
}

Status check_half(int x) {
    if (auto half = half_of(x); !half) return fail_in("price", half.error());
    return {};
}

TEST(Result, CarriesAValueOrAnError) {
    EXPECT_EQ(half_of(4).value(), 2);
    ASSERT_FALSE(half_of(3));
    EXPECT_EQ(half_of(3).error().code, Errc::bad_data);
    EXPECT_EQ(half_of(3).error().what, "odd");
}

TEST(Result, ContextIsAddedBeforeTheSentenceAndTheKindIsKept) {
    EXPECT_TRUE(check_half(2));
    const Status outcome = check_half(3);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, Errc::bad_data);
    EXPECT_EQ(outcome.error().what, "price: odd");
}

}  // namespace
}  // namespace ballast
