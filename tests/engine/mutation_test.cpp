// SPDX-License-Identifier: MIT
// Data never ends the process: valid documents with a few of their parts replaced, doubled or lost
// give a step or bad_data. An abort ends this test. BALLAST_SEED repeats a run.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "engine/canonical.hpp"
#include "engine/validate.hpp"
#include "tests/engine/random_case.hpp"

namespace ballast::engine::test {
namespace {

constexpr int kCases = 500;
constexpr int kMutationsOfEach = 40;

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

struct Counts {
    int unreadable = 0;
    int refused = 0;
    int taken = 0;
};

/// Reads `document` into `record`. Returns whether it could be read.
template <class Record>
bool read(const Result<Record>& document, Record& record) {
    if (document)
        record = *document;
    else
        EXPECT_EQ(document.error().code, Errc::bad_data);
    return document.has_value();
}

bool mutate_one(Case& made, Random& random) {
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

void take(const Case& made, Counts& counts) {
    const auto stepped = step(made.policy, made.state, made.snapshot, made.current);
    if (!stepped) {
        ++counts.refused;
        EXPECT_EQ(stepped.error().code, Errc::bad_data);
        return;
    }
    ++counts.taken;
    const Status closed = validate(stepped->state);
    EXPECT_TRUE(closed.has_value()) << closed.error().what;
}

TEST(Mutations, GiveAStepOrBadDataAndNeverAnAbort) {
    const char* text = std::getenv("BALLAST_SEED");
    Random random(text == nullptr ? 1 : std::strtoull(text, nullptr, 10));
    Counts counts;
    for (int i = 0; i < kCases; ++i) {
        const Case valid = random_case(random);
        for (int k = 0; k < kMutationsOfEach; ++k) {
            Case made = valid;
            if (mutate_one(made, random))
                take(made, counts);
            else
                ++counts.unreadable;
        }
    }
    std::printf("unreadable=%d refused=%d taken=%d\n", counts.unreadable, counts.refused,
                counts.taken);
    EXPECT_EQ(counts.unreadable + counts.refused + counts.taken, kCases * kMutationsOfEach);
    EXPECT_GT(counts.refused, 1000);
    EXPECT_GT(counts.taken, 1000);
}

}  // namespace
}  // namespace ballast::engine::test
