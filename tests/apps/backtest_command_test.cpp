// SPDX-License-Identifier: MIT
#include "apps/backtest_command.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>

#include "base/file.hpp"

namespace ballast::apps {
namespace {

/// Runs it and returns exit code and what it said.
std::pair<int, std::string> run(const BacktestOptions& options) {
    ::testing::internal::CaptureStderr();
    const int code = run_backtest(options);
    return {code, ::testing::internal::GetCapturedStderr()};
}

/// A folder that looks like market history and holds none.
class BacktestCommand : public ::testing::Test {
  protected:
    void SetUp() override { ASSERT_TRUE(write_file(data_ / "vix_daily.csv", "DATE,CLOSE\n")); }
    void TearDown() override { std::filesystem::remove_all(data_); }
    std::filesystem::path data_ = std::filesystem::path(::testing::TempDir()) / "backtest_command";
};

TEST_F(BacktestCommand, WithoutDataItNamesTheFolderAndTheOption) {
    const auto [code, said] = run({.data = "nowhere", .policy = "policies/carry_aware.toml"});
    EXPECT_EQ(code, 66);
    EXPECT_NE(said.find("nowhere holds no market history"), std::string::npos) << said;
    EXPECT_NE(said.find("--data"), std::string::npos) << said;
}

TEST_F(BacktestCommand, APolicyThatIsNotThere) {
    const auto [code, said] = run({.data = data_, .policy = "none.toml"});
    EXPECT_EQ(code, 66);
    EXPECT_NE(said.find("none.toml"), std::string::npos) << said;
}

TEST_F(BacktestCommand, ADateThatIsNone) {
    const auto [code, said] = run(
        {.data = data_, .policy = "policies/carry_aware.toml", .calibrated_until = "yesterday"});
    EXPECT_EQ(code, 64);
    EXPECT_NE(said.find("--calibrated-until"), std::string::npos) << said;
}

TEST_F(BacktestCommand, DataWithoutTheAssetsFiles) {
    const auto [code, said] = run({.data = data_, .policy = "policies/carry_aware.toml"});
    EXPECT_EQ(code, 66);
    EXPECT_NE(said.find("perp.csv"), std::string::npos) << said;
}

}  // namespace
}  // namespace ballast::apps
