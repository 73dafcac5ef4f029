// SPDX-License-Identifier: MIT
#include "chain/eip712.hpp"

#include <set>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/eip712_parts.hpp"

namespace ballast::chain {
namespace {

tl::unexpected<Error> bad(std::string_view type, std::string_view reason) {
    return fail(Errc::bad_data,
                "EIP-712 type \"" + std::string(type.substr(0, 80)) + "\" " + std::string(reason));
}

/// Adds `name` and every struct it reaches to `found`.
Status collect(const Eip712Types& types, std::string_view name, std::set<std::string>& found) {
    const auto type = types.find(name);
    if (type == types.end()) return bad(name, "is not defined");
    if (!found.insert(type->first).second) return {};
    for (const Eip712Member& member : type->second) {
        const std::string_view base = eip712_base(member.type);
        if (types.find(base) == types.end()) {
            if (const auto atom = eip712_atom(base); !atom) return fail(atom.error());
        } else if (auto done = collect(types, base, found); !done) {
            return done;
        }
    }
    return {};
}

std::string one_type(const std::string& name, const std::vector<Eip712Member>& members) {
    std::string text = name + "(";
    for (const Eip712Member& member : members) {
        if (text.back() != '(') text += ',';
        text += member.type + " " + member.name;
    }
    return text + ")";
}

/// Hashes values of one document; the hashes of its types are worked out once.
class Hasher {
  public:
    explicit Hasher(const Eip712Types& types) : types_(types) {}

    Result<Hash32> structure(std::string_view name, const AbiValue& value) {
        const auto type_hash = hash_of_type(name);
        if (!type_hash) return type_hash;
        const auto& members = types_.find(name)->second;
        const auto* items = value.as_list();
        if (items == nullptr || items->size() != members.size())
            return bad(name, "needs a list of " + std::to_string(members.size()) + " members");
        Bytes data(type_hash->bytes.begin(), type_hash->bytes.end());
        for (std::size_t i = 0; i < members.size(); ++i) {
            const auto word = member(members[i].type, (*items)[i]);
            if (!word) return fail_in(members[i].name, word.error());
            append(data, word->view());
        }
        return keccak256(data);
    }

  private:
    Result<Hash32> hash_of_type(std::string_view name) {
        const auto known = type_hashes_.find(name);
        if (known != type_hashes_.end()) return known->second;
        const auto text = encode_type(types_, name);
        if (!text) return fail(text.error());
        return type_hashes_.emplace(name, keccak256(as_bytes(*text))).first->second;
    }

    /// encodeData of one member: always one word.
    Result<Hash32> member(std::string_view type, const AbiValue& value) {
        if (type.ends_with(']')) return array(type, value);
        if (types_.find(type) == types_.end()) return atom(type, value);
        return is_absent_struct(value) ? Hash32{} : structure(type, value);
    }

    static Result<Hash32> atom(std::string_view text, const AbiValue& value) {
        const auto type = eip712_atom(text);
        if (!type) return fail(type.error());
        if (is_dynamic(*type)) {
            const Bytes* bytes = value.as_bytes();
            if (bytes == nullptr) return bad(text, "needs a byte string");
            return keccak256(*bytes);
        }
        const AbiType alone{AbiKind::tuple, 0, {*type}};
        const auto encoded = abi_encode(alone, AbiValue::list({value}));
        if (!encoded) return fail(encoded.error());
        return U256::from_big_endian(*encoded).to_big_endian();
    }

    /// The outermost dimension is the last pair of brackets.
    Result<Hash32> array(std::string_view type, const AbiValue& value) {
        const auto element = eip712_element(type);
        if (!element) return fail(element.error());
        const auto* items = value.as_list();
        if (items == nullptr) return bad(type, "needs a list");
        if (!eip712_takes(type, items->size()))
            return bad(type, "was given " + std::to_string(items->size()) + " items");
        Bytes data;
        for (const AbiValue& item : *items) {
            const auto word = member(*element, item);
            if (!word) return word;
            append(data, word->view());
        }
        return keccak256(data);
    }

    const Eip712Types& types_;
    std::map<std::string, Hash32, std::less<>> type_hashes_;
};

}  // namespace

Result<std::string> encode_type(const Eip712Types& types, std::string_view primary) {
    std::set<std::string> found;
    if (auto done = collect(types, primary, found); !done) return fail(done.error());
    const auto first = types.find(primary);
    std::string text = one_type(first->first, first->second);
    found.erase(first->first);
    for (const std::string& name : found)
        text += one_type(name, types.find(name)->second);
    return text;
}

Result<Hash32> hash_struct(const Eip712Types& types, std::string_view primary,
                           const AbiValue& value) {
    return Hasher(types).structure(primary, value);
}

Hash32 domain_separator(const Eip712Domain& domain) {
    std::vector<Eip712Member> members;
    std::vector<AbiValue> values;
    const auto add = [&](const char* type, const char* name, AbiValue value) {
        members.push_back({type, name});
        values.push_back(std::move(value));
    };
    if (domain.name) add("string", "name", AbiValue::string(*domain.name));
    if (domain.version) add("string", "version", AbiValue::string(*domain.version));
    if (domain.chain_id) add("uint256", "chainId", AbiValue::uint(*domain.chain_id));
    if (domain.verifying_contract)
        add("address", "verifyingContract", AbiValue::address(*domain.verifying_contract));
    if (domain.salt) add("bytes32", "salt", AbiValue::bytes(domain.salt->view()));
    const Eip712Types types{{"EIP712Domain", std::move(members)}};
    const auto hash = hash_struct(types, "EIP712Domain", AbiValue::list(std::move(values)));
    BALLAST_CHECK(hash.has_value());
    return *hash;
}

Hash32 signing_digest(const Hash32& separator, const Hash32& struct_hash) {
    Bytes message{0x19, 0x01};
    append(message, separator.view());
    append(message, struct_hash.view());
    return keccak256(message);
}

Result<Hash32> signing_digest(const Eip712Document& document) {
    const auto hashed = hash_struct(document.types, document.primary, document.message);
    if (!hashed) return hashed;
    return signing_digest(domain_separator(document.domain), *hashed);
}

}  // namespace ballast::chain
