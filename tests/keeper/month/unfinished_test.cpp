// SPDX-License-Identifier: MIT
// What a run that was interrupted leaves in its journal, and what the next one makes of it.
#include <gtest/gtest.h>

#include "engine/canonical.hpp"
#include "engine/step.hpp"
#include "keeper/lane.hpp"
#include "keeper/restore.hpp"
#include "keeper/tick.hpp"
#include "tests/keeper/month/month_policy.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::month {
namespace {

constexpr UnixSeconds kNow{1'740'787'200};

/// Holds the oracle as it was deployed; whoever sends to it is counted.
class QuietVenue final : public keeper::Venue {
  public:
    QuietVenue(const audit::Setup& setup, const engine::Policy& policy) {
        const oracle::OracleRecord record = deployed(setup, policy);
        for (const oracle::MarketName& market : setup.markets)
            seen.oracle.current.markets.push_back(record.markets.at(market.market_id).market);
        seen.block.timestamp = kNow;
    }
    [[nodiscard]] Result<keeper::VenueState> read(const rpc::BlockTag&) override { return seen; }
    [[nodiscard]] Status agree(const oracle::OracleState&, const oracle::RiskReport&) override {
        return {};
    }
    [[nodiscard]] Result<oracle::Verdict> preview_pending(const Hash32&) override {
        return oracle::Verdict::applied;
    }
    [[nodiscard]] Result<std::optional<rpc::Receipt>> send(
        const sender::TransactionRequest& request) override {
        ++sent;
        deadline = request.deadline;
        return std::optional(rpc::Receipt{.succeeded = true});
    }
    [[nodiscard]] Status hurry(const U256&) override { return {}; }

    keeper::VenueState seen;
    int sent = 0;
    UnixSeconds deadline;
};

engine::Snapshot snapshot_of(const engine::Policy& policy) {
    engine::Snapshot snapshot;
    snapshot.at = kNow;
    for (const engine::AssetPolicy& asset : policy.assets) {
        engine::MarketObservation market;
        market.asset = asset.asset;
        market.price_status = engine::PriceStatus::confirmed;
        market.price = engine::Price::of(1'000'000'000'000);
        market.observed_at = kNow;
        snapshot.markets.push_back(market);
    }
    snapshot.indicators.push_back({.name = "vix"});
    return snapshot;
}

class Unfinished : public ::testing::Test {
  protected:
    Unfinished()
        : policy(month_policy()),
          setup(month_setup(0, policy)),
          venue(setup, policy),
          journal(std::move(
              *audit::Journal::open((folder / "journal").string(), audit::Journal::Mode::write))) {}

    keeper::Standing restore() {
        auto standing = keeper::begin_or_restore(journal, setup, policy, kNow);
        EXPECT_TRUE(standing) << standing.error().what;
        return standing ? std::move(*standing) : keeper::Standing{};
    }
    audit::Entry epoch_entry(const engine::Step& step, const engine::Snapshot& snapshot) const {
        audit::Entry entry{.kind = audit::RecordKind::epoch, .at = snapshot.at, .fields = {}};
        entry.fields[audit::kSnapshot] = engine::canonical_text(snapshot);
        entry.fields[audit::kCurrent] = engine::canonical_text(venue.seen.oracle.current);
        entry.fields[audit::kStateHash] = to_hex(engine::hash(step.state));
        return entry;
    }

    test::TemporaryFolder folder;
    engine::Policy policy;
    audit::Setup setup;
    QuietVenue venue;
    audit::Journal journal;
};

TEST_F(Unfinished, ADraftIsRestoredWithWhatItWillLeave) {
    const keeper::Standing first = restore();
    EXPECT_FALSE(first.unfinished);
    const engine::Snapshot snapshot = snapshot_of(policy);
    const auto step = engine::step(policy, first.state, snapshot, venue.seen.oracle.current);
    ASSERT_TRUE(step) << step.error().what;
    ASSERT_TRUE(journal.store_draft(epoch_entry(*step, snapshot)));

    const keeper::Standing again = restore();
    EXPECT_EQ(again.state, first.state);
    ASSERT_TRUE(again.unfinished);
    EXPECT_EQ(*again.unfinished, step->state);
}

TEST_F(Unfinished, ADraftOfAnotherStateIsRefused) {
    const keeper::Standing first = restore();
    const engine::Snapshot snapshot = snapshot_of(policy);
    const auto step = engine::step(policy, first.state, snapshot, venue.seen.oracle.current);
    ASSERT_TRUE(step);
    audit::Entry entry = epoch_entry(*step, snapshot);
    entry.fields[audit::kStateHash] = to_hex(Hash32());
    ASSERT_TRUE(journal.store_draft(entry));
    const auto standing = keeper::begin_or_restore(journal, setup, policy, kNow);
    ASSERT_FALSE(standing);
    EXPECT_EQ(standing.error().code, Errc::mismatch);
}

/// An epoch whose decision executes the first market's pending loosening.
void append_execution(audit::Journal& journal, bool published) {
    audit::Entry entry{.kind = audit::RecordKind::epoch, .at = kNow, .fields = {}};
    entry.fields[audit::kReport] = R"({"markets":[{"execute_pending":true}]})";
    entry.fields[audit::kHead] = audit::write_head({});
    if (published) entry.fields[audit::kReceipt] = audit::write_receipt({.succeeded = true});
    ASSERT_TRUE(journal.append(entry));
}

TEST_F(Unfinished, AnExecutionIsMadeUpForUntilTheNextEpochIsDue) {
    (void)restore();
    append_execution(journal, true);
    venue.seen.block.timestamp = kNow + kHour;
    EXPECT_TRUE(keeper::finish_executions(venue, journal, setup));
    EXPECT_EQ(venue.sent, 0);
    venue.seen.block.timestamp = kNow + Seconds{60};
    EXPECT_TRUE(keeper::finish_executions(venue, journal, setup));
    EXPECT_EQ(venue.sent, 1);
    EXPECT_EQ(venue.deadline, kNow + kHour);
    EXPECT_TRUE(keeper::finish_executions(venue, journal, setup));
    EXPECT_EQ(venue.sent, 1);
}

TEST_F(Unfinished, AFrozenOracleIsNotAskedToExecute) {
    (void)restore();
    append_execution(journal, true);
    venue.seen.oracle.switches.frozen = true;
    EXPECT_TRUE(keeper::finish_executions(venue, journal, setup));
    EXPECT_EQ(venue.sent, 0);
}

TEST_F(Unfinished, AnEpochThatMayHaveBeenHeldExecutesNothingOnItsRecordAlone) {
    (void)restore();
    append_execution(journal, false);
    EXPECT_TRUE(keeper::finish_executions(venue, journal, setup));
    EXPECT_EQ(venue.sent, 0);
    const auto known = keeper::finish_executions(venue, journal, setup, keeper::EpochTrust::sound);
    ASSERT_TRUE(known);
    EXPECT_EQ(known->made, 1);
}

/// Nodes that lag show a block of the epoch's own minute, whatever the hour is.
TEST_F(Unfinished, NoLaneExecutesWhatTheClockCallsOldOrWhileTheClockIsDoubted) {
    const keeper::Standing first = restore();
    const engine::Snapshot snapshot = snapshot_of(policy);
    const auto step = engine::step(policy, first.state, snapshot, venue.seen.oracle.current);
    ASSERT_TRUE(step);
    audit::Entry entry = epoch_entry(*step, snapshot);
    entry.fields[audit::kReport] = R"({"markets":[{"execute_pending":true}]})";
    entry.fields[audit::kHead] = audit::write_head({});
    entry.fields[audit::kReceipt] = audit::write_receipt({.succeeded = true});
    ASSERT_TRUE(journal.append(entry));
    const auto sent_by = [&](std::optional<UnixSeconds> clock) {
        auto reader =
            audit::Journal::open((folder / "journal").string(), audit::Journal::Mode::write);
        EXPECT_TRUE(reader);
        auto lane = keeper::Lane::open("one", setup, policy, Hash32(), std::move(*reader), kNow);
        EXPECT_TRUE(lane) << lane.error().what;
        (*lane)->connect({.venue = &venue, .attest = nullptr, .settle = nullptr});
        (*lane)->obey({.mode = keeper::Mode::publish, .clock = clock});
        EXPECT_TRUE((*lane)->finish(Milliseconds{10'000}));
        return std::exchange(venue.sent, 0);
    };
    journal =
        std::move(*audit::Journal::open((folder / "other").string(), audit::Journal::Mode::write));
    EXPECT_EQ(sent_by(kNow + kHour), 0);
    EXPECT_EQ(sent_by(std::nullopt), 0);
    EXPECT_EQ(sent_by(kNow + Seconds{60}), 1);
}

}  // namespace
}  // namespace ballast::month
