// SPDX-License-Identifier: MIT
#include "books/order_book.hpp"

#include <gtest/gtest.h>

namespace ballast::books {
namespace {

const std::string kBinance =
    R"({"lastUpdateId":1027024,"bids":[["99.00000000","10.00000000"],["98.00000000","5"]],)"
    R"("asks":[["101.00000000","2.00000000"]]})";
const std::string kCoinbase =
    R"({"bids":[["99","10",2],["98","5",1]],"asks":[["101","2",1]],"sequence":13051505638,)"
    R"("auction_mode":false,"auction":null,"time":"2024-08-05T01:00:00.000000Z"})";
const std::string kKraken =
    R"({"error":[],"result":{"XETHZUSD":{"asks":[["101.00000","2.000",1722819600]],)"
    R"("bids":[["99.00000","10.000",1722819600],["98.00000","5.000",1722819601]]}}})";

net::HttpResponse page(std::string body, int status = 200) {
    net::HttpResponse made;
    made.status = status;
    made.content_type = "application/json";
    made.body = std::move(body);
    return made;
}

Error refusal(Exchange exchange, std::string body, int status = 200) {
    const auto book = read_order_book(exchange, page(std::move(body), status));
    return book ? Error{Errc::failed, "it was taken"} : book.error();
}

TEST(OrderBook, ReadsThePublishedFormats) {
    for (const auto& [exchange, text] :
         {std::pair(Exchange::binance, kBinance), std::pair(Exchange::coinbase, kCoinbase),
          std::pair(Exchange::kraken, kKraken)}) {
        const auto book = read_order_book(exchange, page(text));
        ASSERT_TRUE(book.has_value()) << book.error().what;
        ASSERT_EQ(book->bids.size(), 2U);
        EXPECT_EQ(book->bids[0], (OrderLevel{Int128{990'000'000'000}, Int128{1'000'000'000}}));
        EXPECT_EQ(book->asks[0], (OrderLevel{Int128{1'010'000'000'000}, Int128{200'000'000}}));
    }
}

TEST(OrderBook, RefusesWhatIsNoBook) {
    for (const Exchange exchange : {Exchange::binance, Exchange::coinbase, Exchange::kraken}) {
        for (const char* text :
             {"", "<!DOCTYPE html><html>Just a moment...</html>", "{}", "[]", "null",
              R"({"code":-1121,"msg":"Invalid symbol."})", R"({"message":"NotFound"})",
              R"({"error":["EQuery:Unknown asset pair"]})",
              R"({"error":["EGeneral:Too many requests"],"result":{}})",
              R"({"error":[],"result":{}})"})
            EXPECT_EQ(refusal(exchange, text).code, Errc::bad_data) << text;
        EXPECT_EQ(refusal(exchange, "{}", 429).code, Errc::upstream_unavailable);
    }
}

TEST(OrderBook, RefusesEveryTruncationOfABody) {
    int cuts = 0;
    for (std::size_t size = 0; size < kKraken.size(); ++size, ++cuts)
        EXPECT_EQ(refusal(Exchange::kraken, kKraken.substr(0, size)).code, Errc::bad_data);
    for (std::size_t size = 0; size < kBinance.size(); ++size, ++cuts)
        EXPECT_EQ(refusal(Exchange::binance, kBinance.substr(0, size)).code, Errc::bad_data);
    std::printf("cuts=%d\n", cuts);
}

std::string binance(const std::string& bids, const std::string& asks) {
    return R"({"lastUpdateId":1,"bids":[)" + bids + R"(],"asks":[)" + asks + "]}";
}

/// Nobody buys, and somebody would sell: that is an answer, and its depth is nothing.
TEST(OrderBook, ABookWithoutBidsIsADepthOfNothing) {
    const auto book = read_order_book(Exchange::binance, page(binance("", R"(["101","1"])")));
    ASSERT_TRUE(book) << book.error().what;
    EXPECT_EQ(sellable(*book).curve, engine::DepthCurve{});
    EXPECT_TRUE(sellable(*book).complete);
}

TEST(OrderBook, RefusesBooksThatCannotBe) {
    const std::string bid = R"(["99","1"])";
    const std::string ask = R"(["101","1"])";
    EXPECT_TRUE(read_order_book(Exchange::binance, page(binance(bid, ask))).has_value());
    const std::vector<std::pair<std::string, std::string>> faulty = {
        {R"(["101","1"])", ask},              // crossed: touching
        {R"(["102","1"])", ask},              // crossed
        {R"(["98","1"],["99","1"])", ask},    // unsorted
        {R"(["99","1"],["99","1"])", ask},    // a price twice
        {bid, R"(["102","1"],["101","1"])"},  // unsorted
        {"", ""},                             // empty: silence, for it says nothing
        {bid, ""},                            // no middle
        {R"(["99","0"])", ask},               // no size
        {R"(["0","1"])", R"(["1","1"])"},     // no price
        {R"(["-1","1"])", ask},               //
        {R"(["99","1e3"])", ask},             // no decimal
        {R"(["99"])", ask},                   //
        {R"(["99",null])", ask},              //
        {R"(["99999999999","1"])", R"(["999999999999","1"])"},
        {R"(["99","999999999999"])", ask},
    };
    for (const auto& [bids, asks] : faulty)
        EXPECT_EQ(refusal(Exchange::binance, binance(bids, asks)).code, Errc::bad_data)
            << bids << " " << asks;
    std::string auction = kCoinbase;
    auction.replace(auction.find("false"), 5, "true");
    EXPECT_EQ(refusal(Exchange::coinbase, auction).code, Errc::bad_data);
}

TEST(OrderBook, ASaleBringsTheSlippageOnTheWhole) {
    // Middle 100. At 1 % the first level brings 99 and no more fits; at 2 % all of the second does.
    const auto book = read_order_book(
        Exchange::binance,
        page(binance(R"(["99","10"],["97","20"],["50","1000"])", R"(["101","1"])")));
    const SellableDepth depth = sellable(*book);
    EXPECT_EQ(depth.curve[0].count(), 0);
    EXPECT_EQ(depth.curve[1].count(), 990);
    // 98: 10 at 99 make up for 10 at 97.
    EXPECT_EQ(depth.curve[2].count(), 990 + 970);
    // 95: 10 x 4 + 20 x 2 = 80 make up for 80 / 45 at 50.
    EXPECT_EQ(depth.curve[3].count(), 990 + 1940 + 88);
    // 90: 10 x 9 + 20 x 7 = 230 for 230 / 40 at 50.
    EXPECT_EQ(depth.curve[4].count(), 990 + 1940 + 287);
    EXPECT_TRUE(depth.complete);
}

TEST(OrderBook, ABookThatEndsFirstGivesWhatItHasAndSaysSo) {
    const auto book = read_order_book(Exchange::kraken, page(kKraken));
    const SellableDepth depth = sellable(*book);
    EXPECT_EQ(depth.curve[4].count(), 990 + 490);
    EXPECT_FALSE(depth.complete);
}

TEST(OrderBook, TheLargestNumbersStayWithinTheirBounds) {
    std::string bids;
    for (int i = 0; i < 200; ++i)
        bids += (i == 0 ? "" : ",") + std::string(R"([")") + std::to_string(99'999'990 - i) +
                R"(","99999999999"])";
    const auto book =
        read_order_book(Exchange::binance, page(binance(bids, R"(["99999999","1"])")));
    ASSERT_TRUE(book.has_value()) << book.error().what;
    EXPECT_EQ(sellable(*book).curve[4].count(), 100'000'000'000'000);
}

TEST(OrderBook, ReadsTheVolumeOfADay) {
    EXPECT_EQ(read_daily_volume(Exchange::binance,
                                page(R"({"symbol":"ETHUSDT","quoteVolume":"15.30000000"})"))
                  ->count(),
              15);
    EXPECT_EQ(
        read_daily_volume(Exchange::coinbase, page(R"({"last":"2500.5","volume":"10.00000001"})"))
            ->count(),
        25'005);
    EXPECT_EQ(
        read_daily_volume(Exchange::kraken, page(R"({"error":[],"result":{"XETHZUSD":{)"
                                                 R"("v":["1.0","4.0"],"p":["9.0","25.5"]}}})"))
            ->count(),
        102);
    for (const char* text : {"", "{}", "<html>", R"({"error":["EService:Busy"]})"})
        for (const Exchange exchange : {Exchange::binance, Exchange::coinbase, Exchange::kraken})
            EXPECT_EQ(read_daily_volume(exchange, page(text)).error().code, Errc::bad_data);
}

}  // namespace
}  // namespace ballast::books
