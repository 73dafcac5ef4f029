// SPDX-License-Identifier: MIT
#include "feeds/capture.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "feeds/captured_board.hpp"
#include "feeds/line_file.hpp"
#include "tests/feeds/sample_feeds.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::feeds {
namespace {

namespace fs = std::filesystem;
using ::ballast::test::TemporaryFolder;

providers::Answer answer(std::int64_t at, const std::string& body) {
    return {200, "text/csv", body, {at}};
}

std::vector<Json> lines_of(const fs::path& file) {
    std::vector<Json> lines;
    EXPECT_TRUE(for_each_line(file, [&](const Json& line) { lines.push_back(line); }));
    return lines;
}

/// The file of the feed btc in which the lines of 1970-01-01 stand.
fs::path torn_file(const TemporaryFolder& folder) {
    return folder / "btc" / "1970-01-01.jsonl";
}

std::size_t bodies(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "bodies"))
        count += entry.is_regular_file() ? 1U : 0U;
    return count;
}

TEST(Capture, ABodyIsStoredOnceUnderItsDigest) {
    const TemporaryFolder folder;
    CaptureStore store(folder.path());
    const auto digest = store.put("vix_cboe", answer(100, "a,b\n1,2\n"));
    ASSERT_TRUE(digest) << digest.error().what;
    EXPECT_EQ(*digest, sha256(as_bytes("a,b\n1,2\n")));
    EXPECT_EQ(store.put("vix_cboe", answer(200, "a,b\n1,2\n")).value(), *digest);
    EXPECT_EQ(bodies(folder.path()), 1U);
    EXPECT_EQ(store.body(*digest).value(), "a,b\n1,2\n");
    const auto fetches = lines_of(folder / "fetches" / "1970-01-01.jsonl");
    ASSERT_EQ(fetches.size(), 2U);
    EXPECT_EQ(write_json(fetches[1]),
              R"({"at":"200","body":")" + to_hex(*digest) +
                  R"(","content_type":"text/csv","source":"vix_cboe","status":"200"})");
}

TEST(Capture, BytesThatWereChangedAreNotGivenOut) {
    const TemporaryFolder folder;
    CaptureStore store(folder.path());
    const auto digest = store.put("a", answer(100, "true words"));
    ASSERT_TRUE(digest);
    const std::string hex = to_hex(*digest).substr(2);
    ASSERT_TRUE(write_file(folder.path() / "bodies" / hex.substr(0, 2) / hex, "other words"));
    const auto read = store.body(*digest);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::bad_data);
    EXPECT_EQ(store.body(Hash32{}).error().code, Errc::input_missing);
}

