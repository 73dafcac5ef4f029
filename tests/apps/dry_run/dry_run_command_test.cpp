// SPDX-License-Identifier: MIT
#include "apps/dry_run/dry_run_command.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "base/json.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::apps {
namespace {

using ::testing::HasSubstr;

struct Heard {
    int code = 0;
    std::string out;
    std::string err;
};

Heard hear_dry_run(const DryRunOptions& options) {
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = run_dry_run(options);
    return {code, ::testing::internal::GetCapturedStdout(),
            ::testing::internal::GetCapturedStderr()};
}

TEST(DryRunCommand, WritesEveryFileAndSaysTheAnswer) {
    const test::TemporaryFolder folder;
    const Heard heard = hear_dry_run(
        {.policy = "policies/proposal_example.toml", .out = folder.path() / "deep" / "out"});
    EXPECT_EQ(heard.code, 0) << heard.err;
    EXPECT_THAT(heard.out, HasSubstr("carry_aware to proposal_example, 2024-08-05"));
    EXPECT_THAT(heard.out, HasSubstr("Needs 8 steps"));
    for (const char* name :
         {"report.json", "report.md", "report.csv", "report.html", "safe.json"}) {
        EXPECT_THAT(heard.err, HasSubstr(name));
        EXPECT_TRUE(read_file(folder.path() / "deep" / "out" / name)) << name;
    }
}

TEST(DryRunCommand, JsonOnStdoutIsTheFile) {
    const test::TemporaryFolder folder;
    const Heard heard =
        hear_dry_run({.policy = "policies/sentinel.toml", .out = folder.path(), .json = true});
    EXPECT_EQ(heard.code, 0) << heard.err;
    EXPECT_EQ(heard.out, *read_file(folder.path() / "report.json"));
    const auto json = parse_json(heard.out);
    ASSERT_TRUE(json);
    EXPECT_EQ(write_json(*json) + "\n", heard.out);
}

TEST(DryRunCommand, AnswersAFaultWithItsCode) {
    EXPECT_EQ(hear_dry_run({.policy = "nobody.toml"}).code, 66);
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder.path() / "file", ""));
    EXPECT_EQ(
        hear_dry_run({.policy = "policies/sentinel.toml", .out = folder.path() / "file"}).code, 73);
}

}  // namespace
}  // namespace ballast::apps
