// SPDX-License-Identifier: MIT
#include "base/json.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace ballast {
namespace {

const Json kExample(JsonObject{
    {"z", Json(JsonArray{Json(true), Json(), Json::integer(-7), Json::number(5)})},
    {"a", Json(JsonObject{})},
    {"Z", "text"},
    {"empty", Json(JsonArray{})},
});

TEST(Json, CanonicalTextHasSortedKeysAndNoWhiteSpace) {
    EXPECT_EQ(write_json(kExample), R"({"Z":"text","a":{},"empty":[],"z":[true,null,"-7",5]})");
}

TEST(Json, KeysAreSortedByByteNotByLetter) {
    const Json json(JsonObject{{"é", "3"}, {"b", "2"}, {"B", "1"}, {"", "0"}, {"b1", "2a"}});
    EXPECT_EQ(write_json(json), R"({"":"0","B":"1","b":"2","b1":"2a","é":"3"})");
}

TEST(Json, PrettyTextIsIndentedByTwo) {
    EXPECT_EQ(write_json_pretty(kExample), R"({
  "Z": "text",
  "a": {},
  "empty": [],
  "z": [
    true,
    null,
    "-7",
    5
  ]
}
)");
}

TEST(Json, EscapesAreTheShortestOnes) {
    EXPECT_EQ(write_json(Json("\"\\/\b\f\n\r\t")), R"("\"\\/\b\f\n\r\t")");
    EXPECT_EQ(write_json(Json(std::string("\0\x1f", 2))), R"("\u0000\u001f")");
    EXPECT_EQ(write_json(Json("\x7f é 円 🚢")), "\"\x7f é 円 🚢\"");
}

TEST(Json, IntegersOfEveryWidthAreStrings) {
    const Int128 wide = Int128{1} << 100U;
    EXPECT_EQ(write_json(Json::integer(wide)), "\"1267650600228229401496703205376\"");
    EXPECT_EQ(write_json(Json::integer(0)), "\"0\"");
    EXPECT_EQ(write_json(Json::number(INT64_MIN)), "-9223372036854775808");
}

// An int would silently become true: whoever wants a number says which kind.
static_assert(std::is_constructible_v<Json, bool>);
static_assert(!std::is_constructible_v<Json, int>);
static_assert(!std::is_constructible_v<Json, double>);
static_assert(!std::is_constructible_v<Json, const void*>);

TEST(Json, AValueIsReadOnlyAsItsOwnKind) {
    const Json text("true");
    EXPECT_EQ(text.as_bool(), nullptr);
    EXPECT_EQ(text.as_number(), nullptr);
    EXPECT_EQ(text.as_array(), nullptr);
    EXPECT_EQ(text.as_object(), nullptr);
    EXPECT_FALSE(text.is_null());
    ASSERT_NE(text.as_string(), nullptr);
    EXPECT_EQ(*text.as_string(), "true");
    EXPECT_TRUE(Json().is_null());
}

TEST(Json, FindReturnsNothingOutsideObjects) {
    EXPECT_EQ(Json("a").find("a"), nullptr);
    EXPECT_EQ(kExample.find("missing"), nullptr);
    ASSERT_NE(kExample.find("Z"), nullptr);
    EXPECT_EQ(*kExample.find("Z"), Json("text"));
}

TEST(Json, MembersAreReadByKind) {
    const Json json(JsonObject{{"name", "eth"},
                               {"count", Json::integer(-12)},
                               {"open", Json(true)},
                               {"rows", Json(JsonArray{Json("x")})},
                               {"inner", Json(JsonObject{{"k", "v"}})}});
    EXPECT_EQ(string_member(json, "name").value(), "eth");
    EXPECT_EQ(integer_member(json, "count").value(), -12);
    EXPECT_TRUE(bool_member(json, "open").value());
    EXPECT_EQ(array_member(json, "rows").value()->size(), 1U);
    EXPECT_EQ(string_member(*object_member(json, "inner").value(), "k").value(), "v");
}

template <class Read>
void expect_refused(const Read& read, const Json& object, std::string_view key) {
    const auto member = read(object, key);
    ASSERT_FALSE(member) << key;
    EXPECT_EQ(member.error().code, Errc::bad_data);
    EXPECT_NE(member.error().what.find(key), std::string::npos) << member.error().what;
}

TEST(Json, AMissingOrWrongMemberIsNamed) {
    const Json json(JsonObject{{"bare", Json::number(5)}, {"text", "abc"}, {"flag", Json(true)}});
    expect_refused(string_member, json, "bare");
    expect_refused(string_member, json, "missing");
    expect_refused(integer_member, json, "bare");
    expect_refused(integer_member, json, "text");
    expect_refused(integer_member, json, "missing");
    expect_refused(bool_member, json, "text");
    expect_refused(array_member, json, "flag");
    expect_refused(object_member, json, "flag");
    expect_refused(object_member, Json("no object"), "flag");
}

TEST(Json, IntegersAreReadWholeOrNotAtAll) {
    EXPECT_EQ(parse_integer("0").value(), 0);
    EXPECT_EQ(parse_integer("-9223372036854775808").value(), INT64_MIN);
    EXPECT_EQ(parse_integer("9223372036854775807").value(), INT64_MAX);
    for (const char* text : {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "1,000", "--1",
                             "9223372036854775808", "-9223372036854775809", "١"}) {
        const auto value = parse_integer(text);
        ASSERT_FALSE(value) << text;
        EXPECT_EQ(value.error().code, Errc::bad_data) << text;
    }
}

}  // namespace
}  // namespace ballast
