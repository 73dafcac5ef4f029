// SPDX-License-Identifier: MIT
#include "chain/transaction.hpp"

#include <algorithm>
#include <array>

#include "base/hash.hpp"
#include "chain/rlp.hpp"
#include "chain/signer.hpp"
#include "chain/transaction_fields.hpp"

namespace ballast::chain {
namespace {

constexpr std::uint8_t kType = 0x02;
constexpr std::size_t kUnsignedFields = 9;
constexpr std::size_t kSignedFields = 12;
constexpr std::array<std::uint8_t, 1> kPrefix{kType};
/// All fields but data and access list, with their headers; only a guess saves an allocation.
constexpr std::size_t kFixedBytesMax = 256;
constexpr std::string_view kName = "EIP-1559";

RlpList fields_of(const Transaction& tx) {
    RlpList fields;
    fields.reserve(kFixedBytesMax + tx.data.size());
    fields.add_integer(tx.chain_id);
    fields.add_integer(tx.nonce);
    fields.add_integer(tx.max_priority_fee_per_gas);
    fields.add_integer(tx.max_fee_per_gas);
    fields.add_integer(tx.gas_limit);
    add_recipient(fields, tx.to);
    fields.add_integer(tx.value);
    fields.add(tx.data);
    add_access_list(fields, tx.access_list);
    return fields;
}

Transaction read_transaction(FieldReader& reader) {
    Transaction tx;
    tx.chain_id = reader.integer64();
    tx.nonce = reader.integer64();
    tx.max_priority_fee_per_gas = reader.integer();
    tx.max_fee_per_gas = reader.integer();
    tx.gas_limit = reader.integer64();
    tx.to = reader.recipient();
    tx.value = reader.integer();
    tx.data = reader.bytes();
    tx.access_list = reader.access_list();
    return tx;
}

tl::unexpected<Error> bad(const std::string& reason) {
    return fail(Errc::bad_data, "not an EIP-1559 transaction: " + reason);
}

}  // namespace

EncodedTransaction::EncodedTransaction(const Transaction& transaction)
    : fields_(fields_of(transaction)) {}

Bytes EncodedTransaction::unsigned_bytes() const {
    return fields_.encode(kPrefix);
}

Hash32 EncodedTransaction::signing_hash() const {
    return keccak256(unsigned_bytes());
}

Bytes EncodedTransaction::signed_bytes(const Signature& signature) && {
    add_signature(fields_, signature);
    return fields_.encode(kPrefix);
}

Bytes encode_unsigned(const Transaction& transaction) {
    return EncodedTransaction(transaction).unsigned_bytes();
}

Hash32 signing_hash(const Transaction& transaction) {
    return EncodedTransaction(transaction).signing_hash();
}

Bytes encode_signed(const SignedTransaction& transaction) {
    return EncodedTransaction(transaction.transaction).signed_bytes(transaction.signature);
}

Result<Transaction> decode_unsigned(ByteView bytes) {
    const auto fields = split_typed(bytes, kType, kUnsignedFields, kName);
    if (!fields) return fail(fields.error());
    FieldReader reader(*fields, "the transaction");
    Transaction tx = read_transaction(reader);
    if (!reader.fault().empty()) return bad(reader.fault());
    return tx;
}

Result<SignedTransaction> decode_signed(ByteView raw) {
    const auto fields = split_typed(raw, kType, kSignedFields, kName);
    if (!fields) return fail(fields.error());
    FieldReader reader(*fields, "the transaction");
    SignedTransaction tx;
    tx.transaction = read_transaction(reader);
    tx.signature = reader.signature();
    if (!reader.fault().empty()) return bad(reader.fault());
    return tx;
}

Hash32 transaction_hash(ByteView raw) {
    return keccak256(raw);
}

Result<Address> recover_sender(const SignedTransaction& transaction) {
    return recover(signing_hash(transaction.transaction), transaction.signature);
}

Address create_address(const Address& sender, std::uint64_t nonce) {
    RlpList pair;
    pair.add(sender.view());
    pair.add_integer(nonce);
    const Hash32 hash = keccak256(pair.encode());
    Address address;
    std::copy(hash.bytes.end() - 20, hash.bytes.end(), address.bytes.begin());
    return address;
}

}  // namespace ballast::chain
