// SPDX-License-Identifier: MIT
// Formats that the operator declares, over HTTP and out of a folder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "providers/json_path.hpp"
#include "tests/providers/samples.hpp"

namespace ballast::providers {
namespace {

using ::testing::HasSubstr;

std::string at(std::string_view document, std::string_view pointer) {
    const Json json = parse_json(document).value();
    const auto found = at_pointer(json, pointer);
    return found ? write_json(**found)
                 : (found.error().code == Errc::bad_data ? "none" : "no pointer");
}

TEST(JsonPointer, IsThatOfRfc6901) {
    constexpr std::string_view kDocument =
        R"({"foo":["bar","baz"],"":0,"a/b":1,"m~n":8,"x":{"y":[[7]]}})";
    EXPECT_EQ(at(kDocument, "/foo/0"), "\"bar\"");
    EXPECT_EQ(at(kDocument, "/"), "0");
    EXPECT_EQ(at(kDocument, "/a~1b"), "1");
    EXPECT_EQ(at(kDocument, "/m~0n"), "8");
    EXPECT_EQ(at(kDocument, "/x/y/0/0"), "7");
    EXPECT_EQ(at("3", ""), "3");
    for (const char* pointer : {"/foo/2", "/foo/00", "/foo/-", "/foo/-1", "/bar", "/x/y/0/0/0",
                                "/foo/99999999999999999999", "/foo/"})
        EXPECT_EQ(at(kDocument, pointer), "none") << pointer;
    EXPECT_EQ(at(kDocument, "foo"), "no pointer");
    EXPECT_EQ(at(kDocument, "/a~2b"), "no pointer");
    EXPECT_EQ(at(kDocument, "/a~"), "no pointer");
}

TEST(Generic, StringsAndNumbersAreBothNumbers) {
    const Sample& sample = sample_of("json_pointer");
    const auto body = replaced(sample.answer.body, "121.22", "\"121.22\"");
    EXPECT_EQ(read(sample.source, with_body(sample, body)).value().back(), sample.newest);
    for (const char* value : {"null", "true", "{}", "[121.22]", "\"121,22\"", "\"\""})
        EXPECT_FALSE(
            read(sample.source, with_body(sample, replaced(sample.answer.body, "121.22", value)))
                .has_value())
            << value;
}

TEST(Generic, ADeclarationMustBeWhole) {
    for (const char* name : {"json_pointer", "csv_column", "file_drop"}) {
        Sample sample = sample_of(name);
        sample.source.time_format.clear();
        const auto seen = read(sample.source, sample.answer);
        ASSERT_FALSE(seen.has_value());
        EXPECT_EQ(seen.error().code, Errc::configuration) << name;
    }
    Source source = sample_of("json_pointer").source;
    source.value_at.clear();
    EXPECT_EQ(find_provider("json_pointer")->request(source, kFetched).error().code,
              Errc::configuration);
}

TEST(Generic, ARowWithoutAValueIsADayWithoutOne) {
    const Sample& sample = sample_of("csv_column");
    const auto body = replaced(sample.answer.body, "11.40", "");
    EXPECT_EQ(read(sample.source, with_body(sample, body)).value().size(), 1U);
}

TEST(Generic, AFileIsReadByItsDeclaration) {
    Source source = sample_of("json_pointer").source;
    source.provider = "file_drop";
    Answer answer = sample_of("json_pointer").answer;
    answer.content_type.clear();
    EXPECT_EQ(read(source, answer).value().back(), sample_of("json_pointer").newest);
    EXPECT_EQ(find_provider("file_drop")->transport(), Transport::file);
    EXPECT_EQ(find_provider("file_drop")->request(source, kFetched).error().code,
              Errc::configuration);
}

TEST(Generic, AMovingAverageMayBeNegative) {
    const Sample& sample = sample_of("json_pointer");
    const auto body = replaced(sample.answer.body, "121.22", "-1.5e-1");
    EXPECT_EQ(read(sample.source, with_body(sample, body)).value().back().value, reading("-0.15"));
}

}  // namespace
}  // namespace ballast::providers
