// SPDX-License-Identifier: MIT
// What a stranger's bundle may say to the terminal of whoever reads it.
#include "apps/verify_command.hpp"

#include <gtest/gtest.h>

#include "apps/bundle_command.hpp"
#include "apps/recount_command.hpp"
#include "audit/bundle.hpp"
#include "base/file.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::apps {
namespace {

/// A bundle whose genesis has a field that is no text, under a name that clears a screen.
std::string hostile_bundle() {
    const Json zero = to_hex(Hash32{});
    const std::string origin =
        "ballast/1/0x" + std::string(40, '1') + "/0x" + std::string(64, '2') + "\n1\n";
    const auto line = [](const char* kind, Json value) {
        return write_json(JsonObject{{kind, std::move(value)}}) + "\n";
    };
    return line("format", audit::kBundleFormat) +
           line("range", JsonObject{{"checkpoint", origin + std::string(43, 'A') + "=\n"},
                                    {"from", "0"},
                                    {"to", "0"}}) +
           line("genesis", JsonObject{{"at", "0"},
                                      {"fields", JsonObject{{"\x1b[2J", Json(true)}}},
                                      {"hash", zero},
                                      {"index", "0"},
                                      {"kind", "genesis"},
                                      {"previous", zero}});
}

void expect_harmless(const std::string& told) {
    EXPECT_EQ(told.find('\x1b'), std::string::npos);
    EXPECT_NE(told.find("\\x1b[2J"), std::string::npos) << told;
}

TEST(HostileBundle, ItsErrorsDoNotSteerTheTerminal) {
    const test::TemporaryFolder folder;
    const auto file = folder / "hostile.bundle";
    ASSERT_TRUE(write_file(file, audit::pack_bundle(hostile_bundle())));
    VerifyOptions verify;
    verify.bundles = {file};
    testing::internal::CaptureStderr();
    EXPECT_EQ(run_verify(verify), exit_code(Errc::bad_data));
    expect_harmless(testing::internal::GetCapturedStderr());
    BundleOptions show;
    show.verb = BundleVerb::show;
    show.file = file;
    testing::internal::CaptureStderr();
    EXPECT_EQ(run_bundle(show), exit_code(Errc::bad_data));
    expect_harmless(testing::internal::GetCapturedStderr());
}

TEST(HostileBundle, AnOperatorsFeedsDoNotSteerTheTerminal) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "feeds.toml", "[feed.btc]\n\"\\u001B[2J\" = 1\n"));
    const auto read =
        recount_captured({}, {.folder = folder / "captures", .feeds = folder / "feeds.toml"});
    ASSERT_FALSE(read);
    expect_harmless(read.error().what);
    EXPECT_NE(read.error().what.find("\n  feeds.toml:"), std::string::npos) << read.error().what;
}

/// The records before a bundle's range are there for their hashes; another bundle explains them.
TEST(Captured, OfABundleItsOwnRangeAndTheGenesisAreCompared) {
    const auto record = [](std::uint64_t index, const char* of) {
        return audit::StoredRecord{.index = index, .kind = of};
    };
    audit::Bundle second;
    second.from = 5;
    second.to = 6;
    second.genesis = record(0, "genesis");
    for (const std::uint64_t index : {3U, 4U, 5U, 6U})
        second.records.push_back(record(index, "second"));
    audit::Bundle first;
    first.to = 4;
    first.genesis = record(0, "genesis");
    for (const std::uint64_t index : {1U, 2U, 3U, 4U})
        first.records.push_back(record(index, "first"));
    std::map<std::uint64_t, audit::StoredRecord> alone;
    audit::Bundle copy = second;
    take_explained(copy, alone);
    std::vector<std::uint64_t> indices;
    for (const auto& [index, taken] : alone)
        indices.push_back(index);
    EXPECT_EQ(indices, (std::vector<std::uint64_t>{0, 5, 6}));
    std::map<std::uint64_t, audit::StoredRecord> both;
    take_explained(second, both);
    take_explained(first, both);
    EXPECT_EQ(both.size(), 7U);
    EXPECT_EQ(both.at(3).kind, "first");
}

}  // namespace
}  // namespace ballast::apps
