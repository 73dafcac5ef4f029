// SPDX-License-Identifier: MIT
#include "apps/report/text.hpp"

#include <gmock/gmock.h>

namespace ballast::apps {
namespace {

using engine::Bps;
using engine::Wad;

TEST(Text, MarkupIsEscaped) {
    EXPECT_EQ(escape_html("<script>alert(\"1\" & '2')</script>"),
              "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;");
}

TEST(Text, DeceptiveCharactersAreWrittenOut) {
    EXPECT_EQ(escape_html("BTC\xe2\x80\xae"
                          "CTB"),
              "BTC[U+202E]CTB");
    EXPECT_EQ(escape_html("a\xe2\x81\xa6"
                          "b\xe2\x80\x8b"
                          "c\xef\xbb\xbf"),
              "a[U+2066]b[U+200B]c[U+FEFF]");
    EXPECT_EQ(escape_html(std::string_view("a\0b\x1b", 4)), "a[U+0000]b[U+001B]");
    EXPECT_EQ(escape_html("\xf3\xa0\x81\x81"), "[U+E0041]");
}

TEST(Text, WhatIsNotUtf8IsNamedByteByByte) {
    EXPECT_EQ(escape_html("\xff"
                          "a"),
              "[U+FFFD]a");
    EXPECT_EQ(escape_html("\xc0\xbc"), "[U+FFFD][U+FFFD]");              // overlong <
    EXPECT_EQ(escape_html("\xed\xa0\x80"), "[U+FFFD][U+FFFD][U+FFFD]");  // a surrogate
    EXPECT_EQ(escape_html("\xe2\x80"), "[U+FFFD][U+FFFD]");              // cut short
}

TEST(Text, HonestTextIsLeftAlone) {
    EXPECT_EQ(escape_html("日本 é → 𝛔\n"), "日本 é → 𝛔\n");
}

TEST(Text, Numbers) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1'000), "1,000");
    EXPECT_EQ(grouped(1'234'567), "1,234,567");
    EXPECT_EQ(grouped(-1'000), "-1,000");
    EXPECT_EQ(percent_text(Bps::of(7305)), "73.05\xc2\xa0%");
    EXPECT_EQ(percent_text(Bps::of(-5)), "-0.05\xc2\xa0%");
    EXPECT_EQ(points_text(Bps::of(-142)), "1.42\xc2\xa0points");
    EXPECT_EQ(points_text(Bps::of(100)), "1.00\xc2\xa0point");
    EXPECT_EQ(usd_text(engine::Usd::of(1'284'000)), "$1,284,000");
    EXPECT_EQ(millions_text(engine::Usd::of(98'991'412)), "$98.9\xc2\xa0M");
    EXPECT_EQ(millions_text(engine::Usd::of(1'234'000'000)), "$1,234.0\xc2\xa0M");
    EXPECT_EQ(millions_text(engine::Usd::of(1'000'000)), "$1.0\xc2\xa0M");
    EXPECT_EQ(millions_text(engine::Usd::of(999'999)), "$999,999");
    EXPECT_EQ(millions_text(engine::Usd::of(0)), "$0");
    EXPECT_EQ(price_text(engine::Price::of(6'816'599'999'999)), "68,165");
    EXPECT_EQ(price_text(engine::Price::of(1'425'000'000)), "14.25");
}

TEST(Text, RanksAndScoresAreRoundedDown) {
    EXPECT_EQ(rank_text(Wad::of(engine::kWadOne - 1)), "99.9\xc2\xa0%");
    EXPECT_EQ(rank_text(Wad::of(engine::kWadOne)), "100.0\xc2\xa0%");
    EXPECT_EQ(score_text(Wad::of(engine::kWadOne / 2 - 1)), "0.49");
}

TEST(Text, Times) {
    const UnixSeconds at{1'722'830'400};
    EXPECT_EQ(moment_text(at),
              "5\xc2\xa0"
              "Aug\xc2\xa0"
              "2024, 04:00\xc2\xa0UTC");
    EXPECT_EQ(short_day_text(at), "5 Aug");
    EXPECT_EQ(short_day_text(UnixSeconds{1'735'603'200}), "31 Dec");
    EXPECT_EQ(hours_text(kDay), "24\xc2\xa0h");
    EXPECT_EQ(hours_text(Seconds{3599}), "under 1\xc2\xa0h");
}

TEST(Text, Lists) {
    EXPECT_EQ(joined({}), "");
    EXPECT_EQ(joined({"a"}), "a");
    EXPECT_EQ(joined({"a", "b", "c"}), "a, b and c");
    EXPECT_EQ(counted(1, "epoch"), "1 epoch");
    EXPECT_EQ(counted(0, "epoch"), "0 epochs");
}

}  // namespace
}  // namespace ballast::apps
