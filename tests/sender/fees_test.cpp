// SPDX-License-Identifier: MIT
#include "sender/fees.hpp"

#include <gtest/gtest.h>

#include "sender/attempt.hpp"
#include "sender/gap.hpp"
#include "sender/replacement.hpp"
#include "tests/base/seeded.hpp"
#include "tests/sender/test_signer.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::sender {
namespace {

/// Any number of at most `words` 64-bit words, of any width.
U256 any(std::mt19937_64& generator, unsigned words) {
    U256 value(ballast::test::random_width(generator, 64));
    for (unsigned i = 1; i < words; ++i)
        if (generator() % 2 == 0)
            value = value * U256(1ULL << 32U) * U256(1ULL << 32U) + U256(generator());
    return value;
}

U256 eighth_more(const U256& old) {
    return mul_div_up(old, U256(9), U256(8));
}

FeePolicy any_policy(std::mt19937_64& generator) {
    FeePolicy policy;
    policy.base_floor = any(generator, 1);
    policy.tip_floor = any(generator, 1);
    policy.routine_cap = any(generator, 2);
    policy.urgent_cap = any(generator, 2);
    policy.routine_day = any(generator, 3);
    policy.urgent_day = any(generator, 3);
    return policy;
}

TEST(FeesTest, FirstFeesAreTwiceTheBaseFeeAndTheTip) {
    const FeePolicy policy;
    const Fees fees =
        first_fees(U256(7'000'000'000), U256(2'000'000'000), U256(100'000'000'000), policy);
    EXPECT_EQ(fees, (Fees{U256(16'000'000'000), U256(2'000'000'000)}));
    // A market of nothing still pays the floors.
    EXPECT_EQ(first_fees(U256(0), U256(0), U256(100'000'000'000), policy),
              (Fees{U256(3'000'000'000), U256(1'000'000'000)}));
}

TEST(FeesTest, NothingIsEverAboveItsCap) {
    auto generator = ballast::test::seeded_generator();
    const int cases = ballast::test::cases(20'000, 2'000'000);
    for (int i = 0; i < cases; ++i) {
        const FeePolicy policy = any_policy(generator);
        const bool urgent = generator() % 2 == 0;
        const U256 request_cap = any(generator, 2);
        const U256 cap = call_cap(policy, urgent, request_cap);
        ASSERT_LE(cap, request_cap);
        ASSERT_LE(cap, urgent ? policy.urgent_cap : policy.routine_cap);
        const Fees fees = first_fees(any(generator, 4), any(generator, 4), cap, policy);
        ASSERT_LE(fees.max_fee, cap);
        ASSERT_LE(fees.tip, fees.max_fee);
    }
    std::printf("first_fees=%d\n", cases);
}

TEST(FeesTest, AReplacementOutbidsBothFieldsByAnEighthOrIsNone) {
    auto generator = ballast::test::seeded_generator();
    const int cases = ballast::test::cases(20'000, 2'000'000);
    int made = 0;
    for (int i = 0; i < cases; ++i) {
        const U256 cap = any(generator, 2);
        const Fees old =
            first_fees(any(generator, 2), any(generator, 2),
                       generator() % 2 == 0 ? cap : any(generator, 2), any_policy(generator));
        const Fees fresh =
            first_fees(any(generator, 4), any(generator, 4), cap, any_policy(generator));
        const auto fees = replacement_fees(old, fresh, cap);
        ASSERT_EQ(fees.has_value(),
                  std::max(eighth_more(old.max_fee), old.max_fee + U256(1)) <= cap);
        if (!fees) continue;
        ++made;
        ASSERT_LE(fees->max_fee, cap);
        ASSERT_LE(fees->tip, fees->max_fee);
        ASSERT_GE(fees->max_fee, eighth_more(old.max_fee));
        ASSERT_GE(fees->tip, eighth_more(old.tip));
        ASSERT_GT(fees->max_fee, old.max_fee);
        ASSERT_GT(fees->tip, old.tip);
        ASSERT_GE(fees->max_fee, std::min(fresh.max_fee, cap));
    }
    ASSERT_GT(made, cases / 10);
    std::printf("replacements=%d of=%d\n", made, cases);
}

TEST(FeesTest, ACancellationAlwaysFindsRoomAboveACallAtItsCap) {
    auto generator = ballast::test::seeded_generator();
    for (int i = 0; i < 20'000; ++i) {
        const U256 cap = any(generator, 2);
        const Fees at_cap{cap, cap};
        ASSERT_TRUE(replacement_fees(at_cap, at_cap, cancel_cap(cap)));
        ASSERT_FALSE(replacement_fees(at_cap, at_cap, cap));
    }
}

TEST(FeesTest, ABudgetIsNeverOverspent) {
    auto generator = ballast::test::seeded_generator();
    int fitted = 0;
    for (int i = 0; i < 20'000; ++i) {
        const FeePolicy policy = any_policy(generator);
        const bool urgent = generator() % 2 == 0;
        const U256 committed = any(generator, 3);
        const U256 addition = any(generator, 3);
        const bool fits = fits_budget(policy, urgent, committed, addition);
        ASSERT_EQ(fits, committed + addition <= (urgent ? policy.urgent_day : policy.routine_day));
        fitted += fits ? 1 : 0;
    }
    ASSERT_GT(fitted, 2'000);
}

TEST(FeesTest, ARecordCommitsTheDearestOfItsAttemptsUntilItIsFinal) {
    test::TestSigner signer(7);
    TxRecord record;
    record.chain_id = 1;
    record.account = signer.address();
    for (const std::uint64_t fee : {10U, 30U, 20U})
        record.attempts.push_back(
            *sign_attempt(signer, empty_transaction(1, signer.address(), 0, {U256(fee), U256(1)}),
                          AttemptKind::fill, UnixSeconds{1}));
    EXPECT_EQ(*committed_fee(record), U256(30 * 21'000));
    record.inclusion = Inclusion{record.attempts[0].tx_hash, 1, {}, {}, true, U256(7)};
    record.state = TxState::included;
    EXPECT_EQ(*committed_fee(record), U256(30 * 21'000));
    record.state = TxState::cancelled;
    EXPECT_EQ(*committed_fee(record), U256(7));
    record.state = TxState::foreign;
    record.inclusion.reset();
    EXPECT_EQ(*committed_fee(record), U256(0));
}

TEST(GapTest, NamesWhatIsMissingBelowOurs) {
    const auto open = [](std::initializer_list<std::uint64_t> nonces) {
        std::vector<TxRecord> records;
        for (const std::uint64_t nonce : nonces) {
            records.emplace_back();
            records.back().nonce = nonce;
        }
        return records;
    };
    using Nonces = std::vector<std::uint64_t>;
    EXPECT_EQ(*missing_nonces(5, open({}), 100), Nonces());
    EXPECT_EQ(*missing_nonces(5, open({3, 4}), 100), Nonces());
    EXPECT_EQ(*missing_nonces(5, open({4, 5, 6}), 100), Nonces());
    EXPECT_EQ(*missing_nonces(5, open({9}), 100), (Nonces{5, 6, 7, 8}));
    EXPECT_EQ(*missing_nonces(5, open({3, 6, 8}), 100), (Nonces{5, 7}));
    EXPECT_EQ(missing_nonces(5, open({105}), 100)->size(), 100U);
    EXPECT_FALSE(missing_nonces(5, open({106}), 100));
    EXPECT_FALSE(missing_nonces(0, open({~std::uint64_t{0}}), 100));
}

}  // namespace
}  // namespace ballast::sender
