// SPDX-License-Identifier: MIT
#include "apps/tx_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ballast::apps {
namespace {

using sender::TxReason;
using sender::TxState;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Bytes that are no transaction show as one without a fee.
sender::TxRecord included_at(std::uint64_t block) {
    sender::TxRecord made;
    made.state = TxState::included;
    made.attempts = {sender::Attempt()};
    made.inclusion = sender::Inclusion();
    made.inclusion->block_number = block;
    return made;
}

TEST(TxText, TellsWhatIsInABlockFromWhatWasSeenInOne) {
    sender::TxRecord record = included_at(40);
    EXPECT_THAT(tx_text(record, {}),
                AllOf(HasSubstr("included  block 40"), Not(HasSubstr("last seen"))));
    record.state = TxState::sent;
    record.reason = TxReason::receipt_lost;
    EXPECT_THAT(tx_text(record, {}),
                AllOf(HasSubstr("last seen in block 40"), Not(HasSubstr("included"))));
    EXPECT_EQ(*tx_json(record).find("inclusion")->find("block_number"), Json::integer(40));
}

}  // namespace
}  // namespace ballast::apps
