// SPDX-License-Identifier: MIT
#include "audit/transactions.hpp"

#include <gtest/gtest.h>

#include "audit/journal.hpp"
#include "tests/audit/both_stores.hpp"
#include "tests/audit/signed_record.hpp"

namespace ballast::audit {
namespace {

using sender::TxReason;
using sender::TxRecord;
using sender::TxState;

Journal opened(const std::string& path, Journal::Mode mode = Journal::Mode::write) {
    auto journal = Journal::open(path, mode);
    EXPECT_TRUE(journal.has_value()) << (journal ? "" : journal.error().what);
    return std::move(*journal);
}

class Transactions : public test::BothStores {
  protected:
    chain::SecretKey key = test_key();
    Journal journal = opened(at("j"));
    sender::TxStore& store = journal.transactions();

    std::vector<std::uint64_t> nonces(const Result<std::vector<TxRecord>>& records) {
        EXPECT_TRUE(records.has_value()) << (records ? "" : records.error().what);
        std::vector<std::uint64_t> found;
        for (const TxRecord& record : records.value_or(std::vector<TxRecord>{}))
            found.push_back(record.nonce);
        return found;
    }
    std::vector<std::uint64_t> unfinished() {
        return nonces(store.unfinished(kTestChain, key.address()));
    }
    void expect_stored(const TxRecord& record) {
        const auto found = store.find(record.key);
        ASSERT_TRUE(found && *found) << (found ? "absent" : found.error().what);
        EXPECT_TRUE(**found == record);
    }
};

BALLAST_BOTH_STORES(Transactions);

using Nonces = std::vector<std::uint64_t>;

TEST_P(Transactions, OutliveTheProgramWithEveryField) {
    TxRecord record = signed_record(key, 7);
    record.fees = {U256(1), U256(2), U256(3), U256(4), U256(5), U256(6)};
    record.final_block = 8;
    EXPECT_FALSE(store.find(record.key)->has_value());
    ASSERT_TRUE(store.insert(record).has_value());
    expect_stored(record);
    record.attempts.push_back(signed_attempt(key, 7, 113, sender::AttemptKind::cancel));
    ASSERT_TRUE(store.add_attempt(record.key, record.attempts.back()).has_value());
    record.state = TxState::included;
    record.reason = TxReason::past_deadline;
    record.hurry_cap = U256(9);
    record.wait = {10, {11}};
    record.inclusion = sender::Inclusion{.tx_hash = record.attempts[0].tx_hash,
                                         .block_number = 12,
                                         .block_hash = record.key,
                                         .block_time = {1'722'830'412},
                                         .succeeded = true,
                                         .fee = *U256::from_text("0xffffffffffffffffffff")};
    ASSERT_TRUE(store.update(record).has_value());
    expect_stored(record);
    const Journal reader = opened(at("j"), Journal::Mode::read);
    EXPECT_TRUE(**const_cast<Journal&>(reader).transactions().find(record.key) == record);
    record.inclusion.reset();
    record.state = TxState::sent;
    record.reason = TxReason::reorganised;
    ASSERT_TRUE(store.update(record).has_value());
    expect_stored(record);
}

TEST_P(Transactions, AreListedByAccountAndNonce) {
    const chain::SecretKey other = test_key(2);
    for (const std::uint64_t nonce : {12UL, 3UL, 100UL})
        ASSERT_TRUE(store.insert(signed_record(key, nonce)).has_value());
    TxRecord foreign = signed_record(other, 200);
    ASSERT_TRUE(store.insert(foreign).has_value());
    EXPECT_EQ(unfinished(), (Nonces{3, 12, 100}));
    EXPECT_EQ((*store.last(kTestChain, key.address()))->nonce, 100U);
    EXPECT_FALSE(store.last(1, key.address())->has_value());

    TxRecord done = signed_record(key, 12);
    done.state = TxState::succeeded;
    ASSERT_TRUE(store.update(done).has_value());
    EXPECT_EQ(unfinished(), (Nonces{3, 100}));
    ASSERT_TRUE(store.add_attempt(done.key, signed_attempt(key, 12, 101)).has_value());
    EXPECT_EQ(nonces(store.since(kTestChain, key.address(), {0})), (Nonces{3, 100}));
}

TEST_P(Transactions, OneKeyAndOneNonceAreOneTransaction) {
    const TxRecord first = signed_record(key, 1);
    ASSERT_TRUE(store.insert(first).has_value());
    TxRecord same_key = signed_record(key, 2);
    same_key.key = first.key;
    EXPECT_EQ(store.insert(same_key).error().code, Errc::mismatch);
    TxRecord same_nonce = signed_record(key, 1);
    same_nonce.key.bytes[0] = 1;
    EXPECT_EQ(store.insert(same_nonce).error().code, Errc::mismatch);
    EXPECT_EQ(store.add_attempt(first.key, first.attempts[0]).error().code, Errc::mismatch);
    TxRecord absent = signed_record(key, 3);
    EXPECT_EQ(store.add_attempt(absent.key, absent.attempts[0]).error().code, Errc::mismatch);
    EXPECT_EQ(store.update(absent).error().code, Errc::mismatch);
    expect_stored(first);
    EXPECT_EQ(unfinished(), (Nonces{1}));
}

TEST_P(Transactions, AForeignOneStopsItsAccountUntilSomebodyLooked) {
    TxRecord record = signed_record(key, 1);
    ASSERT_TRUE(store.insert(record).has_value());
    EXPECT_FALSE(*store.is_stopped(kTestChain, key.address()));
    record.state = TxState::foreign;
    ASSERT_TRUE(store.update(record).has_value());
    EXPECT_TRUE(*store.is_stopped(kTestChain, key.address()));
    EXPECT_FALSE(*store.is_stopped(kTestChain, test_key(2).address()));
    EXPECT_FALSE(*store.is_stopped(1, key.address()));
    ASSERT_TRUE(store.clear_stop(kTestChain, key.address()).has_value());
    ASSERT_TRUE(store.update(record).has_value()) << "foreign already";
    EXPECT_FALSE(*store.is_stopped(kTestChain, key.address()));
}

TEST_P(Transactions, WhatIsNotTheRecordsIsNotStored) {
    const TxRecord good = signed_record(key, 1);
    TxRecord record = good;
    record.nonce = 2;
    EXPECT_EQ(store.insert(record).error().code, Errc::bad_data);
    record = good;
    record.chain_id = 1;
    EXPECT_EQ(store.insert(record).error().code, Errc::bad_data);
    record = good;
    record.attempts[0].tx_hash.bytes[3] ^= 1;
    EXPECT_EQ(store.insert(record).error().code, Errc::bad_data);
    record = good;
    record.attempts.clear();
    EXPECT_EQ(store.insert(record).error().code, Errc::bad_data);
    record = good;
    record.inclusion = sender::Inclusion{};
    EXPECT_EQ(store.insert(record).error().code, Errc::bad_data);
    EXPECT_TRUE(unfinished().empty());
}

TEST_P(Transactions, AReaderChangesNothing) {
    const TxRecord record = signed_record(key, 1);
    ASSERT_TRUE(store.insert(record).has_value());
    Journal reader = opened(at("j"), Journal::Mode::read);
    EXPECT_EQ(reader.transactions().insert(signed_record(key, 2)).error().code, Errc::cannot_write);
    EXPECT_EQ(reader.transactions().update(record).error().code, Errc::cannot_write);
    EXPECT_EQ(reader.transactions().clear_stop(kTestChain, key.address()).error().code,
              Errc::cannot_write);
}

TEST_P(Transactions, ADayIsOfWhatIsOpenAndOfWhatWasIncludedInIt) {
    for (const std::uint64_t nonce : {1U, 2U, 3U, 4U}) {
        TxRecord record = signed_record(key, nonce);
        ASSERT_TRUE(store.insert(record).has_value());
        if (nonce == 4) continue;
        record.state = nonce == 3 ? TxState::foreign : TxState::succeeded;
        if (nonce != 3)
            record.inclusion = sender::Inclusion{.tx_hash = record.attempts[0].tx_hash,
                                                 .block_number = nonce,
                                                 .block_hash = record.key,
                                                 .block_time = {1'000 * std::int64_t(nonce)},
                                                 .succeeded = true,
                                                 .fee = U256(1)};
        ASSERT_TRUE(store.update(record).has_value());
    }
    const auto since = [&](std::int64_t time) {
        return nonces(store.since(kTestChain, key.address(), {time}));
    };
    EXPECT_EQ(since(2'001), (Nonces{4}));
    EXPECT_EQ(since(2'000), (Nonces{2, 4}));
    EXPECT_EQ(since(1'000), (Nonces{1, 2, 4})) << "what a stranger paid is not ours";
}

std::string hex_of(const sender::Attempt& attempt) {
    return "raw = '" + to_hex(attempt.raw) + "', tx_hash = '" + to_hex(attempt.tx_hash) + "'";
}

TEST_P(Transactions, DamagedRowIsAnError) {
    ASSERT_TRUE(store.insert(signed_record(key, 1)).has_value());
    journal = opened(at("other"));
    const std::string stranger = hex_of(signed_attempt(test_key(2), 1, 100));
    const std::string other_nonce = hex_of(signed_attempt(key, 2, 100));
    for (const std::string& change :
         {std::string("attempts SET raw = '0x02'"),
          std::string("attempts SET raw = 'text'"),
          std::string("attempts SET tx_hash = '0x00'"),
          std::string("attempts SET position = 1"),
          std::string("attempts SET kind = 'none'"),
          "attempts SET " + stranger,
          "attempts SET " + other_nonce,
          std::string("transactions SET state = 'gone'"),
          std::string("transactions SET reason = ''"),
          std::string("transactions SET nonce = 2"),
          std::string("transactions SET nonce = -1"),
          std::string("transactions SET urgent = 2"),
          std::string("transactions SET fee_cap = 'x'"),
          std::string("transactions SET tip_floor = 'x'"),
          std::string("transactions SET urgent_day = ''"),
          std::string("transactions SET hurry_cap = '-1'"),
          std::string("transactions SET wait_since = -1"),
          std::string("transactions SET final_block = -1"),
          "transactions SET account = '" + to_hex(test_key(2).address()) + "'",
          std::string("transactions SET chain_id = 1")}) {
        Journal bad = opened(damaged(at("j"), "UPDATE " + change), Journal::Mode::read);
        const auto found = bad.transactions().find(signed_record(key, 1).key);
        ASSERT_FALSE(found.has_value()) << change;
        EXPECT_EQ(found.error().code, Errc::bad_data) << change;
    }
}

}  // namespace
}  // namespace ballast::audit
