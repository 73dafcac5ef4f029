// SPDX-License-Identifier: MIT
#include "books/order_book.hpp"

#include <algorithm>
#include <string>

#include "base/json.hpp"

namespace ballast::books {
namespace {

constexpr int kPriceDigits = 10;
constexpr int kSizeDigits = 8;
constexpr Int128 kPriceMax = Int128{1'000'000'000'000'000'000};  // 1e8 USD
constexpr Int128 kSizeMax = Int128{10} * kPriceMax;              // 1e11 units
/// A price times a size is USD at 1e-18; under 2^127 with both bounds.
constexpr Int128 kPerUsd = Int128{1'000'000'000} * 1'000'000'000;
constexpr Int128 kBpsOne = engine::kBpsOne;
/// Binance gives 5,000 a side at most; more is no answer of any of them.
constexpr std::size_t kLevelsMax = 100'000;

tl::unexpected<Error> bad(const std::string& what) {
    return fail(Errc::bad_data, "the order book is bad: " + what);
}

/// Reads digits with whatever decimals, rounded down to `digits` of them.
Result<Int128> decimal(const Json& json, int digits) {
    const std::string* text = json.as_string();
    if (text == nullptr && json.as_number() != nullptr) text = &json.as_number()->text;
    if (text == nullptr) return bad("a number is missing");
    std::string_view view = *text;
    const std::size_t point = view.find('.');
    if (point != std::string_view::npos) {
        const std::string_view after = view.substr(point + 1);
        if (after.find_first_not_of("0123456789") != std::string_view::npos)
            return bad("\"" + std::string(view.substr(0, 40)) + "\" is no number");
        view = view.substr(
            0, point + 1 + std::min<std::size_t>(after.size(), static_cast<std::size_t>(digits)));
    }
    auto value = engine::parse_decimal(view, digits);
    if (!value) return bad(value.error().what);
    return value;
}

Result<OrderLevel> level_in(const Json& json) {
    const JsonArray* parts = json.as_array();
    if (parts == nullptr || parts->size() < 2) return bad("a level is no price and size");
    const auto price = decimal((*parts)[0], kPriceDigits);
    const auto size = decimal((*parts)[1], kSizeDigits);
    if (!price) return fail(price.error());
    if (!size) return fail(size.error());
    if (*price <= 0 || *price >= kPriceMax) return bad("a price is out of range");
    if (*size <= 0 || *size >= kSizeMax) return bad("a size is out of range");
    return OrderLevel{*price, *size};
}

Result<std::vector<OrderLevel>> side_in(const Json& book, std::string_view key, bool rising) {
    const Json* member = book.find(key);
    const JsonArray* rows = member == nullptr ? nullptr : member->as_array();
    if (rows == nullptr) return bad("it has no " + std::string(key));
    if (rows->size() > kLevelsMax) return bad("it is longer than any");
    std::vector<OrderLevel> levels;
    for (const Json& row : *rows) {
        const auto level = level_in(row);
        if (!level) return fail(level.error());
        const bool sorted = levels.empty() || (rising ? level->price > levels.back().price
                                                      : level->price < levels.back().price);
        if (!sorted) return bad("its " + std::string(key) + " are not sorted");
        levels.push_back(*level);
    }
    return levels;
}

Result<Json> body_of(const net::HttpResponse& response) {
    if (response.status / 100 != 2)
        return fail(Errc::upstream_unavailable,
                    "the exchange answered with HTTP status " + std::to_string(response.status));
    auto json = parse_json(response.body);
    if (!json) return bad("it is no JSON: " + json.error().what);
    return json;
}

/// Kraken wraps everything: errors in a list, one market in an object under a name of its own.
Result<const Json*> kraken_market(const Json& json) {
    const Json* errors = json.find("error");
    const Json* result = json.find("result");
    if (errors == nullptr || errors->as_array() == nullptr) return bad("it is not Kraken's");
    if (!errors->as_array()->empty()) {
        const std::string* words = errors->as_array()->front().as_string();
        return bad("Kraken says " + (words == nullptr ? "an error" : words->substr(0, 80)));
    }
    const JsonObject* markets = result == nullptr ? nullptr : result->as_object();
    if (markets == nullptr || markets->size() != 1) return bad("it is not of one market");
    return &markets->begin()->second;
}

/// The day's figure of Kraken's pairs [today, last 24 hours].
Result<Int128> kraken_day(const Json& market, std::string_view key, int digits) {
    const Json* pair = market.find(key);
    const JsonArray* values = pair == nullptr ? nullptr : pair->as_array();
    if (values == nullptr || values->size() != 2) return bad(std::string(key) + " is no pair");
    return decimal((*values)[1], digits);
}

Result<Int128> member_decimal(const Json& json, std::string_view key, int digits) {
    const Json* member = json.find(key);
    if (member == nullptr) return bad(std::string(key) + " is missing");
    return decimal(*member, digits);
}

Result<engine::Usd> product(const Result<Int128>& price, const Result<Int128>& size) {
    if (!price) return fail(price.error());
    if (!size) return fail(size.error());
    if (*price < 0 || *price >= kPriceMax || *size < 0 || *size >= kSizeMax)
        return bad("the volume is out of range");
    return engine::Usd::from(*price * *size / kPerUsd);
}

/// The sale at one slippage: proceeds in USD at 1e-18, and whether the book ended first. With
/// r = (1 - s) mid, levels are taken while the whole brings r; of the one that would bring less,
/// the part x where P + p x = r (B + x).
std::pair<Int128, bool> sale(const OrderBook& book, std::int32_t slippage) {
    // Rounded up, so that less is sellable. Both factors fit: 2e18 x 1e4.
    const Int128 middle = book.bids.front().price + book.asks.front().price;
    const Int128 least = div_up(middle * (kBpsOne - slippage), 2 * kBpsOne);
    Int128 surplus = 0;  // what was brought above `least`, USD at 1e-18
    Int128 proceeds = 0;
    for (const OrderLevel& level : book.bids) {
        if (level.price >= least) {
            surplus += (level.price - least) * level.size;
            proceeds += level.price * level.size;
        } else {
            const Int128 loss = least - level.price;
            const Int128 part = std::min(level.size, surplus / loss);
            surplus -= loss * part;
            proceeds += level.price * part;
            if (part < level.size) return {proceeds, true};
        }
        // Deeper than any sale that matters, and sums stay under 2^127.
        if (proceeds >= Int128{100'000'000'000} * kPerUsd) return {proceeds, true};
    }
    return {proceeds, false};
}

}  // namespace

Result<OrderBook> read_order_book(Exchange exchange, const net::HttpResponse& response) {
    const auto json = body_of(response);
    if (!json) return fail(json.error());
    const Json* market = &*json;
    if (exchange == Exchange::kraken) {
        const auto wrapped = kraken_market(*json);
        if (!wrapped) return fail(wrapped.error());
        market = *wrapped;
    }
    const char* mark = exchange == Exchange::binance ? "lastUpdateId" : "sequence";
    if (exchange != Exchange::kraken && market->find(mark) == nullptr)
        return bad(std::string("it has no ") + mark);
    const Json* auction = market->find("auction_mode");
    if (auction != nullptr && auction->as_bool() != nullptr && *auction->as_bool())
        return bad("the market is in an auction");
    auto bids = side_in(*market, "bids", false);
    auto asks = side_in(*market, "asks", true);
    if (!bids) return fail(bids.error());
    if (!asks) return fail(asks.error());
    // Offers alone say that nobody buys. Without any it says nothing, or has no middle.
    if (asks->empty()) return bad("its asks are empty");
    if (!bids->empty() && bids->front().price >= asks->front().price) return bad("it is crossed");
    return OrderBook{std::move(*bids), std::move(*asks)};
}

SellableDepth sellable(const OrderBook& book) {
    SellableDepth depth;
    depth.complete = true;
    if (book.bids.empty()) return depth;
    for (std::size_t i = 0; i < depth.curve.size(); ++i) {
        const auto [proceeds, complete] = sale(book, engine::kDepthSlippageBps[i]);
        depth.curve[i] =
            engine::Usd::from(std::min(proceeds / kPerUsd, engine::UsdTag::kMax)).value();
        depth.complete = complete;
    }
    return depth;
}

Result<engine::Usd> read_daily_volume(Exchange exchange, const net::HttpResponse& response) {
    const auto json = body_of(response);
    if (!json) return fail(json.error());
    if (exchange == Exchange::binance) {
        const auto quoted = member_decimal(*json, "quoteVolume", kSizeDigits);
        if (!quoted) return fail(quoted.error());
        return engine::Usd::from(*quoted / 100'000'000);
    }
    if (exchange == Exchange::coinbase)
        return product(member_decimal(*json, "last", kPriceDigits),
                       member_decimal(*json, "volume", kSizeDigits));
    const auto market = kraken_market(*json);
    if (!market) return fail(market.error());
    return product(kraken_day(**market, "p", kPriceDigits), kraken_day(**market, "v", kSizeDigits));
}

}  // namespace ballast::books
