// SPDX-License-Identifier: MIT
#include "feeds/depth_declaration.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/hash.hpp"
#include "base/json.hpp"

namespace ballast::feeds {
namespace {

using policies::Bounds;
using policies::TableReader;

constexpr std::array<std::string_view, 5> kVenues = {"binance", "coinbase", "kraken", "uniswap_v3",
                                                     "quoter"};
constexpr Bounds kQuorum = {1, 16, "upstreams"};
/// A depth is old after an hour: half of it leaves room for one question that fails.
constexpr Bounds kInterval = {15, kHour.count / 2, "seconds; a depth is old after an hour"};
constexpr Bounds kLargest = {10'000, 10'000'000'000, "USD, the largest sale that is quoted"};
constexpr Bounds kFee = {1, 100'000, "hundredths of a basis point: 500 is 0.05 %"};
constexpr Bounds kDecimals = {0, 36, "decimals of a token"};
constexpr std::int64_t kLargestUsual = 100'000'000;

std::string optional_text(TableReader& reader, std::string_view key) {
    return reader.has(key) ? reader.text(key) : std::string();
}

DepthVenue read_venue(TableReader& reader) {
    const std::string text = reader.text("venue");
    const auto* const found = std::find(kVenues.begin(), kVenues.end(), text);
    if (found != kVenues.end()) return static_cast<DepthVenue>(found - kVenues.begin());
    if (!text.empty())
        reader.fault("venue", "expected binance, coinbase, kraken, uniswap_v3 or quoter, found \"" +
                                  text + "\"");
    return DepthVenue::binance;
}

chain::Address read_address(TableReader& reader, std::string_view key) {
    const std::string text = reader.text(key);
    if (text.empty()) return {};
    const auto address = chain::parse_address(text);
    if (!address) reader.fault(key, "expected an address: " + address.error().what);
    return address ? *address : chain::Address{};
}

void read_contract(TableReader& reader, DepthSource& source) {
    source.chain = reader.identifier("chain");
    source.quoter = read_address(reader, "quoter");
    source.token_in = read_address(reader, "token_in");
    source.token_out = read_address(reader, "token_out");
    if (reader.has("paid_in")) source.paid_in = reader.identifier("paid_in");
    if (source.venue == DepthVenue::uniswap_v3)
        source.pool_fee = static_cast<std::uint32_t>(reader.integer("pool_fee", kFee));
    source.decimals_in = static_cast<std::uint8_t>(reader.integer("decimals_in", kDecimals));
    source.decimals_out = static_cast<std::uint8_t>(reader.integer("decimals_out", kDecimals));
}

DepthSource read_source(TableReader& reader) {
    DepthSource source;
    source.name = reader.name();
    source.venue = read_venue(reader);
    source.upstream = reader.has("upstream") ? reader.identifier("upstream") : source.name;
    if (is_exchange(source.venue)) {
        source.market = reader.text("market");
        source.url = optional_text(reader, "url");
    } else {
        read_contract(reader, source);
    }
    reader.finish();
    return source;
}

/// What says that two sources read the same depth: of an exchange's market, or of a pool, whichever
/// contract quotes it. An operator's own contract may be over anything.
std::string depth_of(const DepthSource& source) {
    if (is_exchange(source.venue)) return std::string(name(source.venue)) + " " + source.market;
    const std::string pool = source.chain + " " + to_hex(source.token_in.view()) + " " +
                             to_hex(source.token_out.view()) + " " +
                             std::to_string(source.pool_fee);
    return source.venue == DepthVenue::quoter ? pool + " " + to_hex(source.quoter.view()) : pool;
}

/// The same depth under two upstreams would be added up, and make up a quorum by itself.
void check_once(TableReader& reader, const DepthDeclaration& declared) {
    std::map<std::string, const DepthSource*> first;
    for (const DepthSource& source : declared.sources) {
        const auto [place, fresh] = first.emplace(depth_of(source), &source);
        if (!fresh && place->second->upstream != source.upstream)
            reader.fault("source", source.name + " is the same venue as " + place->second->name +
                                       ": give both the same upstream, or take one away");
    }
}

void check(TableReader& reader, const DepthDeclaration& declared) {
    if (reader.sound()) check_once(reader, declared);
    std::set<std::string> upstreams;
    for (const DepthSource& source : declared.sources)
        upstreams.insert(source.upstream);
    if (reader.sound() && declared.quorum > upstreams.size())
        reader.fault("quorum", "expected at most " + std::to_string(upstreams.size()) +
                                   ", the number of upstreams, found " +
                                   std::to_string(declared.quorum));
}

DepthDeclaration read_asset(TableReader& reader) {
    DepthDeclaration declared;
    declared.asset = reader.name();
    declared.quorum = static_cast<std::size_t>(reader.integer("quorum", kQuorum));
    declared.interval = Seconds{reader.integer("interval_seconds", kInterval)};
    declared.largest = engine::Usd::of(
        reader.has("largest_usd") ? reader.integer("largest_usd", kLargest) : kLargestUsual);
    for (TableReader& source : reader.named_tables("source"))
        declared.sources.push_back(read_source(source));
    check(reader, declared);
    reader.finish();
    return declared;
}

}  // namespace

std::string_view name(DepthVenue venue) noexcept {
    return kVenues[static_cast<std::size_t>(venue)];
}

bool is_exchange(DepthVenue venue) noexcept {
    return venue != DepthVenue::uniswap_v3 && venue != DepthVenue::quoter;
}

std::vector<DepthDeclaration> read_depth(TableReader& root) {
    std::vector<DepthDeclaration> all;
    if (!root.has("depth")) return all;
    for (TableReader& reader : root.named_tables("depth"))
        all.push_back(read_asset(reader));
    return all;
}

Hash32 venues_digest(const DepthDeclaration& declared) {
    JsonArray venues;
    for (const DepthSource& source : declared.sources)
        venues.push_back(JsonObject{{"chain", source.chain},
                                    {"decimals_in", Json::integer(source.decimals_in)},
                                    {"decimals_out", Json::integer(source.decimals_out)},
                                    {"fee", Json::integer(source.pool_fee)},
                                    {"market", source.market},
                                    {"paid_in", source.paid_in},
                                    {"quoter", to_hex(source.quoter.view())},
                                    {"token_in", to_hex(source.token_in.view())},
                                    {"token_out", to_hex(source.token_out.view())},
                                    {"upstream", source.upstream},
                                    {"venue", std::string(name(source.venue))}});
    return sha256(as_bytes(write_json(Json(std::move(venues)))));
}

}  // namespace ballast::feeds
