// SPDX-License-Identifier: MIT
#include "feeds/memory.hpp"

#include <string>

namespace ballast::feeds {
namespace {

using providers::Reading;
using Times = std::map<std::size_t, UnixSeconds>;

const std::string& name_of(const FeedDeclaration& feed, std::size_t source) {
    return feed.sources[source].source.name;
}

std::optional<std::size_t> find_source(const FeedDeclaration& feed, const std::string& name) {
    for (std::size_t i = 0; i < feed.sources.size(); ++i)
        if (name_of(feed, i) == name) return i;
    return std::nullopt;
}

Json times_json(const FeedDeclaration& feed, const Times& times) {
    JsonObject members;
    for (const auto& [source, at] : times)
        members.emplace(name_of(feed, source), Json::integer(at.count));
    return members;
}

Result<Times> times_from_json(const FeedDeclaration& feed, const Json& document,
                              std::string_view key) {
    const auto members = object_member(document, key);
    if (!members) return fail(members.error());
    Times times;
    for (const auto& [name, value] : *(**members).as_object()) {
        const auto at = integer_member(**members, name);
        if (!at) return fail(at.error());
        if (const auto source = find_source(feed, name)) times.emplace(*source, UnixSeconds{*at});
    }
    return times;
}

Result<Reading> reading_member(const Json& document) {
    const auto number = integer_member(document, "value_1e8");
    if (!number) return fail(number.error());
    return Reading::from(*number);
}

Json last_json(const FeedDeclaration& feed, const Agreement& last) {
    return JsonObject{{"groups", Json::integer(static_cast<std::int64_t>(last.groups))},
                      {"known_at", Json::integer(last.known_at.count)},
                      {"newest", Json::integer(last.newest.count)},
                      {"oldest", Json::integer(last.oldest.count)},
                      {"prints", times_json(feed, last.prints)},
                      {"value_1e8", Json::integer(last.value.count())}};
}

Result<Agreement> last_from_json(const FeedDeclaration& feed, const Json& document) {
    const auto value = reading_member(document);
    const auto prints = times_from_json(feed, document, "prints");
    const auto groups = integer_member(document, "groups");
    const auto known = integer_member(document, "known_at");
    const auto newest = integer_member(document, "newest");
    const auto oldest = integer_member(document, "oldest");
    for (const auto* number : {&groups, &known, &newest, &oldest})
        if (!*number) return fail(number->error());
    if (!value) return fail(value.error());
    if (!prints) return fail(prints.error());
    return Agreement{*value, {*oldest}, {*newest}, {*known}, static_cast<std::size_t>(*groups),
                     *prints};
}

Result<Waiting> waiting_from_json(const FeedDeclaration& feed, const Json& document) {
    const auto value = reading_member(document);
    const auto since = times_from_json(feed, document, "since");
    if (!value) return fail(value.error());
    if (!since) return fail(since.error());
    return Waiting{*value, *since};
}

Json recent_json(const FeedDeclaration& feed, const Recent& recent) {
    JsonArray prints;
    for (std::size_t i = 0; i < feed.sources.size(); ++i)
        for (const Sighting& sighting : recent.all(i))
            prints.push_back(
                JsonObject{{"sighting", to_json(sighting)}, {"source", name_of(feed, i)}});
    return prints;
}

Status put_recent(const FeedDeclaration& feed, const Json& document, Recent& recent) {
    const auto prints = array_member(document, "recent");
    if (!prints) return fail(prints.error());
    for (const Json& print : **prints) {
        const auto name = string_member(print, "source");
        if (!name) return fail(name.error());
        const Json* seen = print.find("sighting");
        if (seen == nullptr) return fail(Errc::bad_data, "recent: a print without a sighting");
        const auto sighting = sighting_from_json(*seen);
        if (!sighting) return fail(sighting.error());
        if (const auto source = find_source(feed, *name)) recent.put(*source, *sighting);
    }
    return {};
}

Result<Acceptance> acceptance_from_json(const FeedDeclaration& feed, const Json& document) {
    const auto heard = integer_member(document, "heard_at");
    if (!heard) return fail(heard.error());
    std::optional<Agreement> last;
    std::optional<Waiting> waiting;
    if (const Json* found = document.find("last")) {
        const auto read = last_from_json(feed, *found);
        if (!read) return fail_in("last", read.error());
        last = *read;
    }
    if (const Json* found = document.find("waiting")) {
        const auto read = waiting_from_json(feed, *found);
        if (!read) return fail_in("waiting", read.error());
        waiting = *read;
    }
    return Acceptance::restored(last, waiting, {*heard});
}

}  // namespace

Json to_json(const FeedDeclaration& feed, const Memory& memory) {
    const Acceptance& acceptance = memory.acceptance;
    JsonObject members{{"feed", feed.name},
                       {"heard_at", Json::integer(acceptance.heard_at().count)},
                       {"recent", recent_json(feed, memory.recent)},
                       {"until", Json::integer(memory.until.count)}};
    if (acceptance.last()) members.emplace("last", last_json(feed, *acceptance.last()));
    if (const auto& waiting = acceptance.waiting())
        members.emplace("waiting",
                        JsonObject{{"since", times_json(feed, waiting->since)},
                                   {"value_1e8", Json::integer(waiting->value.count())}});
    return members;
}

Result<Memory> memory_from_json(const FeedDeclaration& feed, const Json& document) {
    Memory memory(feed);
    const auto until = integer_member(document, "until");
    if (!until) return fail(until.error());
    memory.until = {*until};
    auto acceptance = acceptance_from_json(feed, document);
    if (!acceptance) return fail(acceptance.error());
    memory.acceptance = std::move(*acceptance);
    if (auto put = put_recent(feed, document, memory.recent); !put) return fail(put.error());
    return memory;
}

}  // namespace ballast::feeds
