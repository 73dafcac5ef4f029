// SPDX-License-Identifier: MIT
#include "feeds/sighting.hpp"

#include <tuple>

namespace ballast::feeds {
namespace {

auto key(const Sighting& s) {
    return std::tuple(s.observation.observed_at, s.observation.known_at, s.usable_at(),
                      s.observation.value, s.body, s.fetched_at);
}

}  // namespace

std::strong_ordering operator<=>(const Sighting& a, const Sighting& b) {
    return key(a) <=> key(b);
}

Json to_json(const Sighting& sighting) {
    return JsonObject{{"body", to_hex(sighting.body)},
                      {"fetched_at", Json::integer(sighting.fetched_at.count)},
                      {"known_at", Json::integer(sighting.observation.known_at.count)},
                      {"observed_at", Json::integer(sighting.observation.observed_at.count)},
                      {"value_1e8", Json::integer(sighting.observation.value.count())}};
}

Result<Sighting> sighting_from_json(const Json& document) {
    const auto body = string_member(document, "body");
    const auto fetched = integer_member(document, "fetched_at");
    const auto known = integer_member(document, "known_at");
    const auto observed = integer_member(document, "observed_at");
    const auto value = integer_member(document, "value_1e8");
    for (const auto* number : {&fetched, &known, &observed, &value})
        if (!*number) return fail(number->error());
    if (!body) return fail(body.error());
    const auto hash = hash_from_hex(*body);
    const auto reading = providers::Reading::from(*value);
    if (!hash) return fail(hash.error());
    if (!reading) return fail(reading.error());
    return Sighting{{*reading, {*observed}, {*known}}, {*fetched}, *hash};
}

Status check_times(const Sighting& sighting) {
    const UnixSeconds observed = sighting.observation.observed_at;
    if (observed > sighting.fetched_at + kAheadMax)
        return fail(Errc::bad_data, "observed at " + format_utc(observed) + ", which is " +
                                        std::to_string((observed - sighting.fetched_at).count) +
                                        " s after it was fetched");
    if (sighting.observation.known_at < observed)
        return fail(Errc::bad_data, "known at " + format_utc(sighting.observation.known_at) +
                                        ", before it was observed at " + format_utc(observed));
    return {};
}

}  // namespace ballast::feeds
