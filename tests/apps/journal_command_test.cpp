// SPDX-License-Identifier: MIT
#include "apps/journal_command.hpp"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.hpp"

namespace ballast::apps {
namespace {

using audit::Journal;

const std::string kHash = "0x" + std::string(64, 'a');

TEST(KnownHead, IsReadAsItIsPrinted) {
    const auto head = read_known_head("812:" + kHash);
    ASSERT_TRUE(head.has_value());
    EXPECT_EQ(head->records, 812U);
    EXPECT_EQ(to_hex(head->head), kHash);
    for (const std::string& bad : {std::string("812"), "0:" + kHash, "-1:" + kHash, "x:" + kHash,
                                   std::string("812:0xaa"), ":" + kHash})
        EXPECT_EQ(read_known_head(bad).error().code, Errc::usage) << bad;
}

class JournalCommand : public ::testing::Test {
  protected:
    ballast::test::TemporaryFolder folder;
    const std::string journal = folder / "journal";

    void SetUp() override {
        auto writer = Journal::open(journal, Journal::Mode::write);
        ASSERT_TRUE(writer.has_value());
        ASSERT_TRUE(
            writer
                ->append(
                    {.kind = audit::RecordKind::execution, .at = {1}, .fields = {{"what", "x"}}})
                .has_value());
    }

    int run(JournalVerb verb, const std::string& at, const std::string& file,
            const std::vector<std::string>& heads = {}) {
        return run_journal(
            {.verb = verb, .journal = at, .file = folder / file, .heads = heads, .json = true});
    }
};

TEST_F(JournalCommand, ChecksCopiesMovesAndRestores) {
    EXPECT_EQ(run(JournalVerb::check, journal, ""), 0);
    EXPECT_EQ(run(JournalVerb::backup, journal, "backup"), 0);
    EXPECT_EQ(run(JournalVerb::backup, journal, "backup"), 73);
    EXPECT_EQ(run(JournalVerb::restore, folder / "restored", "backup"), 0);
    EXPECT_EQ(run(JournalVerb::export_lines, journal, "lines"), 0);
    EXPECT_EQ(run(JournalVerb::import_lines, folder / "moved", "lines"), 0);
    EXPECT_EQ(run(JournalVerb::import_lines, folder / "moved", "lines"), 2);
    for (const char* name : {"journal", "restored", "moved"})
        EXPECT_EQ(Journal::open(folder / name, Journal::Mode::read)->head(),
                  Journal::open(journal, Journal::Mode::read)->head());
}

TEST_F(JournalCommand, SaysWhereAJournalIsNotWhatIsKnown) {
    const auto head = to_hex(Journal::open(journal, Journal::Mode::read)->head());
    EXPECT_EQ(run(JournalVerb::check, journal, "", {"1:" + head}), 0);
    EXPECT_EQ(run(JournalVerb::check, journal, "", {"1:" + kHash}), 2);
    EXPECT_EQ(run(JournalVerb::check, journal, "", {"2:" + kHash}), 2);
    EXPECT_EQ(run(JournalVerb::check, journal, "", {"one"}), 64);
    EXPECT_EQ(run(JournalVerb::check, folder / "missing", ""), 66);
}

}  // namespace
}  // namespace ballast::apps
