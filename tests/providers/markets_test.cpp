// SPDX-License-Identifier: MIT
// Exchanges, Pyth and Chainlink: bars that are closed, times, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "providers/chainlink.hpp"
#include "tests/providers/samples.hpp"

namespace ballast::providers {
namespace {

using ::testing::HasSubstr;

std::string verdict(const Sample& sample, const std::string& body) {
    const auto seen = read(sample.source, with_body(sample, body));
    return seen ? "accepted" : seen.error().what;
}

std::string verdict(const Sample& sample, std::string_view from, std::string_view to) {
    return verdict(sample, replaced(sample.answer.body, from, to));
}

TEST(Bars, TheOpenOneIsLeftOutUntilItHasEnded) {
    for (const char* name : {"binance", "coinbase", "kraken", "deribit_dvol"}) {
        Answer answer = sample_of(name).answer;
        const Seconds length = std::string_view(name) == "deribit_dvol" ? kHour : Seconds{60};
        const UnixSeconds end{1'722'906'000 + length.count};
        answer.fetched_at = end - Seconds{1};
        EXPECT_EQ(read(sample_of(name).source, answer)->size(), sample_of(name).count) << name;
        answer.fetched_at = end;
        EXPECT_EQ(read(sample_of(name).source, answer)->size(), sample_of(name).count + 1) << name;
        EXPECT_EQ(read(sample_of(name).source, answer)->back().observed_at, end) << name;
    }
}

/// A minute in which nobody traded repeats an old price: a halted market would look fresh all day.
TEST(Bars, OneWithoutATradeIsNoPrint) {
    const auto without = [](const char* name, const std::string& bar, const std::string& idle) {
        const Sample& sample = sample_of(name);
        const auto seen =
            read(sample.source, with_body(sample, replaced(sample.answer.body, bar, idle)));
        return seen ? seen->back().observed_at : UnixSeconds{};
    };
    const UnixSeconds before = UnixSeconds{1'722'905'940};
    EXPECT_EQ(without("kraken", "\"3.52\",61", "\"0\",0"), before);
    const std::string& body = sample_of("binance").answer.body;
    const std::size_t last = body.find("1722905999999");
    const std::size_t trades = body.find(",", body.find(",", last) + 1) + 1;
    const std::string bar = body.substr(last, body.find(",", trades) - last);
    EXPECT_EQ(without("binance", bar, bar.substr(0, trades - last) + "0"), before);
}

TEST(Bars, NoneClosedIsNoObservation) {
    EXPECT_THAT(verdict(sample_of("coinbase"), "[[1722906000,1,2,1,2,3]]"),
                HasSubstr("no observation"));
    EXPECT_THAT(verdict(sample_of("coinbase"), "[]"), HasSubstr("no observation"));
}

TEST(Bars, OffTheGridAheadOrContradictoryIsRefused) {
    const Sample& sample = sample_of("coinbase");
    EXPECT_THAT(verdict(sample, "1722905940", "1722905941"), HasSubstr("grid"));
    EXPECT_THAT(verdict(sample, "1722905940", "1722906180"), HasSubstr("ahead"));
    EXPECT_THAT(verdict(sample, "1722905940", "1722905940000"), HasSubstr("milliseconds"));
    EXPECT_THAT(verdict(sample, "54018.09", "54051"), HasSubstr("contradict"));
    EXPECT_THAT(verdict(sample, "54018.09", "-54018.09"), HasSubstr("above 0"));
    EXPECT_THAT(verdict(sample, ",54018.09,5.81", ""), HasSubstr("at least 6"));
}

TEST(Kraken, ThePairHasItsOwnName) {
    EXPECT_EQ(verdict(sample_of("kraken"), "XXBTZUSD", "XBTUSD"), "accepted");
    EXPECT_EQ(verdict(sample_of("kraken"), "XXBTZUSD", "aaa"), "accepted");
    EXPECT_EQ(verdict(sample_of("kraken"), "XXBTZUSD", "zzz"), "accepted");
    EXPECT_THAT(verdict(sample_of("kraken"), "\"XXBTZUSD\":", "\"XETHZUSD\":[],\"XXBTZUSD\":"),
                HasSubstr("one pair"));
    EXPECT_THAT(verdict(sample_of("kraken"), "\"error\":[]", "\"error\":[\"EService:Busy\"]"),
                HasSubstr("EService:Busy"));
}

TEST(Deribit, TheTestNetworkIsNoMarket) {
    for (const char* name : {"deribit_dvol", "deribit_index"})
        EXPECT_THAT(verdict(sample_of(name), "\"testnet\":false", "\"testnet\":true"),
                    HasSubstr("test network"));
}

TEST(Deribit, AnIndexWithoutATimeIsRefused) {
    EXPECT_THAT(verdict(sample_of("deribit_index"), "usOut", "usEnd"), HasSubstr("usOut"));
    EXPECT_THAT(verdict(sample_of("deribit_index"), "1722906014900233", "1722906014900"),
                HasSubstr("usOut"));
}

TEST(PythHermes, AWideConfidenceIsNoPrice) {
    const Sample& sample = sample_of("pyth_hermes");
    EXPECT_EQ(verdict(sample, "2700924500", "270092450000"), "accepted");
    EXPECT_THAT(verdict(sample, "2700924500", "270092450001"), HasSubstr("confidence"));
    EXPECT_THAT(verdict(sample, "2700924500", "-1"), HasSubstr("confidence"));
}

TEST(PythHermes, ExponentsAndPricesHaveBounds) {
    const Sample& sample = sample_of("pyth_hermes");
    EXPECT_THAT(verdict(sample, "\"expo\":-8", "\"expo\":1"), HasSubstr("expo"));
    EXPECT_THAT(verdict(sample, "\"expo\":-8", "\"expo\":-19"), HasSubstr("expo"));
    EXPECT_NE(verdict(sample, "5401849000000", "0"), "accepted");
    EXPECT_NE(verdict(sample, "5401849000000", "-5401849000000"), "accepted");
    EXPECT_NE(verdict(sample, "\"5401849000000\"", "5401849000000"), "accepted") << "no string";
    EXPECT_THAT(verdict(sample, "\"id\":\"e", "\"id\":\"f"), HasSubstr("another price id"));
}

TEST(PythHermes, CurrenciesAreReadAlike) {
    Sample sample = sample_of("pyth_hermes");
    std::string body = replaced(sample.answer.body, "5401849000000", "146123");
    body = replaced(body, "2700924500", "11");
    body = replaced(body, "\"expo\":-8", "\"expo\":-3");
    EXPECT_EQ(read(sample.source, with_body(sample, body))->back().value, reading("146.123"));
}

Bytes words(std::initializer_list<const char*> decimals) {
    Bytes bytes;
    for (const char* decimal : decimals)
        append(bytes, U256::from_text(decimal)->to_big_endian().view());
    return bytes;
}

TEST(Chainlink, CalldataIsThatOfTheContract) {
    EXPECT_EQ(to_hex(latest_round_data_call()), "0xfeaf968c");
    EXPECT_EQ(to_hex(decimals_call()), "0x313ce567");
}

TEST(Chainlink, RoundsThatSayNothingAreRefused) {
    EXPECT_TRUE(read_round(words({"7", "1", "5", "6", "7"})).has_value());
    EXPECT_THAT(read_round(words({"7", "0", "5", "6", "7"})).error().what, HasSubstr("above zero"));
    const char* minus_one =
        "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    EXPECT_THAT(read_round(words({"7", minus_one, "5", "6", "7"})).error().what,
                HasSubstr("above zero"));
    EXPECT_THAT(read_round(words({"7", "1", "5", "0", "7"})).error().what, HasSubstr("updated"));
    EXPECT_THAT(read_round(words({"7", "1", "5", "6", "6"})).error().what, HasSubstr("earlier"));
    EXPECT_FALSE(read_round(words({"7", "1", "5", "6"})).has_value());
    EXPECT_FALSE(read_round(words({minus_one, "1", "5", "6", "7"})).has_value()) << "no uint80";
    EXPECT_FALSE(read_round({}).has_value());
}

TEST(Chainlink, DecimalsScaleTheAnswer) {
    EXPECT_EQ(read_decimals(words({"18"})).value(), 18);
    EXPECT_FALSE(read_decimals(words({"19"})).has_value());
    EXPECT_FALSE(read_decimals({}).has_value());
    const Source& source = sample_of("chainlink").source;
    const auto price = [&](const char* decimals, const char* answer, const char* updated) {
        const std::string body =
            chainlink_body(words({decimals}), words({"7", answer, "5", updated, "7"}));
        const auto seen = read(source, {200, "", body, kFetched});
        return seen ? engine::format_decimal(seen->back().value.count(), 8) : seen.error().what;
    };
    EXPECT_EQ(price("18", "3141592653589793238462", "1722905999"), "3141.59265359");
    EXPECT_EQ(price("0", "42", "1722905999"), "42");
    EXPECT_THAT(price("8", "1", "1722906200"), HasSubstr("ahead"));
    EXPECT_THAT(price("8", "1", "1722905999000"), HasSubstr("updatedAt"));
}

TEST(Chainlink, ItComesOverTheRpcPool) {
    const Provider& provider = *find_provider("chainlink");
    EXPECT_EQ(provider.transport(), Transport::rpc);
    EXPECT_EQ(provider.request({}, kFetched).error().code, Errc::configuration);
    EXPECT_EQ(find_provider("kraken")->transport(), Transport::http);
}

}  // namespace
}  // namespace ballast::providers
