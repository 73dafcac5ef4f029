// SPDX-License-Identifier: MIT
// What the changes of a configuration come to.
#include "oracle/config_history.hpp"

#include <gtest/gtest.h>

#include "oracle/calls.hpp"
#include "oracle/deployment.hpp"

namespace ballast::oracle {
namespace {

Hash32 id(std::uint8_t first) {
    Hash32 hash;
    hash.bytes[0] = first;
    return hash;
}

ConfigChange deployment() {
    OracleSetup setup;
    setup.policies = {id(1), id(2)};
    setup.codes = {id(3)};
    return {.digest = id(100), .previous = {}, .by = {}, .data = constructor_arguments(setup)};
}

ConfigChange call(Bytes data) {
    return {.digest = id(102), .previous = id(101), .by = {}, .data = std::move(data)};
}

TEST(Configured, BeginsWithTheConstructorsArguments) {
    const auto made = configured_by({deployment()});
    ASSERT_TRUE(made) << made.error().what;
    EXPECT_EQ(*made, (Configured{{id(1), id(2)}, {id(3)}, {}}));
    EXPECT_EQ(*configured_by({}), Configured{});
}

TEST(Configured, FollowsApprovalsWithdrawalsAndMarkets) {
    MarketRecord market;
    const auto made = configured_by(
        {deployment(), call(encode_approve_policy(id(4), true)),
         call(encode_approve_policy(id(1), false)), call(encode_approve_code(id(5), true)),
         call(encode_approve_code(id(3), false)), call(encode_add_market(id(6), market)),
         call(encode_set_limits(id(7), market)), call(encode_plain_call("acceptOwnership()"))});
    ASSERT_TRUE(made) << made.error().what;
    EXPECT_EQ(*made, (Configured{{id(2), id(4)}, {id(5)}, {id(6)}}));
}

/// Whoever calls may write more behind the arguments; the contract does not read it.
TEST(Configured, ReadsNoFurtherThanTheContract) {
    Bytes approval = encode_approve_code(id(5), true);
    approval.resize(approval.size() + 45, 0xff);
    EXPECT_EQ(*configured_by({call(approval)}), (Configured{{}, {id(5)}, {}}));
    EXPECT_EQ(*configured_by({call({}), call({1, 2, 3})}), Configured{});
}

TEST(Configured, ACallThatIsTooShortIsBadData) {
    const Bytes whole = encode_approve_policy(id(4), true);
    for (const std::size_t size : {4U, 35U, 36U, 67U}) {
        const ByteView part = ByteView(whole).first(size);
        const auto made = configured_by({call(Bytes(part.begin(), part.end()))});
        ASSERT_FALSE(made.has_value()) << size;
        EXPECT_EQ(made.error().code, Errc::bad_data);
    }
    EXPECT_FALSE(
        configured_by({{.digest = {}, .previous = {}, .by = {}, .data = Bytes(31)}}).has_value());
}

}  // namespace
}  // namespace ballast::oracle