TEST(Capture, WhatIsOldGoesUnlessItWasSeenAgain) {
    const TemporaryFolder folder;
    CaptureStore store(folder.path());
    const std::int64_t day = kDay.count;
    const auto old_one = store.put("a", answer(100, "old"));
    const auto kept = store.put("a", answer(110, "seen again"));
    const auto named = store.put("a", answer(120, "a print that is still held"));
    ASSERT_TRUE(store.put("a", answer(day + 300, "seen again")));
    const auto fresh = store.put("b", answer(day + 301, "new"));
    Sighting sighting = test::seen({120}, 100'000 * test::kUnit);
    sighting.body = *named;
    HistoryFiles files(folder / "history");
    ASSERT_TRUE(files.append("btc", {{"s0", sighting}}));
    const auto folders = files.folders(Board({test::price_feed(1, 1)}));
    EXPECT_EQ(store.forget_before({day}, folders).value(), 1U);
    EXPECT_FALSE(store.body(*old_one));
    EXPECT_TRUE(store.body(*kept));
    EXPECT_TRUE(store.body(*named));
    EXPECT_TRUE(store.body(*fresh));
    EXPECT_FALSE(fs::exists(folder / "fetches" / "1970-01-01.jsonl"));
    EXPECT_EQ(lines_of(folder / "fetches" / "1970-01-02.jsonl").size(), 2U);
    EXPECT_EQ(store.forget_before({day}).value(), 1U);
    EXPECT_FALSE(store.body(*named));
}

TEST(Capture, DaysThatAreOverAreSeenWithoutReadingThem) {
    const TemporaryFolder folder;
    CaptureStore store(folder.path());
    EXPECT_FALSE(store.has_days_before({kDay.count}));
    ASSERT_TRUE(store.put("a", answer(100, "old")));
    ASSERT_TRUE(store.put("a", answer(kDay.count + 100, "new")));
    EXPECT_FALSE(store.has_days_before({kDay.count - 1}));
    EXPECT_TRUE(store.has_days_before({kDay.count}));
    EXPECT_EQ(store.forget_before({kDay.count}).value(), 1U);
    EXPECT_FALSE(store.has_days_before({kDay.count}));
}

TEST(Capture, ADamagedBodyIsWrittenAgain) {
    const TemporaryFolder folder;
    CaptureStore store(folder.path());
    const auto digest = store.put("a", answer(100, "true words"));
    ASSERT_TRUE(digest);
    const std::string hex = to_hex(*digest).substr(2);
    ASSERT_TRUE(write_file(folder.path() / "bodies" / hex.substr(0, 2) / hex, "other words"));
    ASSERT_TRUE(store.put("a", answer(200, "true words")));
    EXPECT_EQ(store.body(*digest).value(), "true words");
}

/// An epoch may stand weeks behind the first answer; what is held then is what a keeper holds.
TEST(Capture, AnswersOfWeeksAreNotHeldUntilTheFirstEpoch) {
    const TemporaryFolder folder;
    CaptureStore store(folder.path());
    std::vector<FeedDeclaration> declared = {test::price_feed(1, 1)};
    declared.front().sources.front().source.provider = "coinbase";
    declared.front().sources.front().source.series = "BTC-USD";
    const std::int64_t start = 1'763'424'000;
    constexpr std::int64_t kAnswers = 60;
    const auto last = [&](std::int64_t i) { return start + i * 9 * kHour.count; };
    for (std::int64_t i = 0; i < kAnswers; ++i) {
        const std::string bar = std::to_string(last(i)) + ",99000,101000,100000,100000,1.5";
        ASSERT_TRUE(store.put("s0", {200, "application/json", "[[" + bar + "]]", {last(i) + 70}}));
    }
    CapturedBoard board(declared, folder.path());
    const auto verdicts = board.verdicts({last(kAnswers - 1) + 80});
    ASSERT_TRUE(verdicts) << verdicts.error().what;
    EXPECT_EQ(board.answers(), static_cast<std::size_t>(kAnswers));
    EXPECT_TRUE(board.lost().empty()) << board.lost().front().what;
    EXPECT_EQ(verdicts->front().status, FeedStatus::live);
    // A day that cannot be read ends it in the midst: what is held there was not dropped at the
    // end.
    fs::create_symlink("nowhere", day_file(folder / "fetches", {last(kAnswers) + kDay.count}));
    CapturedBoard ended(declared, folder.path());
    ASSERT_FALSE(ended.verdicts({last(kAnswers) + 2 * kDay.count}));
    EXPECT_EQ(ended.answers(), static_cast<std::size_t>(kAnswers));
    EXPECT_LT(ended.board().history("btc", "s0").size(), 3U);
    // As from a board that was asked at each answer.
    CapturedBoard asked(declared, folder.path());
    for (std::int64_t i = 0; i < kAnswers; ++i)
        (void)asked.verdicts({last(i) + 75});
    EXPECT_EQ(write_json(to_json(asked.verdicts({last(kAnswers - 1) + 80})->front())),
              write_json(to_json(verdicts->front())));
}

/// What was 64 MiB of one file in five days is a file a day, of any length.
TEST(Capture, AFileOfLinesMayBeLongerThanWhatIsReadAtOnce) {
    const TemporaryFolder folder;
    const std::string one = R"({"pad":")" + std::string(60'000, 'x') + "\"}\n";
    {
        std::ofstream file(folder / "long.jsonl");
        for (int i = 0; i < 1200; ++i)
            file << one;
    }
    EXPECT_GT(fs::file_size(folder / "long.jsonl"), 64U << 20U);
    int lines = 0;
    EXPECT_EQ(for_each_line(folder / "long.jsonl", [&](const Json&) { ++lines; }).value(), 0U);
    EXPECT_EQ(lines, 1200);
}

