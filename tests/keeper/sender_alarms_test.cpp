// SPDX-License-Identifier: MIT
#include "keeper/sender_alarms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ballast::keeper {
namespace {

using sender::Move;
using sender::StepReport;
using sender::TxReason;
using sender::TxRecord;
using sender::TxState;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TxRecord record(TxState state, TxReason reason) {
    TxRecord made;
    made.nonce = 5;
    made.state = state;
    made.reason = reason;
    return made;
}

StepReport moved(Move move, TxState state, TxReason reason = TxReason::none) {
    StepReport report;
    report.moves.push_back({move, record(state, reason)});
    return report;
}

TEST(AlarmLines, SayNothingWhereAllGoesItsWay) {
    EXPECT_THAT(alarm_lines({}), IsEmpty());
    EXPECT_THAT(alarm_lines(moved(Move::include, TxState::included)), IsEmpty());
    EXPECT_THAT(alarm_lines(moved(Move::settle, TxState::succeeded)), IsEmpty());
    EXPECT_THAT(alarm_lines(moved(Move::note, TxState::sent)), IsEmpty());
}

TEST(AlarmLines, NameStrangersAndTheStopWithTheRemedy) {
    StepReport report = moved(Move::foreign, TxState::foreign);
    report.stopped = true;
    report.strange_nonces = 3;
    EXPECT_THAT(alarm_lines(report),
                ElementsAre(AllOf(StartsWith("alarm: "), HasSubstr("ballast tx clear")),
                            AllOf(StartsWith("alarm: 3 nonces"), HasSubstr("new key")),
                            AllOf(StartsWith("nonce 5 "), HasSubstr("ballast tx clear"))));
}

TEST(AlarmLines, GiveTheNodesWords) {
    StepReport report;
    report.refusals = {
        {5, rpc::SendVerdict::accepted, false, "n1: already known"},
        {5, rpc::SendVerdict::accepted, true, "n2: nonce too low"},
        {6, rpc::SendVerdict::insufficient_funds, false, "n1: insufficient funds"},
        {7, rpc::SendVerdict::unknown, false, "n1: no answer"},
    };
    EXPECT_THAT(
        alarm_lines(report),
        ElementsAre(AllOf(StartsWith("alarm: one node took"), HasSubstr("n2: nonce too low")),
                    AllOf(HasSubstr("n1: insufficient funds"), HasSubstr("fund the account")),
                    AllOf(HasSubstr("n1: no answer"), HasSubstr("look at the nodes"))));
}

TEST(AlarmLines, GiveFaultsAndEveryReasonAPersonCanMend) {
    StepReport report;
    report.faults = {{5, {Errc::upstream_unavailable, "the signer is away"}}};
    EXPECT_THAT(alarm_lines(report), ElementsAre("nonce 5 does not move on: the signer is away"));
    for (const auto& [reason, words] : {std::pair{TxReason::fee_capped, "ballast tx cancel"},
                                        {TxReason::budget_spent, "budget"},
                                        {TxReason::cannot_pay, "fund"},
                                        {TxReason::evicted, "pools"},
                                        {TxReason::reorganised, "nothing to do"},
                                        {TxReason::past_deadline, "deadline"},
                                        {TxReason::yields, "urgent"}}) {
        const auto lines = alarm_lines(moved(Move::broadcast, TxState::sent, reason));
        EXPECT_THAT(lines, ElementsAre(AllOf(StartsWith("nonce 5 "), HasSubstr(words))));
    }
    EXPECT_THAT(alarm_lines(moved(Move::settle, TxState::reverted)),
                ElementsAre(HasSubstr("why the simulation allowed it")));
    EXPECT_THAT(alarm_lines(moved(Move::settle, TxState::cancelled)),
                ElementsAre(HasSubstr("decides anew")));
    EXPECT_THAT(alarm_lines(moved(Move::replace, TxState::sent)), ElementsAre(HasSubstr("dearer")));
    EXPECT_THAT(alarm_lines(moved(Move::fill, TxState::sent)), ElementsAre(HasSubstr("gap")));
}

TEST(SenderAlarms, TellsEachLineOnceForAsLongAsItStands) {
    std::vector<std::string> told;
    SenderAlarms alarms([&](std::string_view line) { told.emplace_back(line); });
    StepReport stopped;
    stopped.stopped = true;
    alarms.hear(stopped);
    alarms.hear(stopped);
    EXPECT_EQ(told.size(), 1U);
    alarms.hear({});
    alarms.hear(stopped);
    EXPECT_EQ(told.size(), 2U) << "it came back";
}

/// Words with a block or a fee in them change at every block.
TEST(SenderAlarms, TellsOfAThingOnceHoweverItsWordsChange) {
    std::vector<std::string> told;
    SenderAlarms alarms([&](std::string_view line) { told.emplace_back(line); });
    StepReport report;
    report.strange_nonces = 1;
    for (int block = 0; block < 5; ++block) {
        report.faults = {{5, {Errc::upstream_unavailable, "at block " + std::to_string(block)}},
                         {6, {Errc::failed, "costs " + std::to_string(block)}}};
        report.refusals = {{7, rpc::SendVerdict::fee_too_low, false, std::to_string(block)}};
        alarms.hear(report);
    }
    EXPECT_EQ(told.size(), 4U);
    report.faults[1].error.code = Errc::upstream_unavailable;
    alarms.hear(report);
    EXPECT_EQ(told.size(), 5U) << "another thing about nonce 6";
    report.open = {record(TxState::sent, TxReason::receipt_lost)};
    alarms.hear(report);
    EXPECT_EQ(told.size(), 6U) << "the nodes' silence about nonce 5 became a lost receipt";
}

TEST(SenderAlarms, TellsOfEveryNonceMoreThatAThiefUses) {
    std::vector<std::string> told;
    SenderAlarms alarms([&](std::string_view line) { told.emplace_back(line); });
    StepReport report;
    for (const std::uint64_t nonces : {1U, 1U, 2U, 2U, 50U}) {
        report.strange_nonces = nonces;
        alarms.hear(report);
    }
    EXPECT_THAT(told, ElementsAre(StartsWith("alarm: 1 nonces"), StartsWith("alarm: 2 nonces"),
                                  StartsWith("alarm: 50 nonces")));
}

TEST(SenderAlarms, TellsWhenAContradictionBecomesAnother) {
    std::vector<std::string> told;
    SenderAlarms alarms([&](std::string_view line) { told.emplace_back(line); });
    for (const char* words : {"n1: insufficient funds for gas * price + value: balance 1",
                              "n1: insufficient funds for gas * price + value: balance 2",
                              "n1: nonce too low: next nonce 6", "n2: nonce too low"}) {
        StepReport report;
        report.refusals = {{5, rpc::SendVerdict::accepted, true, words}};
        alarms.hear(report);
    }
    EXPECT_THAT(told, ElementsAre(HasSubstr("balance 1"), HasSubstr("next nonce 6")));
}

TEST(SenderAlarms, OnlyAWholeStepEndsWhatStands) {
    std::vector<std::string> told;
    SenderAlarms alarms([&](std::string_view line) { told.emplace_back(line); });
    StepReport step;
    step.faults = {{5, {Errc::failed, "the gap"}}};
    StepReport submitted;
    submitted.is_partial = true;
    submitted.refusals = {{6, rpc::SendVerdict::unknown, false, "no answer"}};
    for (int i = 0; i < 3; ++i) {
        alarms.hear(step);
        alarms.hear(submitted);
        alarms.hear(submitted);
    }
    EXPECT_EQ(told.size(), 4U) << "the fault once, the refusal once a step";
    alarms.hear({});
    alarms.hear(step);
    EXPECT_EQ(told.size(), 5U);
}

}  // namespace
}  // namespace ballast::keeper
