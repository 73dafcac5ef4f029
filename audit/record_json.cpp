// SPDX-License-Identifier: MIT
#include "audit/record_json.hpp"

#include "base/utf8.hpp"

namespace ballast::audit {

Result<Json> record_to_json(const StoredRecord& record) {
    JsonObject fields;
    for (const auto& [name, text] : record.fields) {
        if (!is_utf8(as_bytes(name)) || !is_utf8(as_bytes(text.first)))
            return fail(Errc::bad_data,
                        "record " + std::to_string(record.index) + " has a field that is no UTF-8");
        fields.emplace(name, text.first);
    }
    return Json(JsonObject{{"at", Json::integer(record.at)},
                           {"fields", Json(std::move(fields))},
                           {"hash", Json(record.hash)},
                           {"index", Json::integer(static_cast<Int128>(record.index))},
                           {"kind", Json(record.kind)},
                           {"previous", Json(record.previous)}});
}

Result<StoredRecord> record_from_json(const Json& json) {
    const auto at = integer_member(json, "at");
    if (!at) return fail(at.error());
    const auto index = integer_member(json, "index");
    if (!index) return fail(index.error());
    if (*index < 0) return fail(Errc::bad_data, "index is negative");
    StoredRecord record{.index = static_cast<std::uint64_t>(*index), .at = *at};
    for (const auto& [name, target] : {std::pair{"kind", &record.kind},
                                       {"previous", &record.previous},
                                       {"hash", &record.hash}}) {
        auto text = string_member(json, name);
        if (!text) return fail(text.error());
        *target = std::move(*text);
    }
    const auto fields = object_member(json, "fields");
    if (!fields) return fail(fields.error());
    for (const auto& [name, value] : *(*fields)->as_object()) {
        const std::string* text = value.as_string();
        if (text == nullptr) return fail(Errc::bad_data, "field " + name + " is no text");
        record.fields.emplace(name, std::pair(*text, to_hex(field_hash(*text))));
    }
    return record;
}

}  // namespace ballast::audit
