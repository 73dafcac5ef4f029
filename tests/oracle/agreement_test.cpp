// SPDX-License-Identifier: MIT
// Nothing is signed where the mirror and the contract's preview differ, on an EVM.
#include "keeper/agreement.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "oracle/calls.hpp"
#include "oracle/default_limits.hpp"
#include "oracle/make_report.hpp"
#include "tests/oracle/local_oracle.hpp"

namespace ballast::oracle {
namespace {

using engine::Bps;

constexpr UnixSeconds kGenesis{1'719'792'000};

engine::PublishedMarket market() {
    return {.asset = "ETH",
            .ltv = Bps::of(7000),
            .lt = Bps::of(7500),
            .lt_start = Bps::of(7500),
            .bonus = Bps::of(500),
            .limits = default_limits(
                {Bps::of(3000), Bps::of(8000), Bps::of(4000), Bps::of(8500), Bps::of(200)})};
}

class Agreement : public ::testing::Test {
  protected:
    /// A report that raises LTV by a tenth of a percent.
    RiskReport loosening() {
        const UnixSeconds at = chain_.now();
        const engine::MarketDecision decision{.asset = "ETH",
                                              .action = engine::Action::loosen,
                                              .ltv = Bps::of(7010),
                                              .lt = Bps::of(7500),
                                              .bonus = Bps::of(500),
                                              .expected_ltv = Bps::of(7000),
                                              .expected_lt = Bps::of(7500)};
        const engine::Report report{
            .at = at, .observed_at = at, .regime = {}, .markets = {decision}};
        return *make_report(report, {.head = chain_.read().head,
                                     .inputs_root = keccak256(as_bytes("inputs")),
                                     .policy_hash = chain_.policy_hash(),
                                     .code_hash = chain_.code_hash(),
                                     .markets = chain_.contract().markets()});
    }
    Status agree(const OracleState& state, const RiskReport& report) {
        return keeper::agree(chain_.node(), chain_.contract(), state, report);
    }
    void expect_refused(const Status& status, const std::string& words) {
        ASSERT_FALSE(status.has_value());
        EXPECT_EQ(status.error().code, Errc::mismatch);
        EXPECT_NE(status.error().what.find(words), std::string::npos) << status.error().what;
    }

    test::LocalOracle chain_{kGenesis, {market()}};
};

TEST_F(Agreement, OfBothOnWhatWasMeant) {
    const Status status = agree(chain_.read(), loosening());
    EXPECT_TRUE(status) << status.error().what;
}

TEST_F(Agreement, FailsWhereThePreviewDiffers) {
    const OracleState before = chain_.read();
    ASSERT_TRUE(chain_.send(encode_plain_call("pauseLoosening()")).succeeded);
    expect_refused(agree(before, loosening()),
                   "the oracle's preview answers LOOSENING_PAUSED where QUEUED was meant");
}

TEST_F(Agreement, FailsWhereTheMirrorDiffers) {
    OracleState other = chain_.read();
    other.records[0].market.limits.ltv_max = Bps::of(7005);
    expect_refused(agree(other, loosening()),
                   "the mirror of the oracle answers LTV_OUT_OF_BAND where QUEUED was meant");
}

TEST_F(Agreement, FailsWhereTheWholeReportIsRefused) {
    RiskReport report = loosening();
    report.code_hash = keccak256(as_bytes("another build"));
    expect_refused(agree(chain_.read(), report), "CodeNotApproved");
    report = loosening();
    ++report.seq;
    expect_refused(agree(chain_.read(), report), "WrongSeq");
}

}  // namespace
}  // namespace ballast::oracle
