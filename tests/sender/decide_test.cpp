// SPDX-License-Identifier: MIT
#include "sender/decide.hpp"

#include <gtest/gtest.h>

#include "sender/attempt.hpp"
#include "tests/sender/test_signer.hpp"

namespace ballast::sender {
namespace {

class DecideTest : public ::testing::Test {
  protected:
    Attempt attempt(AttemptKind kind, std::uint64_t fee) {
        chain::Transaction made = empty_transaction(1, signer.address(), 5, {U256(fee), U256(fee)});
        if (kind == AttemptKind::call) made.data = Bytes{1};
        return *sign_attempt(signer, made, kind, UnixSeconds{100});
    }
    TxRecord record(TxState state, TxReason reason = TxReason::none) {
        TxRecord made;
        made.chain_id = 1;
        made.account = signer.address();
        made.nonce = 5;
        made.state = state;
        made.reason = reason;
        made.attempts = {attempt(AttemptKind::call, 8)};
        return made;
    }
    static rpc::Receipt receipt(const Attempt& attempt, bool succeeded = true) {
        rpc::Receipt made;
        made.tx_hash = attempt.tx_hash;
        made.succeeded = succeeded;
        made.block_number = 40;
        made.gas_used = 21'000;
        return made;
    }

    test::TestSigner signer{7};
};

constexpr TxState kUnfinished[] = {TxState::stored, TxState::sent, TxState::included};

TEST_F(DecideTest, AFinalReceiptSettlesByWhatItIsOf) {
    for (const TxState state : kUnfinished) {
        TxRecord made = record(state);
        made.attempts.push_back(attempt(AttemptKind::cancel, 9));
        Sight sight{.used = true, .used_finally = true, .final_block = true};
        sight.receipt = receipt(made.attempts[0]);
        EXPECT_EQ(decide(made, sight), (Decision{Move::settle, TxState::succeeded}));
        sight.receipt = receipt(made.attempts[0], false);
        EXPECT_EQ(decide(made, sight), (Decision{Move::settle, TxState::reverted}));
        sight.receipt = receipt(made.attempts[1]);
        EXPECT_EQ(decide(made, sight), (Decision{Move::settle, TxState::cancelled}));
    }
}

TEST_F(DecideTest, AReceiptThatIsNotFinalIncludesAndTellsOnce) {
    for (const TxState state : kUnfinished) {
        TxRecord made = record(state, TxReason::evicted);
        Sight sight{.used = true};
        sight.receipt = receipt(made.attempts[0]);
        EXPECT_EQ(decide(made, sight), (Decision{Move::include, TxState::included}));
        // One finality without the other is none.
        sight.final_block = true;
        EXPECT_EQ(decide(made, sight).move, Move::include);
        sight.final_block = false;
        sight.used_finally = true;
        EXPECT_EQ(decide(made, sight).move, Move::include);
    }
}

TEST_F(DecideTest, ANonceThatIsUsedByNoneOfOursIsForeignOnlyOnceFinal) {
    for (const TxState state : kUnfinished)
        EXPECT_EQ(
            decide(record(state), {.used = true, .used_finally = true, .absence_shown = true}),
            (Decision{Move::foreign, TxState::foreign}));
    for (const TxState state : kUnfinished)
        EXPECT_EQ(decide(record(state), {.used = true, .used_finally = true}),
                  (Decision{Move::note, TxState::sent, TxReason::receipt_lost}));
    EXPECT_EQ(
        decide(record(TxState::sent, TxReason::receipt_lost), {.used = true, .used_finally = true})
            .move,
        Move::wait);
    EXPECT_EQ(decide(record(TxState::included), {.used = true}),
              (Decision{Move::note, TxState::sent, TxReason::reorganised}));
    for (const bool stuck : {false, true})
        for (const TxState state : {TxState::stored, TxState::sent})
            EXPECT_EQ(decide(record(state), {.used = true, .stuck = stuck, .overdue = true}).move,
                      Move::wait);
}

TEST_F(DecideTest, PastItsDeadlineACallIsCancelledAndNeverSentAgain) {
    for (const TxState state : kUnfinished)
        for (const bool known : {false, true})
            for (const bool stuck : {false, true}) {
                const Decision made =
                    decide(record(state), {.known = known, .stuck = stuck, .overdue = true});
                EXPECT_EQ(made.move, Move::cancel);
                EXPECT_EQ(made.reason, TxReason::past_deadline);
                EXPECT_NE(made.state, TxState::included);
            }
    TxRecord cancelling = record(TxState::sent, TxReason::past_deadline);
    cancelling.attempts.push_back(attempt(AttemptKind::cancel, 9));
    EXPECT_EQ(decide(cancelling, {.overdue = true}).move, Move::wait);
    EXPECT_EQ(decide(cancelling, {.stuck = true, .overdue = true}).move, Move::replace);
    cancelling.state = TxState::stored;
    EXPECT_EQ(decide(cancelling, {.overdue = true}).move, Move::broadcast);
}

TEST_F(DecideTest, WhatIsStoredIsSentBeforeAnythingIsSigned) {
    for (const bool known : {false, true})
        EXPECT_EQ(decide(record(TxState::stored), {.known = known, .stuck = true}),
                  (Decision{Move::broadcast, TxState::sent, TxReason::none}));
    EXPECT_EQ(decide(record(TxState::included), {.stuck = true}),
              (Decision{Move::broadcast, TxState::sent, TxReason::reorganised}));
}

TEST_F(DecideTest, WhatCannotBePaidMakesWayForAnUrgentOne) {
    TxRecord made = record(TxState::stored, TxReason::cannot_pay);
    const Decision again{Move::broadcast, TxState::sent, TxReason::none};
    EXPECT_EQ(decide(made, {.next = true}), again) << "nobody waits";
    made.hurry_cap = U256(1);
    for (const bool stuck : {false, true})
        EXPECT_EQ(decide(made, {.next = true, .stuck = stuck}),
                  (Decision{Move::cancel, TxState::stored, TxReason::yields}));
    EXPECT_EQ(decide(made, {}), again) << "another one is before it";
    EXPECT_EQ(decide(made, {.next = true, .overdue = true}),
              (Decision{Move::cancel, TxState::stored, TxReason::past_deadline}));
    EXPECT_EQ(decide(made, {.used = true}).move, Move::wait);
    made.attempts.push_back(attempt(AttemptKind::cancel, 9));
    EXPECT_EQ(decide(made, {.next = true}), again) << "it is being cancelled";
    made.attempts.pop_back();
    made.reason = TxReason::none;
    EXPECT_EQ(decide(made, {.next = true}), again) << "whether it can be paid is not known";
    made.state = TxState::sent;
    made.reason = TxReason::cannot_pay;
    EXPECT_EQ(decide(made, {.next = true}).move, Move::note) << "a node has it";
}

TEST_F(DecideTest, WhatIsSentWaitsOrIsReplacedOrSentAgain) {
    EXPECT_EQ(decide(record(TxState::sent), {}).move, Move::wait);
    EXPECT_EQ(decide(record(TxState::sent), {.stuck = true}),
              (Decision{Move::replace, TxState::sent, TxReason::none}));
    EXPECT_EQ(decide(record(TxState::sent), {.known = false}),
              (Decision{Move::broadcast, TxState::sent, TxReason::evicted}));
    EXPECT_EQ(decide(record(TxState::sent), {.known = false, .stuck = true}).move, Move::replace);
}

TEST_F(DecideTest, ReasonsThatAreFoundAgainAreNotCarriedOn) {
    for (const TxReason reason : {TxReason::unreachable, TxReason::cannot_pay}) {
        EXPECT_EQ(decide(record(TxState::sent, reason), {}),
                  (Decision{Move::note, TxState::sent, TxReason::none}));
        EXPECT_EQ(decide(record(TxState::stored, reason), {}).reason, TxReason::none);
    }
    for (const TxReason reason :
         {TxReason::evicted, TxReason::reorganised, TxReason::fee_capped, TxReason::budget_spent})
        EXPECT_EQ(decide(record(TxState::sent, reason), {}),
                  (Decision{Move::wait, TxState::sent, reason}));
}

}  // namespace
}  // namespace ballast::sender
