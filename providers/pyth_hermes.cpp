// SPDX-License-Identifier: MIT
// Pyth's prices as Hermes tells them: integers with one exponent, and a confidence interval. Since
// the upgrade of August 2026 every Hermes of Pyth's wants a key.
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/number.hpp"
#include "providers/published_format.hpp"
#include "providers/times.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kPublished = "https://pyth.dourolabs.app/hermes";
constexpr std::size_t kIdDigits = 64;
constexpr int kExponentMin = -18;
/// Wider than one part in twenty of the price: publishers disagree, the price says nothing. One in
/// a hundred is passed in a crash, which is when the price is needed; others' prices confirm it
/// then.
constexpr int kConfidenceParts = 20;

/// Returns the price id in lower case without 0x.
Result<std::string> id_of(const Source& source) {
    std::string_view id = source.series;
    if (id.starts_with("0x")) id.remove_prefix(2);
    const bool is_hex = id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    if (id.size() != kIdDigits || !is_hex)
        return fail(Errc::configuration,
                    "series: expected a price id of 64 lower-case hex digits, found " +
                        excerpt(source.series));
    return std::string(id);
}

/// Returns the only entry of "parsed", which must be about `id`.
Result<const Json*> entry_of(const Json& body, const std::string& id) {
    const auto parsed = array_of(body.find("parsed"), "\"parsed\"");
    if (!parsed) return fail(parsed.error());
    if ((*parsed)->size() != 1) return fail(Errc::bad_data, "expected one parsed price");
    const Json& entry = (*parsed)->front();
    const auto told = string_member(entry, "id");
    if (!told) return fail(told.error());
    if (*told != id && *told != "0x" + id)
        return fail(Errc::bad_data, "asked for another price id than " + excerpt(*told));
    const Json* price = entry.find("price");
    if (price == nullptr || price->as_object() == nullptr)
        return fail(Errc::bad_data, "\"price\" is missing or no object");
    return price;
}

/// Reads a whole number written as a string, as price and conf are.
Result<Int128> whole(const Json& from, std::string_view key) {
    const auto text = string_member(from, key);
    if (!text) return fail(text.error());
    const auto value = parse_integer(*text);
    if (!value) return fail_in(key, value.error());
    return Int128{*value};
}

Result<Number> number_of(const Json& price) {
    const auto count = whole(price, "price");
    if (!count) return fail(count.error());
    const auto confidence = whole(price, "conf");
    if (!confidence) return fail(confidence.error());
    const auto text = text_of(price.find("expo"), "\"expo\"");
    if (!text) return fail(text.error());
    const auto exponent = parse_integer(*text);
    if (!exponent || *exponent < kExponentMin || *exponent > 0)
        return fail(Errc::bad_data, "expo " + excerpt(*text) + " is not within -18 to 0");
    if (*confidence < 0 || *confidence * kConfidenceParts > *count)
        return fail(Errc::bad_data, "the confidence interval is wider than 5 % of the price");
    return Number{*count, static_cast<int>(-*exponent)};
}

class PythHermes final : public PublishedFormat {
  public:
    PythHermes() : PublishedFormat("pyth_hermes") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        const auto base = base_url(source, kPublished);
        if (!base) return fail(base.error());
        const auto id = id_of(source);
        if (!id) return fail(id.error());
        net::HttpRequest asked{
            *base + "/v2/updates/price/latest?ids%5B%5D=" + *id + "&parsed=true&encoding=hex",
            {"Accept: application/json"}};
        // A node provider's own Hermes keeps its key in the URL, or wants none.
        if (source.api_key.empty() && !source.url.empty()) return asked;
        auto header = key_header("Authorization", source);
        if (!header) return fail(header.error());
        asked.headers.push_back(std::move(*header));
        return asked;
    }

  private:
    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto id = id_of(source);
        if (!id) return fail(id.error());
        const auto body = read_json(answer);
        if (!body) return fail(body.error());
        const auto price = entry_of(*body, *id);
        if (!price) return fail(price.error());
        const auto number = number_of(**price);
        if (!number) return fail(number.error());
        const auto value = to_reading(*number, source, Sign::positive);
        if (!value) return fail(value.error());
        const auto time = text_of((*price)->find("publish_time"), "\"publish_time\"");
        if (!time) return fail(time.error());
        const auto at = read_unix_s(*time);
        if (!at) return fail_in("publish_time", at.error());
        return std::vector<Observation>{{*value, *at, *at}};
    }
};

}  // namespace

const Provider& pyth_hermes() {
    static const PythHermes provider;
    return provider;
}

}  // namespace ballast::providers
