// SPDX-License-Identifier: MIT
#include "keeper/depth_feeds.hpp"

#include "books/order_book.hpp"
#include "providers/exchange_depth.hpp"

namespace ballast::keeper {
namespace {

using feeds::DepthSource;
using feeds::DepthVenue;
using providers::DepthQuestion;

/// A crash loses the samples since then; the hours are what counts.
constexpr Seconds kSaveEvery{600};
constexpr engine::Price kDollar = engine::Price::of(100'000'000);

books::Exchange exchange_of(DepthVenue venue) {
    if (venue == DepthVenue::coinbase) return books::Exchange::coinbase;
    return venue == DepthVenue::kraken ? books::Exchange::kraken : books::Exchange::binance;
}

providers::Source source_for(const DepthSource& declared) {
    providers::Source source;
    source.name = declared.name;
    source.provider = name(declared.venue);
    source.url = declared.url;
    source.series = declared.market;
    return source;
}

/// Another asset's book, or one in another currency, is no depth of this one. Offers alone have no
/// middle, and no depth either.
bool is_near(const books::OrderBook& book, engine::Price price) {
    if (book.bids.empty()) return true;
    const Int128 twice = book.bids.front().price + book.asks.front().price;  // at 1e-10
    const Int128 wanted = Int128{2} * price.count() * 100;
    return 10 * (twice > wanted ? twice - wanted : wanted - twice) <= wanted;
}

std::optional<books::DexPrices> prices_for(const std::string& asset, const DepthSource& source,
                                           const DepthFeeds::Prices& prices) {
    const auto in = prices.find(asset);
    const auto out = prices.find(source.paid_in);
    const bool has_out = source.paid_in.empty() || out != prices.end();
    if (in == prices.end() || !has_out) return std::nullopt;
    return books::DexPrices{in->second, source.paid_in.empty() ? kDollar : out->second};
}

}  // namespace

DepthFeeds::DepthFeeds(std::vector<feeds::DepthDeclaration> declared, std::filesystem::path folder,
                       const Clock& clock, telemetry::Log* log)
    : watch_(std::move(declared), std::move(folder), log), clock_(clock) {}

Status DepthFeeds::open(const FindReader& find) {
    watch_.restore();
    for (std::size_t i = 0; i < watch_.declared().size(); ++i) {
        const feeds::DepthDeclaration& declared = watch_.declared()[i];
        for (std::size_t k = 0; k < declared.sources.size(); ++k) {
            const DepthSource& source = declared.sources[k];
            if (is_exchange(source.venue)) {
                exchanges_.push_back({i, k});
                continue;
            }
            books::ChainReader* reader = find(source.chain);
            if (reader == nullptr)
                return fail(Errc::configuration, "depth of " + declared.asset + ", source " +
                                                     source.name + ": there is no chain " +
                                                     source.chain);
            contracts_.push_back({{i, k}, reader, {*reader, clock_, source, declared}});
        }
    }
    return {};
}

const DepthSource& DepthFeeds::source_of(VenuePlace place) const {
    return watch_.declared().at(place.asset).sources.at(place.source);
}

std::vector<feeds::FetchSource> DepthFeeds::exchanges() const {
    std::vector<feeds::FetchSource> all;
    for (const VenuePlace place : exchanges_) {
        const providers::Source source = source_for(source_of(place));
        const Seconds interval = watch_.declared()[place.asset].interval;
        for (const DepthQuestion question :
             {DepthQuestion::order_book, DepthQuestion::daily_volume})
            all.push_back({source, providers::find_depth_question(source.provider, question),
                           interval, feeds::FetchKind::depth});
    }
    return all;
}

void DepthFeeds::take(std::size_t exchange, const feeds::Fetched& fetched, const Prices& prices,
                      const Miss& miss) {
    const VenuePlace place = exchanges_.at(exchange / 2);
    const std::string& asset = watch_.declared()[place.asset].asset;
    const std::string& venue = source_of(place).name;
    if (const auto* missed = std::get_if<feeds::Missed>(&fetched.what))
        return miss(asset, venue, std::string(name(missed->reason)), missed->words);
    const providers::Answer& answer = std::get<feeds::Captured>(fetched.what).answer;
    net::HttpResponse response;
    response.status = answer.status;
    response.body = answer.body;
    const bool is_book = exchange % 2 == 0;
    const Status taken = is_book ? take_book(place, response, answer.fetched_at, prices)
                                 : take_volume(place, response, answer.fetched_at);
    if (!taken) miss(asset, venue, "format", taken.error().what);
}

Status DepthFeeds::take_volume(VenuePlace place, const net::HttpResponse& response,
                               UnixSeconds at) {
    const auto volume = books::read_daily_volume(exchange_of(source_of(place).venue), response);
    if (!volume) return fail(volume.error());
    watch_.told_volume(place, *volume, at);
    return {};
}

Status DepthFeeds::take_book(VenuePlace place, const net::HttpResponse& response, UnixSeconds at,
                             const Prices& prices) {
    const auto book = books::read_order_book(exchange_of(source_of(place).venue), response);
    if (!book) return fail(book.error());
    const auto price = prices.find(watch_.declared()[place.asset].asset);
    if (price == prices.end()) return {};
    if (!is_near(*book, price->second))
        return fail(Errc::bad_data, "the middle of the book is more than 10 % from the price");
    watch_.told_depth(place, books::sellable(*book), at);
    return {};
}

void DepthFeeds::ask(const std::string& chain, const Prices& prices, Milliseconds until,
                     const Miss& miss) {
    for (Contract& contract : contracts_) {
        const DepthSource& source = source_of(contract.place);
        if (source.chain != chain || !contract.quotes.is_due(clock_.monotonic())) continue;
        const std::string& asset = watch_.declared()[contract.place.asset].asset;
        const auto known = prices_for(asset, source, prices);
        contract.reader->stop_at(until);
        if (known && !contract.reader->out_of_time()) ask(contract, *known, miss);
    }
}

void DepthFeeds::ask(Contract& contract, const books::DexPrices& prices, const Miss& miss) {
    const auto quoted = contract.quotes.step(prices);
    if (!quoted) return;
    if (*quoted) return watch_.told_depth(contract.place, (*quoted)->depth, (*quoted)->at);
    miss(watch_.declared()[contract.place.asset].asset, source_of(contract.place).name,
         quoted->error().code == Errc::bad_data ? "format" : "no_answer", quoted->error().what);
}

void DepthFeeds::settle(UnixSeconds now) {
    watch_.settle(now);
    // A clock that was set back would else keep it from being written.
    if (now < saved_at_ + kSaveEvery && saved_at_ <= now) return;
    saved_at_ = now;
    save();
}

}  // namespace ballast::keeper
