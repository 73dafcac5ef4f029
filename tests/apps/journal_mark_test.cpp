// SPDX-License-Identifier: MIT
#include "apps/journal_mark.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::apps {
namespace {

using audit::Journal;
using ::testing::HasSubstr;

class JournalFolder : public ::testing::Test {
  protected:
    ballast::test::TemporaryFolder folder;
    const std::string location = folder / "main.db";
    const JournalMark mark{folder / "main.begun"};
};

TEST_F(JournalFolder, AJournalThatWasBegunIsNotBegunAnew) {
    EXPECT_EQ(mark.mode_for(location), Journal::Mode::write);
    { ASSERT_TRUE(Journal::open(location, mark.mode_for(location)).has_value()); }
    ASSERT_TRUE(mark.note(location).has_value());
    EXPECT_EQ(mark.mode_for(location), Journal::Mode::existing);
    EXPECT_TRUE(Journal::open(location, mark.mode_for(location)).has_value());
    std::filesystem::remove(location);
    const auto gone = Journal::open(location, mark.mode_for(location));
    ASSERT_FALSE(gone.has_value());
    EXPECT_EQ(gone.error().code, Errc::input_missing);
    EXPECT_FALSE(std::filesystem::exists(location));
    EXPECT_THAT(mark.explain(gone.error()).what, HasSubstr("Restore it"));
    // Another name is another journal; and the file is the operator's to remove.
    EXPECT_EQ(mark.mode_for(folder / "other.db"), Journal::Mode::write);
    std::filesystem::remove(folder / "main.begun");
    EXPECT_EQ(mark.mode_for(location), Journal::Mode::write);
}

TEST_F(JournalFolder, WhatAMarkThatCannotBeReadSaysIsNotGuessed) {
    // A folder in its place is read by nobody, root included.
    std::filesystem::create_directory(folder / "main.begun");
    EXPECT_EQ(mark.mode_for(location), Journal::Mode::existing);
}

TEST_F(JournalFolder, AMarkHoldsNoPassword) {
    const std::string url = "postgresql://u:canary-19af@db.example/ballast";
    ASSERT_TRUE(mark.note(url).has_value());
    EXPECT_EQ(mark.mode_for(url), Journal::Mode::existing);
    EXPECT_EQ(*read_file(folder / "main.begun"), "postgresql://db.example/ballast\n");
}

}  // namespace
}  // namespace ballast::apps
