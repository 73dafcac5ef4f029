// SPDX-License-Identifier: MIT
#include "chain/envelope.hpp"

#include <array>
#include <string>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/rlp.hpp"
#include "chain/signer.hpp"
#include "chain/transaction_fields.hpp"

namespace ballast::chain {
namespace {

constexpr std::uint8_t kAccessListType = 0x01;
constexpr std::array<std::uint8_t, 1> kAccessListPrefix{kAccessListType};
constexpr std::uint8_t kDynamicFeeType = 0x02;
/// From here on the first byte is an RLP list's: EIP-2718.
constexpr std::uint8_t kListBase = 0xc0;
constexpr std::size_t kLegacyFields = 9;
constexpr std::size_t kAccessListUnsigned = 8;
constexpr std::size_t kAccessListSigned = 11;
constexpr std::string_view kAccessListName = "EIP-2930";

tl::unexpected<Error> bad(const std::string& reason) {
    return fail(Errc::bad_data, "not a transaction: " + reason);
}

/// What legacy and EIP-2930 transactions have in common.
template <class Tx>
void add_common(RlpList& fields, const Tx& tx) {
    fields.add_integer(tx.nonce);
    fields.add_integer(tx.gas_price);
    fields.add_integer(tx.gas_limit);
    add_recipient(fields, tx.to);
    fields.add_integer(tx.value);
    fields.add(tx.data);
}

template <class Tx>
void read_common(FieldReader& reader, Tx& tx) {
    tx.nonce = reader.integer64();
    tx.gas_price = reader.integer();
    tx.gas_limit = reader.integer64();
    tx.to = reader.recipient();
    tx.value = reader.integer();
    tx.data = reader.bytes();
}

RlpList fields_of(const AccessListTransaction& tx) {
    RlpList fields;
    fields.add_integer(tx.chain_id);
    add_common(fields, tx);
    add_access_list(fields, tx.access_list);
    return fields;
}

/// The six fields and three more: chain id, 0, 0 where it is to be signed, else v, r, s.
Bytes legacy_bytes(const LegacyTransaction& tx, const U256& v, const U256& r, const U256& s) {
    BALLAST_CHECK(tx.chain_id > 0);
    RlpList fields;
    add_common(fields, tx);
    for (const U256& last : {v, r, s})
        fields.add_integer(last);
    return fields.encode();
}

Bytes unsigned_bytes(const LegacyTransaction& tx) {
    return legacy_bytes(tx, U256(tx.chain_id), U256(0), U256(0));
}
Bytes unsigned_bytes(const AccessListTransaction& tx) {
    return fields_of(tx).encode(kAccessListPrefix);
}
Bytes unsigned_bytes(const Transaction& tx) {
    return encode_unsigned(tx);
}

Bytes signed_bytes(const LegacyTransaction& tx, const Signature& signature) {
    BALLAST_CHECK(signature.y_parity <= 1);  // 2 would be the same signature on another chain
    const U256 v = U256(35) + U256(signature.y_parity) + U256(2) * U256(tx.chain_id);
    return legacy_bytes(tx, v, U256::from_big_endian(signature.r.view()),
                        U256::from_big_endian(signature.s.view()));
}
Bytes signed_bytes(const AccessListTransaction& tx, const Signature& signature) {
    RlpList fields = fields_of(tx);
    add_signature(fields, signature);
    return fields.encode(kAccessListPrefix);
}
Bytes signed_bytes(const Transaction& tx, const Signature& signature) {
    return encode_signed(SignedTransaction{tx, signature});
}

struct Legacy {
    LegacyTransaction transaction;
    U256 v;
    U256 r;
    U256 s;
};

/// Leaves the chain id, which v holds, to the caller.
Result<Legacy> read_legacy(ByteView bytes) {
    const auto tree = rlp_decode(bytes);
    if (!tree) return bad(tree.error().what);
    const auto* fields = tree->as_list();
    if (fields == nullptr || fields->size() != kLegacyFields)
        return bad("a legacy one has 9 fields");
    FieldReader reader(*fields, "the transaction");
    Legacy legacy;
    read_common(reader, legacy.transaction);
    legacy.v = reader.integer();
    legacy.r = reader.integer();
    legacy.s = reader.integer();
    if (!reader.fault().empty()) return bad(reader.fault());
    return legacy;
}

Status set_chain_id(LegacyTransaction& tx, const U256& chain_id) {
    const auto fits = chain_id.to_u64();
    if (!fits) return bad("its chain id does not fit 64 bits");
    if (*fits == 0) return bad("its chain id is 0");
    tx.chain_id = *fits;
    return {};
}

Result<AnyTransaction> legacy_unsigned(ByteView bytes) {
    auto legacy = read_legacy(bytes);
    if (!legacy) return fail(legacy.error());
    if (legacy->r != U256(0) || legacy->s != U256(0)) return bad("it is signed already");
    if (auto done = set_chain_id(legacy->transaction, legacy->v); !done) return fail(done.error());
    return std::move(legacy->transaction);
}

Result<Envelope> legacy_signed(ByteView raw) {
    auto legacy = read_legacy(raw);
    if (!legacy) return fail(legacy.error());
    if (legacy->r == U256(0) && legacy->s == U256(0)) return bad("it is not signed");
    if (legacy->v < U256(35))
        return bad("v is " + legacy->v.to_decimal() +
                   ", so that it holds on every chain (EIP-155)");
    const U256 past = legacy->v - U256(35);
    if (auto done = set_chain_id(legacy->transaction, past >> 1U); !done) return fail(done.error());
    const Signature signature{
        .r = legacy->r.to_big_endian(),
        .s = legacy->s.to_big_endian(),
        .y_parity = static_cast<std::uint8_t>(past.to_big_endian().bytes[31] & 1U)};
    return Envelope{std::move(legacy->transaction), signature};
}

AccessListTransaction read_access_list_transaction(FieldReader& reader) {
    AccessListTransaction tx;
    tx.chain_id = reader.integer64();
    read_common(reader, tx);
    tx.access_list = reader.access_list();
    return tx;
}

Result<AnyTransaction> access_list_unsigned(ByteView bytes) {
    const auto fields = split_typed(bytes, kAccessListType, kAccessListUnsigned, kAccessListName);
    if (!fields) return fail(fields.error());
    FieldReader reader(*fields, "the transaction");
    AccessListTransaction tx = read_access_list_transaction(reader);
    if (!reader.fault().empty()) return bad(reader.fault());
    return tx;
}

Result<Envelope> access_list_signed(ByteView raw) {
    const auto fields = split_typed(raw, kAccessListType, kAccessListSigned, kAccessListName);
    if (!fields) return fail(fields.error());
    FieldReader reader(*fields, "the transaction");
    Envelope envelope;
    envelope.transaction = read_access_list_transaction(reader);
    envelope.signature = reader.signature();
    if (!reader.fault().empty()) return bad(reader.fault());
    return envelope;
}

tl::unexpected<Error> unknown_type(ByteView bytes) {
    if (bytes.empty()) return bad("there are no bytes");
    return bad("its type " + to_hex(bytes.first(1)) + " is not read; 0x01, 0x02 and legacy are");
}

}  // namespace

std::uint64_t chain_id_of(const AnyTransaction& transaction) {
    return std::visit([](const auto& tx) { return tx.chain_id; }, transaction);
}

Bytes encode_unsigned(const AnyTransaction& transaction) {
    return std::visit([](const auto& tx) { return unsigned_bytes(tx); }, transaction);
}

Hash32 signing_hash(const AnyTransaction& transaction) {
    return keccak256(encode_unsigned(transaction));
}

Bytes encode_signed(const Envelope& envelope) {
    return std::visit([&](const auto& tx) { return signed_bytes(tx, envelope.signature); },
                      envelope.transaction);
}

Result<AnyTransaction> decode_any_unsigned(ByteView bytes) {
    if (!bytes.empty() && bytes.front() >= kListBase) return legacy_unsigned(bytes);
    if (!bytes.empty() && bytes.front() == kAccessListType) return access_list_unsigned(bytes);
    if (bytes.empty() || bytes.front() != kDynamicFeeType) return unknown_type(bytes);
    auto tx = decode_unsigned(bytes);
    if (!tx) return fail(tx.error());
    return std::move(*tx);
}

Result<Envelope> decode_envelope(ByteView raw) {
    if (!raw.empty() && raw.front() >= kListBase) return legacy_signed(raw);
    if (!raw.empty() && raw.front() == kAccessListType) return access_list_signed(raw);
    if (raw.empty() || raw.front() != kDynamicFeeType) return unknown_type(raw);
    auto tx = decode_signed(raw);
    if (!tx) return fail(tx.error());
    return Envelope{std::move(tx->transaction), tx->signature};
}

Result<Address> recover_sender(const Envelope& envelope, std::uint64_t chain_id) {
    if (const std::uint64_t named = chain_id_of(envelope.transaction); named != chain_id)
        return fail(Errc::mismatch, "the transaction is for chain " + std::to_string(named) +
                                        ", not for chain " + std::to_string(chain_id));
    return recover(signing_hash(envelope.transaction), envelope.signature);
}

}  // namespace ballast::chain
