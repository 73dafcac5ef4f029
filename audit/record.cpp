// SPDX-License-Identifier: MIT
#include "audit/record.hpp"

#include <array>

#include "base/hash.hpp"

namespace ballast::audit {
namespace {

constexpr std::array<std::string_view, 4> kKindNames = {"genesis", "deployment", "epoch",
                                                        "execution"};

}  // namespace

std::string_view name(RecordKind kind) noexcept {
    return kKindNames[static_cast<std::size_t>(kind)];
}

Result<RecordKind> record_kind(std::string_view name) {
    for (std::size_t i = 0; i < kKindNames.size(); ++i)
        if (kKindNames[i] == name) return static_cast<RecordKind>(i);
    return fail(Errc::bad_data, "unknown record kind \"" + std::string(name.substr(0, 40)) + "\"");
}

Hash32 field_hash(std::string_view text) {
    return tagged_hash("ballast/field/1", as_bytes(text));
}

Hash32 record_hash(std::uint64_t index, const Entry& entry, const Hash32& previous) {
    JsonObject hashes;
    for (const auto& [field, text] : entry.fields)
        hashes.emplace(field, to_hex(field_hash(text)));
    const Json document(JsonObject{{"at", Json::integer(entry.at.count)},
                                   {"fields", Json(std::move(hashes))},
                                   {"index", Json::integer(static_cast<Int128>(index))},
                                   {"kind", Json(name(entry.kind))},
                                   {"previous", Json(to_hex(previous))}});
    return tagged_hash("ballast/record/1", as_bytes(write_json(document)));
}

}  // namespace ballast::audit
