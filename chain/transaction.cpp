// SPDX-License-Identifier: MIT
#include "chain/transaction.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "chain/rlp.hpp"
#include "chain/signer.hpp"
#include "chain/transaction_fields.hpp"

namespace ballast::chain {
namespace {

constexpr std::uint8_t kType = 0x02;
constexpr std::size_t kUnsignedFields = 9;
constexpr std::size_t kSignedFields = 12;
constexpr std::string_view kName = "EIP-1559";

std::vector<Rlp> fields_of(const Transaction& tx) {
    return {Rlp(U256(tx.chain_id)),
            Rlp(U256(tx.nonce)),
            Rlp(tx.max_priority_fee_per_gas),
            Rlp(tx.max_fee_per_gas),
            Rlp(U256(tx.gas_limit)),
            recipient_rlp(tx.to),
            Rlp(tx.value),
            Rlp(tx.data),
            access_list_rlp(tx.access_list)};
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

Bytes encode_unsigned(const Transaction& transaction) {
    return typed_bytes(kType, fields_of(transaction));
}

Hash32 signing_hash(const Transaction& transaction) {
    return keccak256(encode_unsigned(transaction));
}

Bytes encode_signed(const SignedTransaction& transaction) {
    std::vector<Rlp> fields = fields_of(transaction.transaction);
    append_signature(fields, transaction.signature);
    return typed_bytes(kType, std::move(fields));
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
    const Rlp pair(std::vector<Rlp>{Rlp(sender.view()), Rlp(U256(nonce))});
    const Hash32 hash = keccak256(rlp_encode(pair));
    Address address;
    std::copy(hash.bytes.end() - 20, hash.bytes.end(), address.bytes.begin());
    return address;
}

}  // namespace ballast::chain
