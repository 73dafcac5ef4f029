// SPDX-License-Identifier: MIT
#include "chain/transaction.hpp"

#include <algorithm>
#include <string>

#include "base/hash.hpp"
#include "chain/rlp.hpp"
#include "chain/signer.hpp"

namespace ballast::chain {
namespace {

constexpr std::uint8_t kType = 0x02;
constexpr std::size_t kUnsignedFields = 9;
constexpr std::size_t kSignedFields = 12;

Rlp access_list_rlp(const std::vector<AccessListItem>& list) {
    std::vector<Rlp> items;
    for (const AccessListItem& item : list) {
        std::vector<Rlp> keys;
        for (const Hash32& key : item.storage_keys)
            keys.emplace_back(key.view());
        items.emplace_back(std::vector<Rlp>{Rlp(item.address.view()), Rlp(std::move(keys))});
    }
    return Rlp(std::move(items));
}

std::vector<Rlp> fields_of(const Transaction& tx) {
    return {Rlp(U256(tx.chain_id)),
            Rlp(U256(tx.nonce)),
            Rlp(tx.max_priority_fee_per_gas),
            Rlp(tx.max_fee_per_gas),
            Rlp(U256(tx.gas_limit)),
            tx.to ? Rlp(tx.to->view()) : Rlp(Bytes{}),
            Rlp(tx.value),
            Rlp(tx.data),
            access_list_rlp(tx.access_list)};
}

Bytes typed(std::vector<Rlp> fields) {
    Bytes bytes{kType};
    append(bytes, rlp_encode(Rlp(std::move(fields))));
    return bytes;
}

/// Reads fields in order and keeps the first fault, so that the reading itself stays in line.
class FieldReader {
  public:
    FieldReader(const std::vector<Rlp>& fields, std::string place)
        : fields_(fields), place_(std::move(place)) {}

    U256 integer() {
        auto value = next().as_integer();
        if (!value) note(value.error().what);
        return value.value_or(U256());
    }

    std::uint64_t integer64() {
        auto value = integer().to_u64();
        if (!value) note(value.error().what);
        return value.value_or(0);
    }

    Bytes bytes() {
        const Bytes* value = next().as_bytes();
        if (value == nullptr) note("a list stands where bytes must");
        return value == nullptr ? Bytes{} : *value;
    }

    const std::vector<Rlp>& list() {
        static const std::vector<Rlp> kNone;
        const auto* value = next().as_list();
        if (value == nullptr) note("bytes stand where a list must");
        return value == nullptr ? kNone : *value;
    }

    template <class Fixed>
    Fixed fixed() {
        const Bytes value = bytes();
        Fixed result;
        if (value.size() != Fixed::kSize)
            note("expected " + std::to_string(Fixed::kSize) + " bytes");
        else
            std::copy(value.begin(), value.end(), result.bytes.begin());
        return result;
    }

    std::optional<Address> recipient() {
        const Bytes* value = fields_[index_].as_bytes();
        if (value == nullptr || !value->empty()) return fixed<Address>();
        ++index_;
        return std::nullopt;
    }

    void note(const std::string& fault) {
        if (fault_.empty())
            fault_ = "field " + std::to_string(index_) + " of " + place_ + ": " + fault;
    }
    [[nodiscard]] const std::string& fault() const { return fault_; }

  private:
    /// Requires that a field is left; the number of fields is checked before.
    const Rlp& next() { return fields_[index_++]; }

    const std::vector<Rlp>& fields_;
    std::string place_;
    std::size_t index_ = 0;
    std::string fault_;
};

std::vector<AccessListItem> read_access_list(FieldReader& reader) {
    std::vector<AccessListItem> list;
    for (const Rlp& entry : reader.list()) {
        const auto* pair = entry.as_list();
        if (pair == nullptr || pair->size() != 2) {
            reader.note("an entry is not a pair of address and keys");
            return list;
        }
        FieldReader inner(*pair, "an access list entry");
        AccessListItem item{inner.fixed<Address>(), {}};
        const std::vector<Rlp>& keys = inner.list();
        FieldReader key_reader(keys, "the storage keys");
        for (std::size_t i = 0; i < keys.size(); ++i)
            item.storage_keys.push_back(key_reader.fixed<Hash32>());
        for (const auto* fault : {&inner.fault(), &key_reader.fault()})
            if (!fault->empty()) reader.note(*fault);
        list.push_back(std::move(item));
    }
    return list;
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
    tx.access_list = read_access_list(reader);
    return tx;
}

tl::unexpected<Error> bad(const std::string& reason) {
    return fail(Errc::bad_data, "not an EIP-1559 transaction: " + reason);
}

Result<std::vector<Rlp>> split_fields(ByteView bytes, std::size_t count) {
    if (bytes.empty() || bytes.front() != kType) return bad("it does not start with 0x02");
    const auto tree = rlp_decode(bytes.subspan(1));
    if (!tree) return bad(tree.error().what);
    const auto* fields = tree->as_list();
    if (fields == nullptr || fields->size() != count)
        return bad("it has not " + std::to_string(count) + " fields");
    return *fields;
}

}  // namespace

Bytes encode_unsigned(const Transaction& transaction) {
    return typed(fields_of(transaction));
}

Hash32 signing_hash(const Transaction& transaction) {
    return keccak256(encode_unsigned(transaction));
}

Bytes encode_signed(const SignedTransaction& transaction) {
    std::vector<Rlp> fields = fields_of(transaction.transaction);
    fields.emplace_back(U256(transaction.signature.y_parity));
    fields.emplace_back(U256::from_big_endian(transaction.signature.r.view()));
    fields.emplace_back(U256::from_big_endian(transaction.signature.s.view()));
    return typed(std::move(fields));
}

Result<Transaction> decode_unsigned(ByteView bytes) {
    const auto fields = split_fields(bytes, kUnsignedFields);
    if (!fields) return fail(fields.error());
    FieldReader reader(*fields, "the transaction");
    Transaction tx = read_transaction(reader);
    if (!reader.fault().empty()) return bad(reader.fault());
    return tx;
}

Result<SignedTransaction> decode_signed(ByteView raw) {
    const auto fields = split_fields(raw, kSignedFields);
    if (!fields) return fail(fields.error());
    FieldReader reader(*fields, "the transaction");
    SignedTransaction tx;
    tx.transaction = read_transaction(reader);
    const std::uint64_t y_parity = reader.integer64();
    if (y_parity > 1) reader.note("the parity is not 0 or 1");
    tx.signature.y_parity = static_cast<std::uint8_t>(y_parity & 1U);
    tx.signature.r = reader.integer().to_big_endian();
    tx.signature.s = reader.integer().to_big_endian();
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
