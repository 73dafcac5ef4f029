// SPDX-License-Identifier: MIT
#include "apps/calibrate_command.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"

namespace ballast::apps {
namespace {

class CalibrateCommand : public ::testing::Test {
  protected:
    void SetUp() override { ASSERT_TRUE(write_file(data_ / "vix_daily.csv", "DATE,CLOSE\n")); }
    void TearDown() override { std::filesystem::remove_all(data_); }

    int ends_with(const CalibrateOptions& options, const std::string& sentence) {
        ::testing::internal::CaptureStderr();
        ::testing::internal::CaptureStdout();
        const int code = run_calibrate(options);
        EXPECT_EQ(::testing::internal::GetCapturedStdout(), "") << "data goes to stdout alone";
        const std::string said = ::testing::internal::GetCapturedStderr();
        EXPECT_NE(said.find(sentence), std::string::npos) << said;
        return code;
    }

    std::filesystem::path data_ = std::filesystem::path(::testing::TempDir()) / "calibrate_command";
    std::filesystem::path policy_ = "policies/carry_aware.toml";
};

TEST_F(CalibrateCommand, NamesWhatItLacks) {
    EXPECT_EQ(ends_with({.data = "no_such_folder", .policy = policy_}, "no_such_folder"), 66);
    EXPECT_EQ(ends_with({.data = data_, .policy = "no_such_policy.toml"}, "no_such_policy"), 66);
    EXPECT_EQ(ends_with({.data = data_, .policy = policy_, .until = "June"}, "--until"), 64);
    EXPECT_EQ(ends_with({.data = data_, .policy = policy_, .until = "2020-01-01"}, "2022-01-01"),
              78);
    EXPECT_EQ(ends_with({.data = data_, .policy = policy_}, "aaveusd_1h_perp.csv"), 66);
}

}  // namespace
}  // namespace ballast::apps
