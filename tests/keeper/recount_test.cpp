// SPDX-License-Identifier: MIT
// A running keeper's epochs, recomputed from the bytes that it captured; then bytes that are not.
#include "keeper/recount.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "audit/documents.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "engine/canonical.hpp"
#include "tests/keeper/live_world.hpp"

namespace ballast::test {
namespace {

namespace fs = std::filesystem;

audit::StoredRecord record_of(std::uint64_t index, const char* kind, UnixSeconds at,
                              const char* field, const Json& document) {
    audit::StoredRecord record{.index = index, .kind = kind, .at = at.count};
    record.fields[field] = {write_json(document), ""};
    return record;
}

class Recount : public ::testing::Test {
  protected:
    /// Six epochs, ten minutes apart, while BTC falls by a hundredth at each.
    void SetUp() override {
        live.open();
        records.push_back(record_of(0, "genesis", live.clock.now(), audit::kPolicy,
                                    engine::to_json(live.world.policy)));
        for (std::uint64_t epoch = 1; epoch <= 6; ++epoch) {
            live.server.control("set?name=BTC&value=" + std::to_string(100'000 - epoch * 1'000));
            const engine::Snapshot seen = live.look();
            records.push_back(
                record_of(epoch, "epoch", seen.at, audit::kSnapshot, engine::to_json(seen)));
            live.pass(Seconds{600});
        }
    }

    struct Recounted {
        keeper::RecountOutcome outcome;
        std::vector<feeds::LostCapture> lost;
        std::size_t answers = 0;
    };
    [[nodiscard]] Recounted recounted() const {
        feeds::CapturedBoard board(live.feeds, live.folder / "captures");
        const auto outcome = keeper::recount(records, board);
        EXPECT_TRUE(outcome) << outcome.error().what;
        if (!outcome) return {};
        return {*outcome, board.lost(), board.answers()};
    }

    /// The fetches of a source, ascending.
    [[nodiscard]] std::vector<feeds::CapturedFetch> fetches(const std::string& source) const {
        const feeds::CaptureStore store(live.folder / "captures");
        std::vector<feeds::CapturedFetch> found;
        for (const fs::path& file : store.days())
            for (const feeds::CapturedFetch& fetch : feeds::CaptureStore::day(file)->fetches)
                if (fetch.source == source) found.push_back(fetch);
        return found;
    }
    [[nodiscard]] fs::path body(const feeds::CapturedFetch& fetch) const {
        const std::string hex = to_hex(fetch.body).substr(2);
        return live.folder / "captures" / "bodies" / hex.substr(0, 2) / hex;
    }

    /// Has the line of a fetch name other bytes.
    void rename_in_line(const Hash32& before, const Hash32& after) const {
        const fs::path file = feeds::CaptureStore(live.folder / "captures").days().front();
        std::string lines = read_file(file).value();
        const std::size_t at = lines.find(to_hex(before));
        ASSERT_NE(at, std::string::npos);
        lines.replace(at, to_hex(before).size(), to_hex(after));
        ASSERT_TRUE(write_file(file, lines));
    }

