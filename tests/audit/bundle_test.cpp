// SPDX-License-Identifier: MIT
#include "audit/bundle.hpp"

#include <gtest/gtest.h>

#include "audit/check_bundle.hpp"
#include "audit/deflate.hpp"
#include "audit/replay.hpp"
#include "tests/audit/played.hpp"

namespace ballast::audit {
namespace {

const std::vector<StoredRecord>& run() {
    static const auto kRecords = test::chained(test::play({.epochs = 24}));
    return kRecords;
}

Bundle must_make(std::uint64_t from, std::uint64_t to) {
    auto bundle = make_bundle(run(), from, to);
    if (!bundle) std::fprintf(stderr, "%s\n", bundle.error().what.c_str());
    BALLAST_CHECK(bundle.has_value());
    return std::move(*bundle);
}

std::string must_content(const Bundle& bundle) {
    auto content = bundle_content(bundle);
    BALLAST_CHECK(content.has_value());
    return std::move(*content);
}

std::string told(const std::optional<Difference>& found) {
    if (!found) return "no difference";
    return "record " + std::to_string(found->record) + ", " + found->field + ": expected " +
           found->expected + ", found " + found->found;
}

TEST(Bundle, EveryRangeIsRecomputedAndComesBack) {
    for (std::uint64_t from = 0; from < run().size(); ++from)
        for (std::uint64_t to = from; to < run().size(); to += 1 + from % 3) {
            const std::string content = must_content(must_make(from, to));
            const auto unpacked = unpack_bundle(pack_bundle(content));
            ASSERT_TRUE(unpacked.has_value()) << unpacked.error().what;
            ASSERT_EQ(*unpacked, content);
            const auto read = read_bundle_content(*unpacked);
            ASSERT_TRUE(read.has_value()) << read.error().what;
            ASSERT_EQ(must_content(*read), content);
            const BundleCheck check = check_bundle(*read);
            ASSERT_FALSE(check.first_difference.has_value())
                << from << " to " << to << ": " << told(check.first_difference);
            ASSERT_EQ(check.identical, check.epochs);
        }
}

TEST(Bundle, RangesTellEveryEpochAndUpdateOnce) {
    const auto whole = check_bundle(must_make(0, run().size() - 1));
    EXPECT_EQ(whole.epochs, 24);
    EXPECT_EQ(whole.identical, replay(run()).identical);
    const std::uint64_t middle = run().size() / 2;
    const auto first = check_bundle(must_make(0, middle));
    const auto second = check_bundle(must_make(middle + 1, run().size() - 1));
    EXPECT_EQ(first.epochs + second.epochs, 24);
    auto published = first.published;
    published.insert(published.end(), second.published.begin(), second.published.end());
    EXPECT_EQ(published, whole.published);
    EXPECT_GE(published.size(), 7U);
}

TEST(Bundle, LaterRecordsOfTheJournalChangeNoByteOfIt) {
    const std::vector<StoredRecord> shorter(run().begin(), run().begin() + 12);
    const auto early = make_bundle(shorter, 4, 10);
    ASSERT_TRUE(early.has_value()) << early.error().what;
    EXPECT_EQ(must_content(*early), must_content(must_make(4, 10)));
}

TEST(Bundle, OfRecordsThatAreNotThereIsRefused) {
    for (const auto& [from, to] : {std::pair{5UL, 4UL}, {0UL, run().size()}, {99UL, 100UL}}) {
        const auto bundle = make_bundle(run(), from, to);
        ASSERT_FALSE(bundle.has_value());
        EXPECT_EQ(bundle.error().code, Errc::input_missing);
    }
}

TEST(Bundle, OfADamagedJournalIsRefusedByName) {
    auto records = run();
    records[5].fields[kSnapshot].first += " ";
    const auto bundle = make_bundle(records, 0, 8);
    ASSERT_FALSE(bundle.has_value());
    EXPECT_EQ(bundle.error().code, Errc::mismatch);
    EXPECT_NE(bundle.error().what.find("record 5 differs in snapshot"), std::string::npos)
        << bundle.error().what;
    EXPECT_TRUE(make_bundle(records, 0, 4).has_value());
}

TEST(Bundle, GoesThroughAFile) {
    const test::Folder folder;
    ASSERT_TRUE(write_bundle(must_make(3, 9), folder / "a.bundle").has_value());
    const auto read = read_bundle(folder / "a.bundle");
    ASSERT_TRUE(read.has_value()) << read.error().what;
    EXPECT_EQ(must_content(*read), must_content(must_make(3, 9)));
    EXPECT_FALSE(write_bundle(must_make(3, 9), folder / "a.bundle").has_value());
    const auto none = read_bundle(folder / "none");
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().code, Errc::input_missing);
}

TEST(Bundle, WhatNoReaderWouldTakeIsNotWritten) {
    const test::Folder folder;
    const Bundle bundle = must_make(3, 9);
    const std::size_t size = pack_bundle(must_content(bundle)).size();
    const auto refused = write_bundle(bundle, folder / "a.bundle", size - 1);
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().what.find("--from and --to"), std::string::npos);
    Bundle long_line = bundle;
    long_line.records.back().fields["snapshot"].first.append(kBundleLineMax, ' ');
    EXPECT_FALSE(write_bundle(long_line, folder / "a.bundle").has_value());
    EXPECT_FALSE(std::filesystem::exists(folder / "a.bundle"));
    EXPECT_TRUE(write_bundle(bundle, folder / "a.bundle", size).has_value());
}

