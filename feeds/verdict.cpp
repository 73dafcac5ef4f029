// SPDX-License-Identifier: MIT
#include "feeds/verdict.hpp"

#include <array>

namespace ballast::feeds {
namespace {

constexpr std::array<std::string_view, 7> kNames = {
    "live", "closed", "jump_unconfirmed", "below_quorum", "stale", "preset", "missing"};

Json source_json(const SourceVerdict& source) {
    JsonObject members{
        {"group", source.group}, {"source", source.source}, {"used", Json(source.used)}};
    if (source.sighting) members.emplace("sighting", to_json(*source.sighting));
    if (source.reason) members.emplace("reason", name(*source.reason));
    return members;
}

Json believed_json(const Believed& last) {
    return JsonObject{{"observed_at", Json::integer(last.observed_at.count)},
                      {"value_1e8", Json::integer(last.value.count())}};
}

}  // namespace

std::string_view name(FeedStatus status) noexcept {
    return kNames[static_cast<std::size_t>(status)];
}

Json to_json(const Verdict& verdict) {
    JsonArray reasons;
    for (const FeedReason reason : verdict.reasons)
        reasons.emplace_back(name(reason));
    JsonArray sources;
    for (const SourceVerdict& source : verdict.sources)
        sources.push_back(source_json(source));
    JsonObject members{{"feed", verdict.feed},
                       {"reasons", std::move(reasons)},
                       {"sources", std::move(sources)},
                       {"status", name(verdict.status)}};
    if (verdict.value) {
        members.emplace("known_at", Json::integer(verdict.known_at.count));
        members.emplace("observed_at", Json::integer(verdict.observed_at.count));
        members.emplace("value_1e8", Json::integer(verdict.value->count()));
    }
    if (verdict.last) members.emplace("last", believed_json(*verdict.last));
    if (verdict.waiting) members.emplace("waiting_1e8", Json::integer(verdict.waiting->count()));
    return members;
}

}  // namespace ballast::feeds