/// The most memory that this process has had, in KiB.
std::int64_t peak_kib() {
    struct rusage usage {};
    EXPECT_EQ(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

TEST(Capture, ALineWithoutEndIsDamageAndIsNotHeld) {
    const TemporaryFolder folder;
    const fs::path file = folder / "endless.jsonl";
    ASSERT_TRUE(write_file(file, "{}\n"));
    fs::resize_file(file, std::uintmax_t{250} << 20U);
    const std::int64_t before = peak_kib();
    int lines = 0;
    EXPECT_EQ(for_each_line(file, [&](const Json&) { ++lines; }).value(), 1U);
    EXPECT_EQ(lines, 1);
    EXPECT_LT(peak_kib() - before, 64 << 10);
}

TEST(Capture, ADayThatIsTooLargeIsRefusedUnread) {
    const TemporaryFolder folder;
    const fs::path file = folder / "2025-11-17.jsonl";
    ASSERT_TRUE(write_file(file, ""));
    fs::resize_file(file, (std::uintmax_t{256} << 20U) + 1);
    const auto day = CaptureStore::day(file);
    ASSERT_FALSE(day);
    EXPECT_EQ(day.error().code, Errc::bad_data);
    EXPECT_NE(day.error().what.find(file.string()), std::string::npos) << day.error().what;
}

/// A pipe would wait for ever, a link lead elsewhere.
TEST(Capture, WhatIsNoPlainFileIsNotRead) {
    const TemporaryFolder folder;
    CaptureStore store(folder.path());
    const Hash32 digest = store.put("a", answer(100, "true words")).value();
    const std::string hex = to_hex(digest).substr(2);
    for (const fs::path& file : {folder / "fetches" / "1970-01-01.jsonl",
                                 folder.path() / "bodies" / hex.substr(0, 2) / hex}) {
        const auto read = [&] {
            const auto day = CaptureStore::day(folder / "fetches" / "1970-01-01.jsonl");
            if (!day) return day.error().code;
            const auto body = store.body(digest);
            return body ? Errc::our_bug : body.error().code;
        };
        const fs::path aside = folder / "aside";
        fs::rename(file, aside);
        fs::create_symlink(aside, file);
        EXPECT_EQ(read(), Errc::permission) << "a link at " << file;
        fs::remove(file);
        fs::create_symlink(folder / "nowhere", file);
        EXPECT_EQ(read(), Errc::permission) << "a link to nothing at " << file;
        fs::remove(file);
        ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
        EXPECT_EQ(read(), Errc::permission) << "a pipe at " << file;
        fs::remove(file);
        fs::rename(aside, file);
    }
}

TEST(Capture, AFetchOfAnotherDayThanItsFileIsDamage) {
    const TemporaryFolder folder;
    CaptureStore store(folder.path());
    ASSERT_TRUE(store.put("a", answer(100, "true words")));
    const fs::path file = store.days().front();
    const std::string whole = read_file(file).value();
    for (const char* at : {"86399", "86400", "-1", "9223372036854775807", "-9223372036854775808",
                           "9223372036854775808", ""}) {
        std::string other = whole;
        other.replace(other.find("100"), 3, at);
        ASSERT_TRUE(write_file(file, whole + other));
        const auto day = CaptureStore::day(file);
        ASSERT_TRUE(day) << day.error().what;
        const bool sound = std::string_view(at) == "86399";
        EXPECT_EQ(day->fetches.size(), sound ? 2U : 1U) << at;
        EXPECT_EQ(day->damaged, sound ? 0U : 1U) << at;
    }
}

HistoryLine line(std::int64_t at, std::int64_t dollars) {
    return {"s0", test::seen({at}, dollars * test::kUnit)};
}

TEST(Capture, ARestartKnowsWhatTheLastRunKnew) {
    const TemporaryFolder folder;
    HistoryFiles files(folder.path());
    Board before({test::price_feed(1, 1)});
    for (std::int64_t minute = 0; minute < 5; ++minute) {
        const HistoryLine said = line(1'763'413'200 + 60 * minute, 100'000 + minute);
        test::add(before, "btc", said.source, said.sighting);
        ASSERT_TRUE(files.append("btc", {said}));
    }
    Board after({test::price_feed(1, 1)});
    EXPECT_EQ(files.restore(after).value(), 0U);
    const UnixSeconds at{1'763'413'500};
    EXPECT_EQ(write_json(to_json(before.verdict("btc", at))),
              write_json(to_json(after.verdict("btc", at))));
    EXPECT_TRUE(files.read("none")->lines.empty());
}

/// A file is kept for longer than a board needs it; what was believed before stays for ever.
TEST(Capture, AHistoryKeepsItsDaysAndAMemoryOfTheRest) {
    const TemporaryFolder folder;
    HistoryFiles files(folder.path());
    Board board({test::price_feed(1, 1)});
    const std::int64_t start = 1'763'413'200;
    std::vector<HistoryLine> lines = {line(start - 60, 99'999), line(start, 100'000)};
    for (std::int64_t day = 1; day <= 10; ++day)
        lines.push_back(line(start + day * kDay.count, 1'000'000));
    for (const HistoryLine& said : lines)
        test::add(board, "btc", said.source, said.sighting);
    ASSERT_TRUE(files.append("btc", lines));
    board.forget({start + 10 * kDay.count});
    EXPECT_EQ(board.history("btc", "s0").size(), 1U);
    ASSERT_TRUE(files.forget_before(board, {start + 5 * kDay.count}));
    const auto kept = files.read("btc")->lines;
    ASSERT_EQ(kept.size(), 6U);
    EXPECT_EQ(kept.front().sighting.observation.observed_at.count, start + 5 * kDay.count);
    Board again({test::price_feed(1, 1)});
    ASSERT_TRUE(files.restore(again));
    const UnixSeconds end{start + 10 * kDay.count};
    EXPECT_TRUE(test::has(again.verdict("btc", end).reasons, FeedReason::jump_refused));
    EXPECT_EQ(write_json(to_json(again.verdict("btc", end))),
              write_json(to_json(board.verdict("btc", end))));
}

TEST(Capture, AMemoryOfAClockThatRanAheadEndsNow) {
    const TemporaryFolder folder;
    HistoryFiles files(folder.path());
    Board board({test::price_feed(1, 1)});
    const UnixSeconds now{1'763'413'200};
    Memory ahead = board.memory("btc");
    ahead.until = now + Seconds{10 * kDay.count};
    board.resume("btc", ahead);
    ASSERT_TRUE(files.forget_before(board, now));
    Board again({test::price_feed(1, 1)});
    ASSERT_TRUE(files.restore(again, now));
    EXPECT_EQ(again.memory("btc").until, now);
    EXPECT_TRUE(again.is_news("btc", "s0", line(now.count + 1, 100'000).sighting));
}

/// The process dies after any byte of the last line: the lines before it and behind it stay whole.
TEST(Capture, ACrashInALineLosesThatLineAlone) {
    const TemporaryFolder folder;
    HistoryFiles files(folder.path());
    ASSERT_TRUE(files.append("btc", {line(100, 1000), line(160, 1001)}));
    const std::string whole = *read_file(torn_file(folder));
    const std::size_t last = whole.rfind('\n', whole.size() - 2) + 1;
    std::size_t torn = 0;
    for (std::size_t cut = last; cut <= whole.size(); ++cut) {
        ASSERT_TRUE(write_file(torn_file(folder), whole.substr(0, cut)));
        ASSERT_TRUE(files.append("btc", {line(220, 1002)}));
        const auto history = files.read("btc");
        ASSERT_TRUE(history) << history.error().what;
        EXPECT_EQ(history->lines.front(), line(100, 1000));
        EXPECT_EQ(history->lines.back(), line(220, 1002));
        // Without its end alone, or with it, the line is whole; with nothing of it, it never was.
        const bool lost = cut < whole.size() - 1;
        EXPECT_EQ(history->lines.size(), lost ? 2U : 3U) << cut;
        EXPECT_EQ(history->damaged, lost && cut > last ? 1U : 0U) << cut;
        torn += history->damaged;
    }
    EXPECT_GT(torn, 100U);
    std::printf("torn=%zu lost_besides=0\n", torn);
}

/// The process dies after any byte of a fetch's line, and perhaps runs again behind it.
TEST(Capture, ALineThatACrashToreIsNoDamage) {
    const TemporaryFolder folder;
    CaptureStore store(folder.path());
    ASSERT_TRUE(store.put("a", answer(100, "one")));
    ASSERT_TRUE(store.put("a", answer(160, "two")));
    const fs::path file = store.days().front();
    const std::string whole = read_file(file).value();
    const std::size_t last = whole.rfind('\n', whole.size() - 2) + 1;
    for (std::size_t cut = last; cut <= whole.size(); cut += cut + 5 < whole.size() ? 5U : 1U)
        for (const bool runs_again : {false, true}) {
            ASSERT_TRUE(write_file(file, whole.substr(0, cut)));
            EXPECT_TRUE(!runs_again || store.put("a", answer(220, "three")));
            const auto day = CaptureStore::day(file);
            ASSERT_TRUE(day) << day.error().what;
            const bool lost = cut < whole.size() - 1;
            EXPECT_EQ(day->fetches.size(), (lost ? 1U : 2U) + (runs_again ? 1U : 0U)) << cut;
            EXPECT_EQ(day->torn, lost && cut > last ? 1U : 0U) << cut;
            EXPECT_EQ(day->damaged, 0U) << cut;
        }
}

TEST(Capture, ALineThatWasChangedIsDamageWhereverItStands) {
    const TemporaryFolder folder;
    CaptureStore store(folder.path());
    ASSERT_TRUE(store.put("a", answer(100, "one")));
    const fs::path file = store.days().front();
    const std::string whole = read_file(file).value();
    const std::string cut_before = whole.substr(20);
    std::string changed = whole;
    changed[changed.find("body") - 1] = 'x';
    const std::string long_one = "{\"at\":\"" + std::string(2U << 20U, '1') + "\n";
    for (const std::string& bad : {cut_before, changed, long_one, std::string("\n")})
        for (const std::string& text : {bad + whole, whole + bad}) {
            ASSERT_TRUE(write_file(file, text));
            const auto day = CaptureStore::day(file);
            ASSERT_TRUE(day) << day.error().what;
            EXPECT_EQ(day->fetches.size(), 1U);
            EXPECT_EQ(day->damaged, 1U) << text.substr(0, 400);
            EXPECT_EQ(day->torn, 0U) << text.substr(0, 400);
        }
}

TEST(Capture, WhatIsNoObservationIsCountedAsDamage) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(torn_file(folder), "{\"source\":\"s0\"}\n\nnot json\n"));
    const HistoryFiles files(folder.path());
    EXPECT_EQ(files.read("btc")->damaged, 3U);
    Board board({test::price_feed(1, 1)});
    EXPECT_EQ(files.restore(board).value(), 3U);
}

TEST(Capture, AFolderThatCannotBeWrittenIsTold) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "file", "x"));
    CaptureStore store(folder / "file");
    const auto refused = store.put("a", answer(1, "x"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::cannot_write);
    HistoryFiles files(folder / "file");
    EXPECT_EQ(files.append("btc", {line(100, 1000)}).error().code, Errc::cannot_write);
}

/// A price in cents is no past of one in dollars, whatever the source is called.
TEST(Capture, AHistoryOfAnotherSeriesOrScaleIsPutAside) {
    const TemporaryFolder folder;
    HistoryFiles files(folder.path());
    std::vector<FeedDeclaration> declared = {test::price_feed(1, 1)};
    Board before(declared);
    ASSERT_EQ(files.restore(before).value(), 0U);
    ASSERT_TRUE(files.append("btc", {{"s0", test::seen({120}, 100'000 * test::kUnit)}}));
    ASSERT_TRUE(files.forget_before(before, {0}));
    declared.front().interval = Seconds{30};
    Board other_interval(declared);
    ASSERT_EQ(files.restore(other_interval).value(), 0U);
    EXPECT_EQ(other_interval.history("btc", "s0").size(), 1U);
    declared.front().sources.front().source.scale = engine::Wad::of(engine::kWadOne / 100);
    for (int restart = 0; restart < 2; ++restart) {
        Board other_scale(declared);
        ASSERT_EQ(files.restore(other_scale).value(), 0U);
        EXPECT_TRUE(other_scale.history("btc", "s0").empty());
    }
    EXPECT_TRUE(fs::exists(folder / "btc.old-1"));
    EXPECT_FALSE(fs::exists(folder / "btc.old-2"));
}

/// Another file is another number under the same name.
TEST(Capture, AHistoryOfAnotherFileIsPutAside) {
    const TemporaryFolder folder;
    HistoryFiles files(folder.path());
    std::vector<FeedDeclaration> declared = {test::price_feed(1, 1)};
    declared.front().sources.front().file = "one.csv";
    Board before(declared);
    ASSERT_EQ(files.restore(before).value(), 0U);
    ASSERT_TRUE(files.append("btc", {{"s0", test::seen({120}, 100'000 * test::kUnit)}}));
    declared.front().sources.front().file = "other.csv";
    Board other(declared);
    ASSERT_EQ(files.restore(other).value(), 0U);
    EXPECT_TRUE(other.history("btc", "s0").empty());
}

/// A source may be taken out for a day, and its name be given to another number.
TEST(Capture, ANameThatComesBackWithAnotherMeaningDoesNotInheritItsNumbers) {
    const TemporaryFolder folder;
    HistoryFiles files(folder.path());
    const std::vector<FeedDeclaration> both = {test::price_feed(2, 1)};
    Board before(both);
    ASSERT_EQ(files.restore(before).value(), 0U);
    ASSERT_TRUE(files.append("btc", {{"s1", test::seen({120}, 100'000 * test::kUnit)}}));
    for (int restart = 0; restart < 2; ++restart) {
        Board without({test::price_feed(1, 1)});
        ASSERT_EQ(files.restore(without).value(), 0U);
    }
    Board same(both);
    ASSERT_EQ(files.restore(same).value(), 0U);
    EXPECT_EQ(same.history("btc", "s1").size(), 1U);
    Board without({test::price_feed(1, 1)});
    ASSERT_EQ(files.restore(without).value(), 0U);
    std::vector<FeedDeclaration> other = both;
    other.front().sources.back().source.series = "another";
    for (int restart = 0; restart < 2; ++restart) {
        Board again(other);
        ASSERT_EQ(files.restore(again).value(), 0U);
        EXPECT_TRUE(again.history("btc", "s1").empty());
    }
    EXPECT_FALSE(fs::exists(folder / "btc.old-2"));
}

}  // namespace
}  // namespace ballast::feeds
