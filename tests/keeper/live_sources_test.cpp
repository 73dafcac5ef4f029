// SPDX-License-Identifier: MIT
// Sources that no URL leads to, in the running keeper: contracts and files.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/file.hpp"
#include "tests/keeper/live_world.hpp"

namespace ballast::test {
namespace {

namespace fs = std::filesystem;
using engine::test::kNow;

constexpr std::string_view kAggregator = R"(
[feed.usdc]
feeds = "price"
of = "USDC"
calendar = "crypto"
unit = "USD"
hold_seconds = 7200
preset_seconds = 86_400
band_min = "0.5"
band_max = "2"
jump_relative = "0.05"
quorum = 1
interval_seconds = 60
[feed.usdc.source.usdc_chainlink]
provider = "chainlink"
chain = "main"
series = "0x00000000000000000000000000000000000000b0"
)";

constexpr std::string_view kDrop = R"(
[feed.vol]
feeds = "indicator"
of = "vol"
calendar = "nyse"
unit = "percent"
hold_sessions = 2
preset_sessions = 5
band_min = "1"
band_max = "100"
jump_relative = "1"
quorum = 1
interval_seconds = 60
[feed.vol.source.vol_drop]
provider = "file_drop"
file = "vol.csv"
value_at = "vol"
time_at = "t"
time_format = "rfc3339"
)";

