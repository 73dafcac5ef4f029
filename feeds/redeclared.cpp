// SPDX-License-Identifier: MIT
#include "feeds/redeclared.hpp"

#include "base/hash.hpp"

namespace ballast::feeds {
namespace {

std::string meaning_of(const SourceDeclaration& declared) {
    const providers::Source& source = declared.source;
    // Of a format that the operator declares, the URL is all that says which number it is.
    const bool generic = !source.value_at.empty();
    JsonObject meaning{{"calendar", source.calendar},
                       {"chain", declared.chain},
                       {"inverse", Json(source.inverse)},
                       {"provider", source.provider},
                       {"scale", Json::integer(source.scale.count())},
                       {"series", source.series},
                       {"time_at", source.time_at},
                       {"time_format", source.time_format},
                       {"url", generic ? source.url : std::string()},
                       {"value_at", source.value_at}};
    // Where there is none it is left out, so that what was noted before stays right.
    if (!declared.file.empty()) meaning.emplace("file", declared.file.string());
    return to_hex(sha256(as_bytes(write_json(Json(std::move(meaning))))));
}

}  // namespace

Json meanings_of(const FeedDeclaration& feed, const Json& noted) {
    JsonObject meanings;
    for (const SourceDeclaration& declared : feed.sources)
        meanings.emplace(declared.source.name, meaning_of(declared));
    if (const JsonObject* before = noted.as_object())
        meanings.insert(before->begin(), before->end());
    return meanings;
}

bool means_another(const FeedDeclaration& feed, const Json& noted) {
    for (const SourceDeclaration& declared : feed.sources) {
        const auto before = string_member(noted, declared.source.name);
        if (before && *before != meaning_of(declared)) return true;
    }
    return false;
}

}  // namespace ballast::feeds
