// SPDX-License-Identifier: MIT
#include "policies/policy_document.hpp"

#include <gmock/gmock.h>

#include <ostream>

#include "tests/policies/document_text.hpp"

namespace ballast::policies {
namespace {

using test::kPolicy;
using test::with;
using ::testing::HasSubstr;

std::string faults_of(const std::string& text) {
    const auto policy = parse_policy(text, "p.toml");
    if (policy) return "";
    EXPECT_EQ(policy.error().code, Errc::bad_data);
    return policy.error().what;
}

TEST(PolicyDocument, MinimalPolicyLoads) {
    const auto policy = parse_policy(kPolicy, "p.toml");
    ASSERT_TRUE(policy) << policy.error().what;
    EXPECT_EQ(policy->name, "minimal");
    EXPECT_EQ(policy->epoch, kHour);
    EXPECT_EQ(policy->volatility.decay_fast.count(), 970'000'000'000'000'000);
    ASSERT_EQ(policy->regime.channels.size(), 1U);
    const engine::Channel& vix = policy->regime.channels[0];
    EXPECT_EQ(vix.stale_after, Seconds{3 * kDay.count});
    EXPECT_EQ(vix.one_day_change[2].rank.count(), engine::kWadOne);
    EXPECT_EQ(vix.one_day_change[2].value.count(), 60'000'000);
    EXPECT_EQ(policy->assets.at(0).lt_max, engine::Bps::of(8000));
}

struct Broken {
    const char* name;
    const char* from;
    const char* to;
    const char* fault;  ///< the whole sentence
};

std::ostream& operator<<(std::ostream& out, const Broken& broken) {
    return out << broken.name;
}

std::string case_name(const ::testing::TestParamInfo<Broken>& broken) {
    return broken.param.name;
}

class BrokenPolicy : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenPolicy, IsRefusedAtItsPlace) {
    const Broken& broken = GetParam();
    ASSERT_THAT(kPolicy, HasSubstr(broken.from));
    EXPECT_EQ(faults_of(with(kPolicy, broken.from, broken.to)), broken.fault);
}

INSTANTIATE_TEST_SUITE_P(
    PolicyDocument, BrokenPolicy,
    ::testing::Values(
        Broken{"unknown_key",
               "rank = ", "rnk = \"1\"\nrank = ", "p.toml:27:1: carry.rnk: no such key here"},
        Broken{"unknown_table", "[carry]", "[cary]\nx = 1\n[carry]",
               "p.toml:24:2: cary: no such key here"},
        Broken{"duplicate_key", "asymmetry = \"0.3\"", "asymmetry = \"0.3\"\nasymmetry = \"0.2\"",
               "p.toml:8:13: not TOML: Error while parsing key-value pair: cannot redefine "
               "existing string 'asymmetry'"},
        Broken{"missing_key", "weight = \"1\"\n", "",
               "p.toml:16:1: channel.vix.weight: expected this key, found nothing"},
        Broken{"missing_table", "[publication]", "[regime.x]",
               "p.toml:1:1: publication: expected this key, found nothing\np.toml:28:9: "
               "regime.x: no such key here"},
        Broken{"float_for_decimal", "\"0.3\"", "0.3",
               "p.toml:7:13: volatility.asymmetry: expected a decimal in quotes, of at most "
               "18 decimals, within 0 to 0.5 (beyond a half a rise would hardly count), found "
               "the floating-point number 0.3"},
        Broken{"integer_for_decimal", "play = \"1.25\"", "play = 1",
               "p.toml:29:8: publication.play: expected a decimal in quotes, of at most 18 "
               "decimals, within 1 to 2 (the haircut band is [H, play H]), found the integer 1"},
        Broken{"text_for_integer", "bonus_bps = 500", "bonus_bps = \"500\"",
               "p.toml:40:13: asset.BTC.bonus_bps: expected an integer within 0 to 5000 (a "
               "bonus beyond 50 % pays for attacks), found the text \"500\""},
        Broken{"not_a_decimal", "\"0.3\"", "\"0,3\"",
               "p.toml:7:13: volatility.asymmetry: expected a decimal in quotes, of at most "
               "18 decimals, within 0 to 0.5 (beyond a half a rise would hardly count), found "
               "the text \"0,3\""},
        Broken{"too_many_decimals", "\"0.3\"", "\"0.3000000000000000001\"",
               "p.toml:7:13: volatility.asymmetry: expected a decimal in quotes, of at most "
               "18 decimals, within 0 to 0.5 (beyond a half a rise would hardly count), found "
               "the text \"0.3000000000000000001\""},
        Broken{"value_for_table",
               "[carry]\nlevel_channel = \"vix\"\nchange_channel = \"vix\"\n"
               "rank = \"0.9\"",
               "[x]", "p.toml:24:2: x: no such key here"},
        Broken{"kappa_too_large", "lt_weight = \"0\"", "lt_weight = \"0.26\"",
               "p.toml:14:13: regime.lt_weight: expected a decimal in quotes, of at most 18 "
               "decimals, within 0 to 0.25 (kappa above a quarter would let macro drive "
               "liquidations), found the text \"0.26\""},
        Broken{"asymmetry_too_large", "\"0.3\"", "\"0.51\"",
               "p.toml:7:13: volatility.asymmetry: expected a decimal in quotes, of at most "
               "18 decimals, within 0 to 0.5 (beyond a half a rise would hardly count), found "
               "the text \"0.51\""},
        Broken{"decay_of_one", "\"0.99\"", "\"1\"",
               "p.toml:6:21: volatility.decay_slow_hourly: expected a decimal in quotes, of "
               "at most 18 decimals, within 0.5 to 0.999999999999999999 (a half-life of an hour "
               "at the least; 1 would never learn), found the text \"1\""},
        Broken{"decay_under_a_half", "\"0.97\"", "\"0.499999999999999999\"",
               "p.toml:4:21: volatility.decay_fast_hourly: expected a decimal in quotes, of "
               "at most 18 decimals, within 0.5 to 0.999999999999999999 (a half-life of an hour "
               "at the least; 1 would never learn), found the text \"0.499999999999999999\""},
        Broken{"weight_too_large", "weight = \"1\"", "weight = \"1.1\"",
               "p.toml:19:10: channel.vix.weight: expected a decimal in quotes, of at most 18 "
               "decimals, within 0 to 1 (the score is a weighted maximum within 0 to 1), "
               "found the text \"1.1\""},
        Broken{"play_below_one", "\"1.25\"", "\"0.9\"",
               "p.toml:29:8: publication.play: expected a decimal in quotes, of at most 18 "
               "decimals, within 1 to 2 (the haircut band is [H, play H]), found the text "
               "\"0.9\""},
        Broken{"negative_bps", "fee_bps = 50", "fee_bps = -1",
               "p.toml:41:11: asset.BTC.fee_bps: expected an integer within 0 to 5000 "
               "(liquidation fee and gas), found the integer -1"},
        Broken{"fast_slower_than_mid", "\"0.97\"", "\"0.985\"",
               "p.toml:5:20: volatility.decay_mid_hourly: expected more than "
               "decay_fast_hourly: it is slower"},
        Broken{"mid_slower_than_slow", "\"0.98\"", "\"0.995\"",
               "p.toml:6:21: volatility.decay_slow_hourly: expected more than "
               "decay_mid_hourly: it is slower"},
        Broken{"part_of_an_hour", "3600", "5400",
               "p.toml:2:17: epoch_seconds: expected whole hours, a multiple of 3600, found "
               "5400"},
        Broken{"ranks_not_from_zero", "[\"0\", \"0.5\", \"1\"]", "[\"0.1\", \"0.5\", \"1\"]",
               "p.toml:15:20: regime.reference_ranks: expected the first rank 0"},
        Broken{"ranks_not_to_one", "[\"0\", \"0.5\", \"1\"]", "[\"0\", \"0.5\", \"0.9\"]",
               "p.toml:15:32: regime.reference_ranks: expected the last rank 1"},
        Broken{"ranks_not_rising", "[\"0\", \"0.5\", \"1\"]", "[\"0\", \"0\", \"1\"]",
               "p.toml:15:25: regime.reference_ranks: expected more than the rank before it"},
        Broken{"quantiles_falling", "\"-0.2\", \"0\"", "\"-0.2\", \"-0.21\"",
               "p.toml:21:27: channel.vix.one_day_change: expected no less than the value "
               "before it"},
        Broken{"quantiles_too_few", "\"-0.2\", \"0\", ", "\"-0.2\", ",
               "p.toml:21:18: channel.vix.one_day_change: expected as many items as "
               "reference_ranks, 3, found 2"},
        Broken{"unknown_transform", "\"level\"", "\"levels\"",
               "p.toml:18:13: channel.vix.transform: expected level, return_volatility or "
               "change_volatility, found \"levels\""},
        Broken{"carry_channel_unknown", "change_channel = \"vix\"", "change_channel = \"move\"",
               "p.toml:26:18: carry.change_channel: expected the name of a channel, found "
               "\"move\""},
        Broken{"carry_without_levels", "level = [\"9\", \"15\", \"82\"]\n", "",
               "p.toml:24:17: carry.level_channel: expected a channel with level quantiles, "
               "found \"vix\", which has none"},
        Broken{"bad_name", "\"minimal\"", "\"not minimal\"",
               "p.toml:1:8: name: expected a name of 1 to 32 letters, digits, _ and -, found "
               "the text \"not minimal\""},
        Broken{"bad_asset_name", "[asset.BTC]", "[asset.\"B TC\"]",
               "p.toml:35:8: asset.B TC: expected a name of 1 to 32 letters, digits, _ and -"},
        Broken{"ltv_over_lt", "ltv_max_bps = 7500", "ltv_max_bps = 7701",
               "p.toml:44:15: asset.BTC.ltv_max_bps: expected ltv_max_bps + gap_bps at most "
               "lt_max_bps, found 8001 over 8000"},
        Broken{"ltv_min_over_lt_min", "ltv_min_bps = 3000", "ltv_min_bps = 6201",
               "p.toml:43:15: asset.BTC.ltv_min_bps: expected ltv_min_bps + gap_bps at most "
               "lt_min_bps, found 6501 over 6500"},
        Broken{"lt_bounds_crossed", "lt_min_bps = 6500", "lt_min_bps = 8001",
               "p.toml:45:14: asset.BTC.lt_min_bps: expected at most lt_max_bps, which is 8000"},
        Broken{"floor_over_stress", "\"0.03\"", "\"0.061\"",
               "p.toml:37:26: asset.BTC.floor_volatility_daily: expected at most "
               "stress_volatility_daily: the floor is of ordinary days"},
        Broken{"liquidations_feed_themselves", "lt_max_bps = 8000", "lt_max_bps = 9524",
               "p.toml:46:14: asset.BTC.lt_max_bps: expected lt_max_bps * (10000 + bonus_bps) "
               "at most 100000000, or liquidations feed themselves; found 100002000"},
        Broken{"unknown_lt_form", "bonus_bps = 500", "bonus_bps = 500\nlt_form = \"tails\"",
               "p.toml:41:11: asset.BTC.lt_form: expected structural, tail, smart_ltv or fixed, "
               "found \"tails\""},
        Broken{"unknown_ltv_form", "bonus_bps = 500", "bonus_bps = 500\nltv_form = \"tail\"",
               "p.toml:41:12: asset.BTC.ltv_form: expected tactical or gap, found \"tail\""},
        Broken{
            "tail_form_without_a_tail", "bonus_bps = 500", "bonus_bps = 500\nlt_form = \"tail\"",
            "p.toml:41:11: asset.BTC.lt_form: expected a tail at liquidity.tail_level_bps, which "
            "is 9500"},
        Broken{"owes_itself", "bonus_bps = 500", "bonus_bps = 500\ndebt_asset = \"BTC\"",
               "p.toml:41:14: asset.BTC.debt_asset: expected another asset than the collateral "
               "itself"},
        Broken{"tails_not_rising", "[liquidity]",
               "[[asset.BTC.tail]]\nhours = 24\nlevel_bps = 9500\nquantile = \"1.6\"\n"
               "shortfall = \"2\"\n[[asset.BTC.tail]]\nhours = 24\nlevel_bps = 9500\n"
               "quantile = \"1.6\"\nshortfall = \"2\"\n[liquidity]",
               "p.toml:53:9: asset.BTC.tail.hours: expected tails ascending by hours, then by "
               "level_bps"},
        Broken{"amber_after_red", "amber_gain = \"0.5\"", "amber_gain = \"0.9\"",
               "p.toml:53:14: liquidity.amber_gain: expected at most red_gain: amber comes first"},
        Broken{"depth_weight_too_large", "lt_weight = \"0\"",
               "lt_weight = \"0\"\ndepth_weight = \"1\"",
               "p.toml:15:16: regime.depth_weight: expected a decimal in quotes, of at most 18 "
               "decimals, within 0 to 0.95 (a twentieth of the depth is left at the score of 1), "
               "found the text \"1\""},
        Broken{"not_toml", "epoch_seconds = 3600", "epoch_seconds = ",
               "p.toml:2:17: not TOML: Error while parsing key-value pair: expected value, "
               "saw '\\n'"}),
    case_name);

TEST(PolicyDocument, WhatMayBeAbsentHasItsDefault) {
    const auto policy = parse_policy(kPolicy, "p.toml");
    ASSERT_TRUE(policy) << policy.error().what;
    EXPECT_EQ(policy->volatility.har, engine::HarPolicy{});
    EXPECT_EQ(policy->regime.event_before, kDay);
    EXPECT_EQ(policy->regime.event_after, kDay);
    EXPECT_EQ(policy->regime.depth_weight.count(), 600'000'000'000'000'000);
    EXPECT_EQ(policy->regime.channels[0].jump_limit.count(), 0);
    EXPECT_EQ(policy->publication.cap_rise.count(), 300'000'000'000'000'000);
    const engine::AssetPolicy& asset = policy->assets.at(0);
    EXPECT_EQ(asset.debt_asset + asset.wall_group, "");
    EXPECT_FALSE(asset.two_sided);
    EXPECT_EQ(asset.lt_form, engine::LtForm::structural);
    EXPECT_EQ(asset.ltv_form, engine::LtvForm::tactical);
    EXPECT_EQ(asset.cap_depth.count() + asset.position_depth.count(), 0);
    EXPECT_TRUE(asset.tails.empty());
}

TEST(PolicyDocument, ReadsFormsPairsTailsAndForecast) {
    auto text = with(kPolicy, "[liquidity]", R"(debt_asset = "ETH"
two_sided = true
wall_group = "majors"
lt_form = "tail"
ltv_form = "gap"
cap_depth = "1.5"
position_depth = "0.25"
[[asset.BTC.tail]]
hours = 4
level_bps = 9500
quantile = "1.5"
shortfall = "2.25"
[volatility.har]
constant = "0.0001"
fast = "0.3"
mid = "0.4"
slow = "0.2"
[liquidity])");
    text = with(text, "weight = \"1\"", "weight = \"1\"\njump_limit = \"2\"");
    const auto policy = parse_policy(text, "p.toml");
    ASSERT_TRUE(policy) << policy.error().what;
    const engine::AssetPolicy& asset = policy->assets.at(0);
    EXPECT_EQ(asset.debt_asset, "ETH");
    EXPECT_TRUE(asset.two_sided);
    EXPECT_EQ(asset.wall_group, "majors");
    EXPECT_EQ(asset.lt_form, engine::LtForm::tail);
    EXPECT_EQ(asset.ltv_form, engine::LtvForm::gap);
    EXPECT_EQ(asset.cap_depth.count(), 3 * engine::kWadOne / 2);
    EXPECT_EQ(asset.position_depth.count(), engine::kWadOne / 4);
    ASSERT_EQ(asset.tails.size(), 1U);
    EXPECT_EQ(asset.tails[0].horizon, Seconds{4 * kHour.count});
    EXPECT_EQ(asset.tails[0].shortfall.count(), 9 * engine::kWadOne / 4);
    EXPECT_EQ(policy->volatility.har.mid.count(), 4 * (engine::kWadOne / 10));
    EXPECT_EQ(policy->regime.channels[0].jump_limit.count(), 2 * engine::kWadOne);
    EXPECT_EQ(policy->liquidity.spiral_margin, engine::Bps::of(50));
}

TEST(PolicyDocument, ReportsEveryFaultInOrderOfPlace) {
    auto text = with(kPolicy, "fee_bps = 50", "fee_bps = \"50\"");
    text = with(text, "asymmetry", "asymetry");
    EXPECT_EQ(faults_of(text),
              "p.toml:3:1: volatility.asymmetry: expected this key, found nothing\n"
              "p.toml:7:1: volatility.asymetry: no such key here\n"
              "p.toml:41:11: asset.BTC.fee_bps: expected an integer within 0 to 5000 "
              "(liquidation fee and gas), found the text \"50\"");
}

TEST(PolicyDocument, TwoChannelsOfOneIndicatorAreRefused) {
    auto text = std::string(kPolicy);
    const auto from = text.find("[channel.vix]");
    const auto to = text.find("[carry]");
    const std::string channel = with(text.substr(from, to - from), "channel.vix", "channel.wix");
    text.insert(to, channel);
    EXPECT_EQ(faults_of(text),
              "p.toml:25:13: channel.wix.indicator: expected an indicator of its own, found "
              "\"vix\", which vix reads");
}

TEST(PolicyDocument, OrderOfTablesDoesNotMatter) {
    const std::string text(kPolicy);
    const auto volatility = text.find("[volatility]");
    const auto asset = text.find("[asset.BTC]");
    const std::string moved = text.substr(0, volatility) + text.substr(asset) +
                              text.substr(volatility, asset - volatility);
    const auto a = parse_policy(text, "p.toml");
    const auto b = parse_policy(moved, "p.toml");
    ASSERT_TRUE(a && b);
    EXPECT_EQ(*a, *b);
}

TEST(PolicyDocument, MissingFileIsMissingInput) {
    const auto policy = load_policy("policies/no_such_policy.toml");
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().code, Errc::input_missing);
}

}  // namespace
}  // namespace ballast::policies
