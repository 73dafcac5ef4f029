// SPDX-License-Identifier: MIT
#include "apps/params_command.hpp"

#include <gmock/gmock.h>

namespace ballast::apps {
namespace {

using ::testing::HasSubstr;

struct Said {
    int code = 0;
    std::string out;
    std::string err;
};

Said say_params(const ParamsOptions& options) {
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = run_params(options);
    return {code, ::testing::internal::GetCapturedStdout(),
            ::testing::internal::GetCapturedStderr()};
}

TEST(Params, ExplainsEveryMarketAndPlansForEveryProtocol) {
    const Said said = say_params({.event = "2024-08-05", .at = "2024-08-05T04:00:00Z"});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_THAT(said.out, HasSubstr("carry_aware at 2024-08-05T04:00:00Z"));
    for (const char* market : {"BTC: tighten", "ETH: "})
        EXPECT_THAT(said.out, HasSubstr(market));
    for (const char* protocol : {"aave_v3", "aave_v4", "euler_evk", "fluid", "morpho_blue"})
        EXPECT_THAT(said.out, HasSubstr(std::string("    ") + protocol + ": "));
}

TEST(Params, CapsAreSuggestedOrNone) {
    const std::string at = "2024-08-05T04:00:00Z";
    const Said capped = say_params({.event = "2024-08-05", .at = at});
    EXPECT_THAT(capped.out, HasSubstr("  caps     debt $145,452,413 (cap_depth), one borrower "));
    const Said without = say_params({.event = "2024-08-05", .policy = "static_aave", .at = at});
    EXPECT_EQ(without.code, 0) << without.err;
    EXPECT_THAT(without.out, HasSubstr("  caps     none\n"));
}

TEST(Params, JsonHoldsTheCanonicalReport) {
    const Said said =
        say_params({.event = "2024-08-05", .at = "2024-08-05T04:30:00Z", .json = true});
    EXPECT_EQ(said.code, 0) << said.err;
    // The last epoch that is not after the moment.
    EXPECT_THAT(said.out, HasSubstr(R"("report":{"at":"1722830400")"));
    EXPECT_THAT(said.out, HasSubstr(R"("plans":[{"asset":"BTC","plans":[)"));
}

TEST(Params, SaysWhatIsWrongWithAMoment) {
    const Said early = say_params({.at = "2020-01-01T00:00:00Z"});
    EXPECT_EQ(early.code, 64);
    EXPECT_THAT(early.err, HasSubstr("before the first epoch"));
    EXPECT_EQ(say_params({.at = "yesterday"}).code, 64);
}

}  // namespace
}  // namespace ballast::apps
