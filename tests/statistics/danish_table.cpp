// SPDX-License-Identifier: MIT
// The Danish fire losses of McNeil (ASTIN Bulletin 27, 1997), as Debian's r-cran-fextremes carries
// them; read through Rscript when the test runs, so that the project ships no data.
#include <gtest/gtest.h>
#include <stdio.h>  // popen is POSIX, not in <cstdio>

#include <array>
#include <sstream>
#include <string>
#include <vector>

#include "statistics/gpd.hpp"

namespace ballast::statistics {
namespace {

constexpr const char* kCommand =
    "Rscript -e 'data(danishClaims, package = \"fExtremes\");"
    " cat(format(danishClaims[, 2], digits = 15), sep = \"\\n\")' 2>/dev/null";

/// The losses in millions of kroner; empty where R or the package is not installed.
std::vector<double> read_losses() {
    std::string text;
    FILE* pipe = popen(kCommand, "r");
    if (pipe == nullptr) return {};
    std::array<char, 4096> buffer{};
    for (;;) {
        const std::size_t read = fread(buffer.data(), 1, buffer.size(), pipe);
        if (read == 0) break;
        text.append(buffer.data(), read);
    }
    pclose(pipe);
    std::istringstream lines(text);
    std::vector<double> losses;
    for (double loss = 0; lines >> loss;)
        losses.push_back(loss);
    return losses;
}

class DanishTable : public ::testing::Test {
  protected:
    void SetUp() override {
        if (losses_.empty()) GTEST_SKIP() << "no Danish fire losses: install r-cran-fextremes";
    }
    std::vector<double> losses_ = read_losses();
};

TEST_F(DanishTable, ExceedancesOfTheThresholds) {
    EXPECT_EQ(losses_.size(), 2167U);
    const std::vector<std::pair<double, std::size_t>> published{
        {3, 532}, {5, 254}, {10, 109}, {20, 36}};
    for (const auto& [threshold, count] : published) {
        const auto tail = fit_gpd_tail(losses_, threshold);
        ASSERT_TRUE(tail);
        std::printf("danish_u%g_exceedances=%zu\n", threshold, tail->exceedances);
        EXPECT_EQ(tail->exceedances, count);
    }
}

TEST_F(DanishTable, ProbabilityWeightedMomentsAtTen) {
    const auto tail = fit_gpd_tail(losses_, 10);
    ASSERT_TRUE(tail);
    std::printf("danish_xi=%.5f\ndanish_beta=%.5f\n", tail->gpd.shape, tail->gpd.scale);
    EXPECT_NEAR(tail->gpd.shape, .50981, 5e-6);
    EXPECT_NEAR(tail->gpd.scale, 6.90275, 5e-6);
}

TEST_F(DanishTable, QuantileAndShortfallOfTheMaximumLikelihoodFit) {
    // McNeil's fit by maximum likelihood, xi .4970 and beta 6.9755, gives 94.34 and 191.5 at 99.9
    // %: a check of the formulae of the tail that does not depend on the estimator.
    const GpdTail tail{{.4970, 6.9755}, 10, 109, 2167};
    std::printf("danish_q999=%.2f\ndanish_es999=%.1f\n", tail_quantile(tail, .999),
                tail_shortfall(tail, .999));
    EXPECT_NEAR(tail_quantile(tail, .999), 94.34, .02);
    EXPECT_NEAR(tail_shortfall(tail, .999), 191.5, .1);
}

}  // namespace
}  // namespace ballast::statistics
