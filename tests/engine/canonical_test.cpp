// SPDX-License-Identifier: MIT
#include "engine/canonical.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "engine/step.hpp"
#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

template <class Record, class Read>
void expect_round_trip(const Record& record, Read read) {
    const std::string text = canonical_text(record);
    const auto parsed = parse_json(text);
    ASSERT_TRUE(parsed.has_value());
    // The tree sorts its keys: the text stands in their order.
    EXPECT_EQ(write_json(*parsed), text);
    const auto back = read(*parsed);
    ASSERT_TRUE(back.has_value()) << back.error().what;
    EXPECT_EQ(*back, record);
    EXPECT_EQ(canonical_text(*back), text);
    EXPECT_EQ(hash(*back), hash(record));
}

TEST(Canonical, RandomDocumentsReturn) {
    Random random(5);
    for (int i = 0; i < 200; ++i) {
        const Case made = random_case(random);
        expect_round_trip(made.policy, policy_from_json);
        expect_round_trip(made.state, state_from_json);
        expect_round_trip(made.snapshot, snapshot_from_json);
        expect_round_trip(made.current, current_from_json);
        const auto step = engine::step(made.policy, made.state, made.snapshot, made.current);
        ASSERT_TRUE(step.has_value()) << step.error().what;
        expect_round_trip(step->state, state_from_json);
        const std::string report = canonical_text(step->report);
        EXPECT_EQ(write_json(*parse_json(report)), report);
    }
}

/// Returns the error of reading the sample's snapshot with `from` replaced by `to`.
std::string error_after(const std::string& from, const std::string& to) {
    std::string text = canonical_text(sample_case().snapshot);
    const auto place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    text.replace(place, from.size(), to);
    const auto read = snapshot_from_json(*parse_json(text));
    EXPECT_FALSE(read.has_value());
    return read ? "" : read.error().what;
}

TEST(Canonical, NamesThePlaceOfAFault) {
    EXPECT_EQ(error_after(R"("price_1e8":"10000000000000",)", ""),
              "snapshot: markets[0].price_1e8: is missing");
    EXPECT_EQ(error_after(R"("events":[])", R"("event":[])"), "snapshot: events: is missing");
    EXPECT_EQ(error_after(R"({"at")", R"({"a":"1","at")"), "snapshot: has a key that is not known");
    EXPECT_EQ(error_after(R"({"asset")", R"({"ass":"1","asset")"),
              "snapshot: markets[0]: has a key that is not known");
    EXPECT_EQ(error_after(R"("price_status":"confirmed")", R"("price_status":"sure")"),
              "snapshot: markets[0].price_status: expected one of the known names");
}

TEST(Canonical, AcceptsOneTextForANumber) {
    for (const char* number : {R"("+1")", R"("01")", R"("-0")", R"("1.0")", R"("")", R"(" 1")", "1",
                               "null", R"("99999999999999999999")"})
        EXPECT_EQ(
            error_after(R"("price_1e8":"10000000000000")", R"("price_1e8":)" + std::string(number)),
            "snapshot: markets[0].price_1e8: expected an integer in a string")
            << number;
}

TEST(Canonical, ChecksEveryBound) {
    EXPECT_EQ(error_after(R"("price_1e8":"10000000000000")", R"("price_1e8":"-1")"),
              "snapshot: markets[0].price_1e8: price at 1e-8 USD out of bounds: -1 is not within 0 "
              "to 10000000000000000");
    EXPECT_EQ(error_after(R"({"at":"1751932800")", R"({"at":"1099511627776")"),
              "snapshot: at: 1099511627776 is not within 0 to 1099511627775");
}

TEST(Canonical, EachKindHasItsTag) {
    const Case made = sample_case();
    EXPECT_NE(hash(State{}), hash(Snapshot{}));
    InputHashes inputs{.snapshot = hash(made.snapshot),
                       .state_before = hash(made.state),
                       .current = hash(made.current),
                       .policy = hash(made.policy)};
    const Hash32 root = inputs_root(inputs);
    State other = made.state;
    other.at = other.at + Seconds{1};
    inputs.state_before = hash(other);
    EXPECT_NE(root, inputs_root(inputs));
}

TEST(Canonical, ThePublishedExampleHashesAsPublished) {
    const auto page = read_file("docs/model.md");
    ASSERT_TRUE(page.has_value());
    const std::string fence = "```json\n";
    const auto start = page->find(fence) + fence.size();
    const std::string example = page->substr(start, page->find('\n', start) - start);
    const auto snapshot = snapshot_from_json(*parse_json(example));
    ASSERT_TRUE(snapshot.has_value()) << snapshot.error().what;
    EXPECT_EQ(canonical_text(*snapshot), example);
    EXPECT_NE(page->find("snapshot hash " + to_hex(hash(*snapshot))), std::string::npos)
        << to_hex(hash(*snapshot));
}

}  // namespace
}  // namespace ballast::engine::test