    LiveWorld live;
    std::vector<audit::StoredRecord> records;
};

TEST_F(Recount, EveryEpochIsReadAgainFromTheBytes) {
    const Recounted found = recounted();
    EXPECT_EQ(found.outcome.epochs, 6);
    EXPECT_EQ(found.outcome.identical, 6);
    EXPECT_TRUE(found.lost.empty());
    // Three exchanges at each epoch and the indicator; what the epochs say is no empty word.
    EXPECT_GT(found.answers, 18U);
    const auto last = engine::snapshot_from_json(
        parse_json(records.back().fields.find(audit::kSnapshot)->second.first).value());
    EXPECT_EQ(last->markets.front().price_status, engine::PriceStatus::confirmed);
    EXPECT_EQ(last->indicators.front().status, engine::IndicatorStatus::live);
}

TEST_F(Recount, AChangedByteIsNamedByItsFetch) {
    const auto all = fetches("btc_kraken");
    const feeds::CapturedFetch& fetch = all.at(2);
    std::string text = read_file(body(fetch)).value();
    char& byte = text[text.size() / 2];
    byte = byte == '7' ? '8' : '7';
    ASSERT_TRUE(write_file(body(fetch), text));
    const Recounted found = recounted();
    ASSERT_FALSE(found.lost.empty());
    EXPECT_EQ(found.lost.front().fault, feeds::CaptureFault::damaged);
    EXPECT_EQ(found.lost.front().feed, "btc");
    EXPECT_EQ(found.lost.front().source, "btc_kraken");
    EXPECT_EQ(found.lost.front().at, fetch.at);
    EXPECT_EQ(found.lost.front().body, fetch.body);
}

TEST_F(Recount, AMissingBodyIsAWithheldInput) {
    const feeds::CapturedFetch fetch = fetches("vix_cboe").at(0);
    ASSERT_TRUE(fs::remove(body(fetch)));
    const Recounted found = recounted();
    ASSERT_EQ(found.lost.size(), 1U);
    EXPECT_EQ(found.lost.front().fault, feeds::CaptureFault::withheld);
    EXPECT_EQ(found.lost.front().feed, "vix");
    EXPECT_EQ(found.lost.front().at, fetch.at);
    EXPECT_EQ(found.lost.front().body, fetch.body);
    // Nothing else says what the indicator was.
    ASSERT_TRUE(found.outcome.first_difference.has_value());
    EXPECT_EQ(found.outcome.first_difference->feed, "vix");
    EXPECT_EQ(found.outcome.first_difference->record, 1U);
}

TEST_F(Recount, TwoSwappedBodiesAreBothNamed) {
    const auto all = fetches("btc_coinbase");
    const fs::path aside = live.folder / "aside";
    fs::rename(body(all.at(0)), aside);
    fs::rename(body(all.at(1)), body(all.at(0)));
    fs::rename(aside, body(all.at(1)));
    const Recounted found = recounted();
    ASSERT_EQ(found.lost.size(), 2U);
    for (const feeds::LostCapture& lost : found.lost) {
        EXPECT_EQ(lost.fault, feeds::CaptureFault::damaged);
        EXPECT_EQ(lost.source, "btc_coinbase");
    }
}

TEST_F(Recount, AnswersThatWereForgedWithTheirDigestsDifferAtTheirEpoch) {
    // Each exchange said a thousand dollars more at the third epoch: body, name and line are whole.
    for (const char* source : {"btc_coinbase", "btc_kraken", "btc_binance"})
        for (const feeds::CapturedFetch& fetch : fetches(source)) {
            if (fetch.at.count != records[3].at) continue;
            const std::string text = std::regex_replace(read_file(body(fetch)).value(),
                                                        std::regex("97([0-9]{3}[.])"), "98$1");
            feeds::CapturedFetch forged = fetch;
            forged.body = sha256(as_bytes(text));
            ASSERT_NE(forged.body, fetch.body);
            ASSERT_TRUE(write_file(body(forged), text));
            rename_in_line(fetch.body, forged.body);
        }
    const Recounted found = recounted();
    for (const feeds::LostCapture& lost : found.lost)
        ADD_FAILURE() << lost.source << ": " << lost.what;
    ASSERT_TRUE(found.outcome.first_difference.has_value());
    const keeper::RecountDifference& first = *found.outcome.first_difference;
    EXPECT_EQ(first.record, 3U);
    EXPECT_EQ(first.feed, "btc");
    EXPECT_EQ(first.field, "price_1e8");
    EXPECT_EQ(std::stoll(first.expected), std::stoll(first.found) + 100'000'000'000);
}

TEST_F(Recount, AJournalThatSaysAnotherValueIsNamedWithBoth) {
    std::string& text = records[4].fields.find(audit::kSnapshot)->second.first;
    const std::string key = "\"price_1e8\":\"";
    const std::size_t at = text.find(key) + key.size();
    const std::string told = text.substr(at, text.find('"', at) - at);
    const std::string other = std::to_string(std::stoll(told) + 1);
    text.replace(at, told.size(), other);
    const Recounted found = recounted();
    ASSERT_TRUE(found.outcome.first_difference.has_value());
    EXPECT_EQ(found.outcome.first_difference->record, 4U);
    EXPECT_EQ(found.outcome.first_difference->expected, told);
    EXPECT_EQ(found.outcome.first_difference->found, other);
    EXPECT_EQ(found.outcome.identical, 5);
}

TEST_F(Recount, ARestartBetweenTwoEpochsChangesNothing) {
    live.open();
    const engine::Snapshot seen = live.look();
    records.push_back(record_of(7, "epoch", seen.at, audit::kSnapshot, engine::to_json(seen)));
    EXPECT_EQ(recounted().outcome.identical, 7);
}

/// Captures begin later than the journal: they were switched on later, or the older were dropped.
TEST_F(Recount, EpochsBeforeTheFirstAnswerAreCountedAndNotCompared) {
    std::vector<audit::StoredRecord> all = {records.front()};
    for (std::uint64_t epoch = 1; epoch <= 2; ++epoch) {
        audit::StoredRecord early = records[1];
        auto snapshot = engine::snapshot_from_json(
            parse_json(early.fields.find(audit::kSnapshot)->second.first).value());
        snapshot->at = UnixSeconds{records[1].at} - Seconds{1'200 - 300 * std::int64_t(epoch)};
        all.push_back(
            record_of(epoch, "epoch", snapshot->at, audit::kSnapshot, engine::to_json(*snapshot)));
    }
    all.insert(all.end(), records.begin() + 1, records.end());
    records = all;
    Recounted found = recounted();
    EXPECT_EQ(found.outcome.not_compared, 2);
    EXPECT_EQ(found.outcome.epochs, 6);
    EXPECT_EQ(found.outcome.identical, 6);
    EXPECT_FALSE(found.outcome.first_difference.has_value());
    records.resize(3);
    found = recounted();
    EXPECT_EQ(found.outcome.not_compared, 2);
    EXPECT_EQ(found.outcome.epochs, 0);
}

TEST_F(Recount, EpochsThatGoBackInTimeAreRefused) {
    std::swap(records[2], records[5]);
    feeds::CapturedBoard board(live.feeds, live.folder / "captures");
    const auto outcome = keeper::recount(records, board);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, Errc::bad_data);
}

}  // namespace
}  // namespace ballast::test
