// SPDX-License-Identifier: MIT
#include "policies/toml_extends.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "policies/policy_document.hpp"
#include "tests/policies/document_text.hpp"

namespace ballast::policies {
namespace {

/// A folder with the minimal policy as base.toml.
class TomlExtends : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::path(::testing::TempDir()) / "ballast_toml_extends";
        ASSERT_TRUE(write_file(folder_ / "base.toml", test::kPolicy));
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    Result<engine::Policy> load(const std::string& text) {
        EXPECT_TRUE(write_file(folder_ / "v.toml", text));
        return load_policy(folder_ / "v.toml");
    }

    std::filesystem::path folder_;
};

TEST_F(TomlExtends, ChangesOneKeyAndKeepsTheRest) {
    const auto base = load_policy(folder_ / "base.toml");
    const auto variant = load("extends = \"base.toml\"\nname = \"v\"\n[asset.BTC]\nfee_bps = 60\n");
    ASSERT_TRUE(base && variant);
    EXPECT_EQ(variant->assets[0].fee, engine::Bps::of(60));
    auto expected = *base;
    expected.name = "v";
    expected.assets[0].fee = engine::Bps::of(60);
    EXPECT_EQ(*variant, expected);
}

TEST_F(TomlExtends, ReplacesArraysWhole) {
    const auto variant =
        load("extends = \"base.toml\"\n[channel.vix]\nlevel = [\"1\", \"2\", \"3\"]\n");
    ASSERT_TRUE(variant) << variant.error().what;
    ASSERT_EQ(variant->regime.channels[0].level.size(), 3U);
    EXPECT_EQ(variant->regime.channels[0].level[2].value, engine::Level::of(300'000'000));
}

TEST_F(TomlExtends, LeavesOutWhatWithoutNames) {
    const auto variant =
        load("extends = \"base.toml\"\nwithout = [\"carry\", \"channel.vix.level\"]\n");
    ASSERT_TRUE(variant) << variant.error().what;
    EXPECT_EQ(variant->regime.carry_rank.count(), 0);
    EXPECT_TRUE(variant->regime.channels[0].level.empty());
}

TEST_F(TomlExtends, FaultsStandInTheFileThatWroteThem) {
    const auto variant = load("extends = \"base.toml\"\n[asset.BTC]\n  ltv_max_bps = 7_701\n");
    ASSERT_FALSE(variant);
    EXPECT_EQ(variant.error().what,
              "v.toml:3:17: asset.BTC.ltv_max_bps: expected ltv_max_bps + gap_bps at most "
              "lt_max_bps, found 8001 over 8000");
    const auto unknown = load("extends = \"base.toml\"\n[asset.BTC]\nfee_bp = 60\n");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().what, "v.toml:3:1: asset.BTC.fee_bp: no such key here");
}

TEST_F(TomlExtends, RefusesWhatIsNotThere) {
    const auto nothing = load("extends = \"base.toml\"\nwithout = [\"carry\", \"x.y\"]\n");
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().what,
              "v.toml:2:21: without: expected a path of the document extended at line 1, found "
              "the text \"x.y\"");
    const auto absent = load("extends = \"none.toml\"\n");
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, Errc::input_missing);
    const auto outside = load("extends = \"../base.toml\"\n");
    ASSERT_FALSE(outside);
    EXPECT_EQ(outside.error().what,
              "v.toml:1:11: extends: expected the name of a document in the same folder, found "
              "the text \"../base.toml\"");
}

TEST_F(TomlExtends, FollowsAChainOfFourAndNoLonger) {
    ASSERT_TRUE(write_file(folder_ / "second.toml",
                           "extends = \"base.toml\"\n[asset.BTC]\nfee_bps = 60\n"));
    ASSERT_TRUE(write_file(folder_ / "third.toml", "extends = \"second.toml\"\n"));
    const auto chain = load("extends = \"third.toml\"\n[asset.BTC]\ngap_bps = 301\n");
    ASSERT_TRUE(chain) << chain.error().what;
    EXPECT_EQ(chain->assets[0].fee, engine::Bps::of(60));
    EXPECT_EQ(chain->assets[0].gap, engine::Bps::of(301));

    ASSERT_TRUE(write_file(folder_ / "base.toml", "extends = \"v.toml\"\n"));
    const auto circle = load("extends = \"third.toml\"\n");
    ASSERT_FALSE(circle);
    EXPECT_EQ(circle.error().what,
              "base.toml:1:11: extends: a chain of more than 4 documents; name one nearer to its "
              "end");
}

TEST(TomlDocument, RefusesDeepNestingAndKeepsPlaces) {
    std::string deep = "x = ";
    for (int i = 0; i < 40; ++i)
        deep += "[";
    for (int i = 0; i < 40; ++i)
        deep += "]";
    const auto refused = parse_toml(deep + "\n", "d.toml");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, "d.toml:1:37: nested beyond 32 levels");

    const auto document = parse_toml("a = 1\n  b = \"x\"\n", "d.toml");
    ASSERT_TRUE(document);
    EXPECT_EQ(to_string(document->find("b")->place), "d.toml:2:3");
    EXPECT_EQ(to_string(document->find("b")->value.place), "d.toml:2:7");
    EXPECT_EQ(document->find("c"), nullptr);
}

}  // namespace
}  // namespace ballast::policies
