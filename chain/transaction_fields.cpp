// SPDX-License-Identifier: MIT
#include "chain/transaction_fields.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace ballast::chain {

U256 FieldReader::integer() {
    auto value = next().as_integer();
    if (!value) note(value.error().what);
    return value.value_or(U256());
}

std::uint64_t FieldReader::integer64() {
    auto value = integer().to_u64();
    if (!value) note(value.error().what);
    return value.value_or(0);
}

Bytes FieldReader::bytes() {
    const Bytes* value = next().as_bytes();
    if (value == nullptr) note("a list stands where bytes must");
    return value == nullptr ? Bytes{} : *value;
}

const std::vector<Rlp>& FieldReader::list() {
    static const std::vector<Rlp> kNone;
    const auto* value = next().as_list();
    if (value == nullptr) note("bytes stand where a list must");
    return value == nullptr ? kNone : *value;
}

template <class Fixed>
Fixed FieldReader::fixed() {
    const Bytes value = bytes();
    Fixed result;
    if (value.size() != Fixed::kSize)
        note("expected " + std::to_string(Fixed::kSize) + " bytes");
    else
        std::copy(value.begin(), value.end(), result.bytes.begin());
    return result;
}

Address FieldReader::address() {
    return fixed<Address>();
}

Hash32 FieldReader::hash() {
    return fixed<Hash32>();
}

std::optional<Address> FieldReader::recipient() {
    const Bytes* value = fields_[index_].as_bytes();
    if (value == nullptr || !value->empty()) return address();
    ++index_;
    return std::nullopt;
}

std::vector<AccessListItem> FieldReader::access_list() {
    std::vector<AccessListItem> items;
    for (const Rlp& entry : list()) {
        const auto* pair = entry.as_list();
        if (pair == nullptr || pair->size() != 2) {
            note("an entry is not a pair of address and keys");
            return items;
        }
        FieldReader inner(*pair, "an access list entry");
        AccessListItem item{inner.address(), {}};
        const std::vector<Rlp>& keys = inner.list();
        FieldReader key_reader(keys, "the storage keys");
        for (std::size_t i = 0; i < keys.size(); ++i)
            item.storage_keys.push_back(key_reader.hash());
        for (const auto* fault : {&inner.fault(), &key_reader.fault()})
            if (!fault->empty()) note(*fault);
        items.push_back(std::move(item));
    }
    return items;
}

Signature FieldReader::signature() {
    Signature signature;
    const std::uint64_t y_parity = integer64();
    if (y_parity > 1) note("the parity is not 0 or 1");
    signature.y_parity = static_cast<std::uint8_t>(y_parity & 1U);
    signature.r = integer().to_big_endian();
    signature.s = integer().to_big_endian();
    return signature;
}

void FieldReader::note(const std::string& fault) {
    if (fault_.empty()) fault_ = "field " + std::to_string(index_) + " of " + place_ + ": " + fault;
}

void add_recipient(RlpList& fields, const std::optional<Address>& to) {
    fields.add(to ? to->view() : ByteView());
}

void add_access_list(RlpList& fields, const std::vector<AccessListItem>& list) {
    RlpList items;
    for (const AccessListItem& item : list) {
        RlpList keys;
        for (const Hash32& key : item.storage_keys)
            keys.add(key.view());
        RlpList pair;
        pair.add(item.address.view());
        pair.add(keys);
        items.add(pair);
    }
    fields.add(items);
}

void add_signature(RlpList& fields, const Signature& signature) {
    BALLAST_CHECK(signature.y_parity <= 1);
    fields.add_integer(signature.y_parity);
    fields.add_integer(U256::from_big_endian(signature.r.view()));
    fields.add_integer(U256::from_big_endian(signature.s.view()));
}

Result<std::vector<Rlp>> split_typed(ByteView bytes, std::uint8_t type, std::size_t count,
                                     std::string_view name) {
    const std::string place = "not an " + std::string(name) + " transaction";
    if (bytes.empty() || bytes.front() != type)
        return fail(Errc::bad_data, place + ": it does not start with " + to_hex(Bytes{type}));
    const auto tree = rlp_decode(bytes.subspan(1));
    if (!tree) return fail_in(place, tree.error());
    const auto* fields = tree->as_list();
    if (fields == nullptr || fields->size() != count)
        return fail(Errc::bad_data, place + ": it has not " + std::to_string(count) + " fields");
    return *fields;
}

}  // namespace ballast::chain
