// SPDX-License-Identifier: MIT
#include "keys/local_signer.hpp"

#include <gtest/gtest.h>

#include <type_traits>

#include "base/hash.hpp"

namespace ballast::keys {
namespace {

chain::SecretKey test_key() {
    return *chain::SecretKey::from_bytes(Bytes(32, 7));
}

chain::Transaction transaction_on(std::uint64_t chain_id) {
    chain::Transaction made;
    made.chain_id = chain_id;
    made.gas_limit = 21'000;
    made.to = test_key().address();
    made.data = Bytes{1, 2, 3};
    return made;
}

chain::Eip712Document document_on(std::optional<U256> chain_id) {
    chain::Eip712Document made;
    made.types = {{"Note", {{"uint256", "value"}}}};
    made.primary = "Note";
    made.domain.name = "Test";
    made.domain.chain_id = chain_id;
    made.message = chain::AbiValue::list({chain::AbiValue::uint(5)});
    return made;
}

TEST(LocalSigner, SignsForItsChainAlone) {
    LocalSigner signer(test_key(), 5);
    const auto raw = signer.sign_transaction(transaction_on(5));
    ASSERT_TRUE(raw);
    const auto read = chain::decode_signed(*raw);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->transaction, transaction_on(5));
    EXPECT_EQ(chain::recover_sender(*read).value(), signer.address());
    EXPECT_EQ(signer.sign_transaction(transaction_on(1)).error().code, Errc::configuration);

    const auto signature = signer.sign_typed_data(document_on(U256(5)));
    ASSERT_TRUE(signature);
    const auto digest = chain::signing_digest(document_on(U256(5)));
    EXPECT_EQ(chain::recover(*digest, *signature).value(), signer.address());
    for (const auto& other : {document_on(U256(1)), document_on(std::nullopt)})
        EXPECT_EQ(signer.sign_typed_data(other).error().code, Errc::configuration);
}

TEST(Unchecked, GivesOutOnlyWhatRecovers) {
    const chain::SecretKey key = test_key();
    const Hash32 digest = keccak256(Bytes{1});
    const chain::Signature good = key.sign(digest);
    using Text = chain::Unchecked<std::string>;
    EXPECT_EQ(Text("x", {{digest, good, key.address()}}).check().value(), "x");

    chain::Signature flipped = good;
    flipped.s.bytes[31] ^= 1U;
    EXPECT_EQ(Text("x", {{digest, flipped, key.address()}}).check().error().code, Errc::our_bug);
    EXPECT_FALSE(Text("x", {{keccak256(Bytes{2}), good, key.address()}}).check());
    EXPECT_FALSE(Text("x", {{digest, good, chain::Address{}}}).check());
}

TEST(Unchecked, CarriesEveryCheckThroughWhatIsBuilt) {
    const chain::SecretKey key = test_key();
    const Hash32 first = keccak256(Bytes{1});
    chain::Signature bad = key.sign(first);
    bad.r.bytes[31] ^= 1U;
    for (const bool broken : {false, true}) {
        chain::Unchecked<chain::Signature> report(
            bad, {{first, broken ? bad : key.sign(first), key.address()}});
        auto both = std::move(report).then(
            [&](const chain::Signature& signature) { return key.sign_unchecked(signature.r); });
        auto text =
            std::move(both).then([](const chain::Signature&) { return std::string("raw"); });
        EXPECT_EQ(std::move(text).check().has_value(), !broken);
    }
}

}  // namespace
}  // namespace ballast::keys