TEST(Bundle, NumbersHaveOneSpelling) {
    const std::string content = must_content(must_make(3, 9));
    for (const auto& [text, other] : {std::pair{"\"from\":\"3\"", "\"from\":\"03\""},
                                      {"\"index\":\"0\"", "\"index\":\"-0\""},
                                      {"\"record\":\"0\"", "\"record\":\"00\""},
                                      {"\"seq\":\"", "\"seq\":\"0"}}) {
        std::string changed = content;
        const std::size_t at = changed.find(text);
        ASSERT_NE(at, std::string::npos) << text;
        changed.replace(at, std::string(text).size(), other);
        const auto read = read_bundle_content(changed);
        ASSERT_FALSE(read.has_value()) << other;
        EXPECT_EQ(read.error().what.find("line "), 0U) << read.error().what;
    }
}

TEST(Bundle, LinesThatAreTooLongOrOfNoKnownKindAreNotParsed) {
    std::string content = must_content(must_make(3, 9));
    const std::size_t end = content.find('\n') + 1;
    // Neither is JSON: an error of the parser would tell that it was asked.
    const auto unknown = read_bundle_content(content.substr(0, end) + "[[[[\n");
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().what, "line 2: a range and nothing else stands here");
    const std::string big(kBundleLineMax, '[');
    const auto refused = read_bundle_content(content.substr(0, end) + "{\"range\":" + big + "\n");
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().what.find("no line of a bundle is so long"), std::string::npos)
        << refused.error().what.substr(0, 200);
}

TEST(Bundle, MissingDoubledAndSwappedLinesAreNamed) {
    const std::string content = must_content(must_make(3, 9));
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < content.size();) {
        const std::size_t end = content.find('\n', at) + 1;
        lines.push_back(content.substr(at, end - at));
        at = end;
    }
    const auto refused = [](const std::vector<std::string>& changed) {
        std::string text;
        for (const std::string& line : changed)
            text += line;
        const auto read = read_bundle_content(text);
        return !read ? read.error().what.starts_with("line ")
                     : check_bundle(*read).first_difference.has_value();
    };
    EXPECT_FALSE(refused(lines));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto changed = lines;
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_TRUE(refused(changed)) << "without line " << i + 1;
        changed = lines;
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
        EXPECT_TRUE(refused(changed)) << "line " << i + 1 << " twice";
        if (i == 0) continue;
        changed = lines;
        std::swap(changed[i], changed[i - 1]);
        EXPECT_TRUE(refused(changed)) << "line " << i + 1 << " before its place";
    }
}

TEST(Bundle, OfAnotherOracleChainOrSignersThanExpectedIsRefused) {
    const Bundle bundle = must_make(3, 9);
    const auto setup = check_bundle(bundle).setup;
    const Expected honest{.checkpoint = {},
                          .policy_hash = {},
                          .code_hash = {},
                          .binary_sha256 = {},
                          .oracle = setup.oracle,
                          .chain_id = setup.chain_id,
                          .signers = setup.signers};
    EXPECT_FALSE(check_bundle(bundle, honest).first_difference.has_value());
    const auto path_with = [&](const auto& change) {
        Expected other = honest;
        change(other);
        const auto found = check_bundle(bundle, other).first_difference;
        return found ? found->field + " " + found->path : "no difference";
    };
    EXPECT_EQ(path_with([](Expected& e) { e.oracle = chain::Address{}; }), "setup oracle");
    EXPECT_EQ(path_with([](Expected& e) { ++*e.chain_id; }), "setup chain_id");
    EXPECT_EQ(path_with([](Expected& e) { e.signers.back() = {}; }),
              "setup signers[" + std::to_string(setup.signers.size() - 1) + "]");
}

TEST(Deflate, StopsAtTheCapAndAtAnyDamage) {
    const std::string text(10'000'000, 'a');
    const Bytes stream = deflate_text(text);
    ASSERT_LT(stream.size(), 20'000U);
    EXPECT_EQ(inflate_text(stream, text.size()).value_or(""), text);
    const auto capped = inflate_text(stream, text.size() - 1);
    ASSERT_FALSE(capped.has_value());
    EXPECT_NE(capped.error().what.find("9999999 bytes"), std::string::npos) << capped.error().what;
    for (std::size_t size = 0; size < stream.size(); size += 97)
        EXPECT_FALSE(inflate_text({stream.data(), size}, text.size()).has_value()) << size;
    Bytes more = stream;
    more.push_back(0);
    EXPECT_FALSE(inflate_text(more, text.size()).has_value());
}

}  // namespace
}  // namespace ballast::audit
