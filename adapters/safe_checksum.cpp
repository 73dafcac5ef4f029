// SPDX-License-Identifier: MIT
#include "adapters/safe_checksum.hpp"

#include "base/hash.hpp"

namespace ballast::adapters {
namespace {

/// The builder's notation: an object is {["a","b"]value,value,}; an array [value,value]; the rest
/// is JSON. The keys of JsonObject are sorted already.
std::string notation(const Json& value) {
    std::string text;
    if (const JsonArray* items = value.as_array()) {
        for (const Json& item : *items)
            text += (text.empty() ? "" : ",") + notation(item);
        return "[" + text + "]";
    }
    const JsonObject* members = value.as_object();
    if (members == nullptr) return write_json(value);
    JsonArray keys;
    for (const auto& [key, member] : *members) {
        keys.emplace_back(key);
        text += notation(member) + ",";
    }
    return "{" + write_json(Json(std::move(keys))) + text + "}";
}

}  // namespace

Hash32 safe_checksum(const Json& batch) {
    Json nameless = batch;
    if (Json* meta = nameless.find("meta"); meta != nullptr && meta->as_object() != nullptr) {
        JsonObject members = *meta->as_object();
        members["name"] = Json();
        *meta = Json(std::move(members));
    }
    return keccak256(as_bytes(notation(nameless)));
}

}  // namespace ballast::adapters
