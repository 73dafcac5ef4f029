// SPDX-License-Identifier: MIT
#include "tests/engine/mutation.hpp"

#include <array>
#include <limits>

#include "engine/canonical.hpp"

namespace ballast::engine::test {
namespace {

std::size_t count_nodes(const Json& json) {
    std::size_t count = 1;
    if (const JsonArray* items = json.as_array())
        for (const Json& item : *items)
            count += count_nodes(item);
    if (const JsonObject* members = json.as_object())
        for (const auto& [key, member] : *members)
            count += count_nodes(member);
    return count;
}

std::int64_t number(Random& random) {
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    if (random.chance(40))
        return random.pick({0,
                            1,
                            -1,
                            9999,
                            10'000,
                            10'001,
                            1'000'000,
                            86'400,
                            kWadOne - 1,
                            kWadOne,
                            kWadOne / 2,
                            9 * kWadOne,
                            -9 * kWadOne,
                            10'000'000'000'000,
                            -10'000'000'000'000,
                            100'000'000'000'000,
                            10'000'000'000'000'000,
                            (std::int64_t{1} << 40U) - 1,
                            most,
                            -most - 1});
    return random.chance(80) ? random.scaled(most) : -random.scaled(most);
}

Json changed_leaf(const Json& json, Random& random) {
    if (const bool* flag = json.as_bool()) return Json(!*flag);
    if (random.chance(95)) return Json::integer(number(random));
    const std::array<Json, 6> others{Json(),     Json(true),        Json("closed"),
                                     Json("-0"), Json(JsonArray{}), Json(JsonObject{})};
    return others[static_cast<std::size_t>(random.within(0, 5))];
}

Json changed(const Json& json, Random& random) {
    if (const JsonArray* items = json.as_array()) {
        JsonArray next = *items;
        if (next.empty()) return Json(next);
        const auto place = next.begin() + random.within(0, static_cast<int>(next.size()) - 1);
        if (random.chance(40))
            next.erase(place);
        else if (random.chance(60))
            std::swap(*place, next.front());
        else
            next.resize(next.size() + static_cast<std::size_t>(random.scaled(200)), next.front());
        return Json(next);
    }
    if (const JsonObject* members = json.as_object()) {
        JsonObject next = *members;
        if (!next.empty() && random.chance(10)) next.erase(next.begin());
        return Json(next);
    }
    return changed_leaf(json, random);
}

/// Rebuilds `json` with the node numbered `target`, in depth-first order, changed.
Json rebuilt(const Json& json, std::size_t& target, Random& random) {
    if (target-- == 0) return changed(json, random);
    if (const JsonArray* items = json.as_array()) {
        JsonArray next;
        for (const Json& item : *items)
            next.push_back(rebuilt(item, target, random));
        return Json(next);
    }
    if (const JsonObject* members = json.as_object()) {
        JsonObject next;
        for (const auto& [key, member] : *members)
            next.emplace(key, rebuilt(member, target, random));
        return Json(next);
    }
    return json;
}

template <class Record>
Json mutated(const Record& record, Random& random) {
    Json json = to_json(record);
    for (std::int64_t changes = random.within(1, 3); changes > 0; --changes) {
        auto target = static_cast<std::size_t>(
            random.within(0, static_cast<std::int64_t>(count_nodes(json)) - 1));
        json = rebuilt(json, target, random);
    }
    return json;
}

/// Reads `document` into `record`. Returns whether it could be read.
template <class Record>
bool read(const Result<Record>& document, Record& record) {
    if (document) record = *document;
    return document.has_value();
}

}  // namespace

bool mutate(Case& made, Random& random) {
    switch (random.within(0, 3)) {
        case 0:
            return read(policy_from_json(mutated(made.policy, random)), made.policy);
        case 1:
            return read(state_from_json(mutated(made.state, random)), made.state);
        case 2:
            return read(snapshot_from_json(mutated(made.snapshot, random)), made.snapshot);
        default:
            return read(current_from_json(mutated(made.current, random)), made.current);
    }
}

}  // namespace ballast::engine::test