class LiveSources : public ::testing::Test {
  protected:
    void open(std::string_view more) {
        live.open(std::string(more));
        live.nodes->aggregators[MockAave::address(0xB0)] = {8, 99'990'000, kNow - Seconds{600}};
    }
    keeper::FeedView view(const std::string& feed) {
        live.observatory->poll(live.clock.now(), {6'000});
        for (const keeper::FeedView& view : live.observatory->feeds(live.clock.now()))
            if (view.name == feed) return view;
        return {};
    }
    void drop(const std::string& text) const { ASSERT_TRUE(write_file(file(), text)); }
    [[nodiscard]] fs::path file() const { return live.folder / "vol.csv"; }
    /// Monday's close, which the engine's Tuesday begins after.
    static std::string row(const char* value) {
        return std::string("t,vol\n2025-07-07T20:00:00Z,") + value + "\n";
    }

    LiveWorld live;
};

TEST_F(LiveSources, AnAggregatorIsReadOverTheChainAndKeptAsBytes) {
    open(kAggregator);
    const keeper::FeedView seen = view("usdc");
    EXPECT_EQ(seen.state, "live");
    EXPECT_EQ(seen.value, 99'990'000);
    EXPECT_EQ(seen.observed_at, kNow - Seconds{600});
    // What was read can be read again: the digest of the line names the bytes.
    const feeds::HistoryFiles history(live.folder / "history");
    const auto lines = history.read("usdc");
    ASSERT_TRUE(lines && lines->lines.size() == 1U);
    const feeds::CaptureStore captures(live.folder / "captures");
    const auto body = captures.body(lines->lines.front().sighting.body);
    ASSERT_TRUE(body) << body.error().what;
    EXPECT_NE(body->find("latestRoundData"), std::string::npos);
}

/// To know what nobody names, every line that is kept is read: not each hour.
TEST_F(LiveSources, BodiesAreSweptOnlyWhenADayOfFetchesIsOver) {
    open(kAggregator);
    const fs::path stray = live.folder / "captures" / "bodies" / "ab" / "stray";
    ASSERT_TRUE(write_file(stray, "nobody names it"));
    const auto hours_pass = [&] {
        for (int hour = 0; hour < 3; ++hour) {
            (void)view("usdc");
            live.pass(kHour);
        }
    };
    hours_pass();
    EXPECT_TRUE(fs::exists(stray));
    ASSERT_TRUE(write_file(live.folder / "captures" / "fetches" / "1970-01-01.jsonl", "{}\n"));
    hours_pass();
    EXPECT_FALSE(fs::exists(stray));
    EXPECT_FALSE(fs::exists(live.folder / "captures" / "fetches" / "1970-01-01.jsonl"));
}

TEST_F(LiveSources, AnAggregatorThatStandsStillGrowsOldByItsOwnTime) {
    open(kAggregator);
    EXPECT_EQ(view("usdc").state, "live");
    live.pass({2 * kHour.count});
    EXPECT_EQ(view("usdc").state, "stale");
    live.nodes->aggregators[MockAave::address(0xB0)].updated_at = live.clock.now();
    live.pass(Seconds{120});
    EXPECT_EQ(view("usdc").state, "live");
}

TEST_F(LiveSources, AnAggregatorThatRevertsOrIsNoneGivesNothing) {
    open(kAggregator);
    live.nodes->aggregators.clear();
    EXPECT_EQ(view("usdc").state, "missing");
    live.nodes->aggregators[MockAave::address(0xB0)] = {8, 0, kNow};
    live.pass(Seconds{120});
    EXPECT_EQ(view("usdc").state, "missing");
    live.nodes->node[0].dead = true;
    live.pass(Seconds{120});
    EXPECT_EQ(view("usdc").state, "missing");
}

TEST_F(LiveSources, AChainThatNobodyWatchesIsAFaultOfTheDocument) {
    std::string text(kAggregator);
    text.replace(text.find("chain = \"main\""), 14, "chain = \"other\"");
    const auto document = feeds::parse_feeds_document(text, "feeds.toml");
    ASSERT_TRUE(document) << document.error().what;
    keeper::ObservatoryParts parts;
    parts.feeds = document->feeds;
    parts.client = live.client.get();
    parts.clock = &live.clock;
    const auto made = keeper::LiveObservatory::make(std::move(parts));
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().what.find("there is no chain other"), std::string::npos);
}

TEST_F(LiveSources, ADroppedFileIsReadAndReplacedAtomically) {
    drop(row("9.25"));
    open(kDrop);
    EXPECT_EQ(view("vol").value, 925'000'000);
    EXPECT_EQ(view("vol").observed_at, parse_utc("2025-07-07T20:00:00Z").value());
    drop(row("9.25") + "2025-07-08T00:30:00Z,9.5\n");
    live.pass(kHour);
    EXPECT_EQ(view("vol").value, 950'000'000);
}

TEST_F(LiveSources, AFileCutShortChangesNothing) {
    drop(row("9.25"));
    open(kDrop);
    EXPECT_EQ(view("vol").value, 925'000'000);
    const std::string whole = row("9.25") + "2025-07-08T00:30:00Z,12.75\n";
    live.pass(kHour);
    // Up to every byte of the new row but its end: no number that was cut is believed.
    for (std::size_t bytes = row("9.25").size(); bytes < whole.size(); ++bytes) {
        std::ofstream(file(), std::ios::trunc) << whole.substr(0, bytes);
        live.pass(Seconds{60});
        EXPECT_EQ(view("vol").value, 925'000'000) << bytes;
    }
    drop(whole);
    live.pass(Seconds{60});
    EXPECT_EQ(view("vol").value, 1'275'000'000);
}

/// A print of the future is kept nowhere: each restart would count it as damage.
TEST_F(LiveSources, APrintOfTheFutureIsNotKept) {
    open(kAggregator);
    live.nodes->aggregators[MockAave::address(0xB0)].updated_at = kNow + Seconds{600};
    EXPECT_EQ(view("usdc").state, "missing");
    const feeds::HistoryFiles history(live.folder / "history");
    EXPECT_TRUE(history.read("usdc")->lines.empty());
}

TEST_F(LiveSources, AFileThatNobodyReplacesGrowsOld) {
    drop(row("9.25"));
    open(kDrop);
    EXPECT_EQ(view("vol").state, "live");
    live.pass({4 * kDay.count});
    EXPECT_EQ(view("vol").state, "stale");
}

TEST_F(LiveSources, ALinkAPipeAndWhatAnybodyMayWriteAreNotRead) {
    open(kDrop);
    EXPECT_EQ(view("vol").state, "missing");
    ASSERT_TRUE(write_file(live.folder / "elsewhere.csv", row("9.25")));
    fs::create_symlink(live.folder / "elsewhere.csv", file());
    live.pass(Seconds{60});
    EXPECT_EQ(view("vol").state, "missing");
    fs::remove(file());
    ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
    live.pass(Seconds{60});
    EXPECT_EQ(view("vol").state, "missing");
    fs::remove(file());
    drop(row("9.25"));
    fs::permissions(file(), fs::perms::others_write, fs::perm_options::add);
    live.pass(Seconds{60});
    EXPECT_EQ(view("vol").state, "missing");
    fs::permissions(file(), fs::perms::others_write, fs::perm_options::remove);
    live.pass(Seconds{60});
    EXPECT_EQ(view("vol").state, "live");
}

}  // namespace
}  // namespace ballast::test
