// SPDX-License-Identifier: MIT
#include "chain/eip712_json.hpp"

#include <array>

#include "chain/abi_json.hpp"
#include "chain/eip712_parts.hpp"

namespace ballast::chain {
namespace {

tl::unexpected<Error> bad(const std::string& path, std::string_view reason) {
    return fail(Errc::bad_data, path + ": " + std::string(reason));
}

struct DomainField {
    std::string_view name;
    std::string_view type;
};

/// In the order of the standard, which domain_separator hashes.
constexpr std::array<DomainField, 5> kDomainFields{{{"name", "string"},
                                                    {"version", "string"},
                                                    {"chainId", "uint256"},
                                                    {"verifyingContract", "address"},
                                                    {"salt", "bytes32"}}};

/// Checks that the type of the domain is what the domain's own members make of it.
Status check_domain_type(const Json* type, const JsonObject& domain) {
    if (type == nullptr) return bad("types.EIP712Domain", "is missing");
    const auto members = read_eip712_members(*type, "types.EIP712Domain");
    if (!members) return fail(members.error());
    std::size_t next = 0;
    for (const DomainField& field : kDomainFields) {
        if (domain.find(field.name) == domain.end()) continue;
        if (next == members->size() || (*members)[next].name != field.name ||
            (*members)[next].type != field.type)
            return bad("types.EIP712Domain[" + std::to_string(next) + "]",
                       "must be " + std::string(field.type) + " " + std::string(field.name) +
                           ", which the domain has");
        ++next;
    }
    if (next != members->size())
        return bad("types.EIP712Domain[" + std::to_string(next) + "]",
                   "is not in the domain, or not of EIP-712");
    if (next != domain.size()) return bad("domain", "has a member that is not of EIP-712");
    return {};
}

Result<AbiValue> read_field(const DomainField& field, const Json& json) {
    auto value = abi_from_json(*parse_abi_type(field.type), json);
    if (!value) return bad("domain." + std::string(field.name), value.error().what);
    return value;
}

void set_field(Eip712Domain& domain, std::string_view name, const AbiValue& value) {
    const auto text = [&] {
        return std::string(value.as_bytes()->begin(), value.as_bytes()->end());
    };
    if (name == "name") domain.name = text();
    if (name == "version") domain.version = text();
    if (name == "chainId") domain.chain_id = *value.as_word();
    if (name == "verifyingContract")
        domain.verifying_contract =
            *address_from_bytes(value.as_word()->to_big_endian().view().subspan(12));
    if (name == "salt") domain.salt = U256::from_big_endian(*value.as_bytes()).to_big_endian();
}

Result<Eip712Domain> read_domain(const Json& json, const Json* type) {
    const JsonObject* object = json.as_object();
    if (object == nullptr) return bad("domain", "is not an object");
    if (auto done = check_domain_type(type, *object); !done) return fail(done.error());
    Eip712Domain domain;
    for (const DomainField& field : kDomainFields) {
        const auto found = object->find(field.name);
        if (found == object->end()) continue;
        const auto value = read_field(field, found->second);
        if (!value) return fail(value.error());
        set_field(domain, field.name, *value);
    }
    return domain;
}

Json chain_id_json(const U256& id) {
    if (id > U256(kJsonIntegerMax)) return id.to_decimal();
    return JsonNumber{id.to_decimal()};
}

Result<JsonObject> write_domain(const Eip712Domain& domain) {
    JsonObject object;
    const auto add_text = [&](const char* name, const std::string& text) -> Status {
        auto json = abi_to_json({AbiKind::string, 0, {}}, AbiValue::string(text));
        if (!json) return bad(std::string("domain.") + name, json.error().what);
        object.emplace(name, std::move(*json));
        return {};
    };
    if (domain.name)
        if (auto done = add_text("name", *domain.name); !done) return fail(done.error());
    if (domain.version)
        if (auto done = add_text("version", *domain.version); !done) return fail(done.error());
    if (domain.chain_id) object.emplace("chainId", chain_id_json(*domain.chain_id));
    if (domain.verifying_contract)
        object.emplace("verifyingContract", to_hex(*domain.verifying_contract));
    if (domain.salt) object.emplace("salt", to_hex(*domain.salt));
    return object;
}

Json write_domain_type(const JsonObject& domain) {
    std::vector<Eip712Member> members;
    for (const DomainField& field : kDomainFields)
        if (domain.find(field.name) != domain.end())
            members.push_back({std::string(field.type), std::string(field.name)});
    return write_eip712_members(members);
}

Status check_primary(const Eip712Types& types, std::string_view primary) {
    if (types.find(primary) == types.end())
        return bad("primaryType", "\"" + std::string(primary.substr(0, 80)) + "\" is not defined");
    return {};
}

}  // namespace

Result<Eip712Document> eip712_from_json(const Json& json) {
    for (const char* name : {"types", "primaryType", "domain", "message"})
        if (json.find(name) == nullptr) return bad(name, "is missing");
    if (json.as_object()->size() != 4)
        return fail(Errc::bad_data,
                    "typed data has a member beside types, primaryType, domain "
                    "and message");
    auto types = read_eip712_types(*json.find("types"));
    if (!types) return fail(types.error());
    const std::string* primary = json.find("primaryType")->as_string();
    if (primary == nullptr) return bad("primaryType", "is not a string");
    if (auto done = check_primary(*types, *primary); !done) return fail(done.error());
    auto domain = read_domain(*json.find("domain"), json.find("types")->find(kDomainType));
    if (!domain) return fail(domain.error());
    auto message = read_eip712_message(*types, *primary, *json.find("message"));
    if (!message) return fail(message.error());
    return Eip712Document{std::move(*types), *primary, std::move(*domain), std::move(*message)};
}

Result<Eip712Document> parse_eip712(std::string_view text) {
    if (text.size() > kEip712BytesMax)
        return fail(Errc::bad_data,
                    "typed data is longer than " + std::to_string(kEip712BytesMax) + " bytes");
    const auto json = parse_json(text);
    if (!json) return fail_in("typed data", json.error());
    return eip712_from_json(*json);
}

Result<Json> eip712_to_json(const Eip712Document& document) {
    if (auto done = check_eip712_types(document.types); !done) return fail(done.error());
    if (auto done = check_primary(document.types, document.primary); !done)
        return fail(done.error());
    auto domain = write_domain(document.domain);
    if (!domain) return fail(domain.error());
    auto message = write_eip712_message(document.types, document.primary, document.message);
    if (!message) return fail(message.error());
    JsonObject types{{std::string(kDomainType), write_domain_type(*domain)}};
    for (const auto& [name, members] : document.types)
        types.emplace(name, write_eip712_members(members));
    return Json(JsonObject{{"types", std::move(types)},
                           {"primaryType", document.primary},
                           {"domain", std::move(*domain)},
                           {"message", std::move(*message)}});
}

}  // namespace ballast::chain
