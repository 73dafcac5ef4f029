// SPDX-License-Identifier: MIT
#include "oracle/verdict.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/json.hpp"

namespace ballast::oracle {
namespace {

TEST(Verdict, NamesAreTheCompiledContractsInItsOrder) {
    const auto text = read_file("oracle/contracts/artifacts/reasons.json");
    ASSERT_TRUE(text) << text.error().what;
    const auto reasons = parse_json(*text);
    ASSERT_TRUE(reasons && reasons->as_array() != nullptr);
    ASSERT_EQ(reasons->as_array()->size(), kVerdicts);
    for (std::uint8_t code = 0; code < kVerdicts; ++code)
        EXPECT_EQ(*(*reasons->as_array())[code].as_string(), name(static_cast<Verdict>(code)));
    EXPECT_EQ(static_cast<std::uint8_t>(Verdict::config_changed), kVerdicts - 1);
}

}  // namespace
}  // namespace ballast::oracle
