// SPDX-License-Identifier: MIT
#include "audit/observations.hpp"

#include <algorithm>

#include "audit/check_record.hpp"
#include "engine/units.hpp"

namespace ballast::audit {
namespace {

/// Whether two quantities lie within `bps` of the larger one.
bool near_by(std::int64_t one, std::int64_t other, std::int32_t bps) {
    const Int128 larger = std::max(one, other);
    const Int128 distance = larger - std::min(one, other);
    return one >= 0 && other >= 0 && distance * engine::kBpsOne <= larger * bps;
}

bool near_in_time(std::int64_t one, std::int64_t other, Seconds most) {
    const Int128 distance = Int128{std::max(one, other)} - std::min(one, other);
    return distance <= most.count;
}

/// Whether two texts under that member's name are the same for our purpose.
bool agree(std::string_view name, const std::string& one, const std::string& other,
           const Tolerances& most) {
    if (one == other) return true;
    const auto left = parse_integer(one);
    const auto right = parse_integer(other);
    if (!left || !right) return false;
    if (name == "observed_at" || name == "known_at") return near_in_time(*left, *right, most.age);
    if (name == "price_1e8") return near_by(*left, *right, most.price_bps);
    if (name == "level_1e8") return near_by(*left, *right, most.level_bps);
    return name.ends_with("_usd") && near_by(*left, *right, most.liquidity_bps);
}

using Place = std::optional<std::string>;

Place disagreement(std::string_view name, const Json& one, const Json& other,
                   const Tolerances& most);

std::string under(const std::string& head, const std::string& rest) {
    return rest.empty() || rest.front() == '[' ? head + rest : head + "." + rest;
}

Place disagreement(const JsonObject& one, const JsonObject& other, const Tolerances& most) {
    for (const auto& [name, value] : other)
        if (!one.contains(name)) return name;
    for (const auto& [name, value] : one) {
        const auto found = other.find(name);
        if (found == other.end()) return name;
        if (auto inner = disagreement(name, value, found->second, most)) return under(name, *inner);
    }
    return std::nullopt;
}

Place disagreement(std::string_view name, const Json& one, const Json& other,
                   const Tolerances& most) {
    if (one.as_object() != nullptr && other.as_object() != nullptr)
        return disagreement(*one.as_object(), *other.as_object(), most);
    if (one.as_string() != nullptr && other.as_string() != nullptr)
        return agree(name, *one.as_string(), *other.as_string(), most) ? Place() : Place("");
    if (one.as_array() == nullptr || other.as_array() == nullptr)
        return one == other ? Place() : Place("");
    const JsonArray& left = *one.as_array();
    const JsonArray& right = *other.as_array();
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const std::string here = "[" + std::to_string(i) + "]";
        if (i >= left.size() || i >= right.size()) return here;
        // The items of a list are of the list's unit.
        if (auto inner = disagreement(name, left[i], right[i], most)) return under(here, *inner);
    }
    return std::nullopt;
}

const std::string& text_under(const StoredRecord& record, const char* field) {
    static const std::string kNothing;
    const auto found = record.fields.find(std::string_view(field));
    return found == record.fields.end() ? kNothing : found->second.first;
}

std::optional<Difference> same_bytes(const StoredRecord& theirs, const StoredRecord& ours,
                                     const char* field) {
    const std::string& one = text_under(theirs, field);
    const std::string& other = text_under(ours, field);
    if (one == other) return std::nullopt;
    return difference(theirs, field, other, one);
}

/// The event is the name that an operator gives his run.
std::optional<Difference> same_setup(const StoredRecord& theirs, const StoredRecord& ours) {
    const auto one = read_setup(text_under(theirs, kSetup));
    auto other = read_setup(text_under(ours, kSetup));
    if (!one || !other) return difference(theirs, kSetup, "a setup", "none");
    other->event = one->event;
    other->scenario_hash = one->scenario_hash;
    if (write_setup(*one) == write_setup(*other)) return std::nullopt;
    return difference(theirs, kSetup, write_setup(*other), write_setup(*one));
}

}  // namespace

std::optional<Difference> compare_observations(const Bundle& proposal,
                                               const StoredRecord& own_genesis,
                                               const StoredRecord& own_epoch,
                                               const Tolerances& tolerances) {
    const StoredRecord& theirs = proposal.records.back();
    if (auto fault = same_bytes(proposal.genesis, own_genesis, kPolicy)) return fault;
    if (auto fault = same_setup(proposal.genesis, own_genesis)) return fault;
    if (auto fault = same_bytes(theirs, own_epoch, kCurrent)) return fault;
    if (auto fault = same_bytes(theirs, own_epoch, kHead)) return fault;
    const std::string& one = text_under(theirs, kSnapshot);
    const std::string& other = text_under(own_epoch, kSnapshot);
    const auto left = parse_json(one);
    const auto right = parse_json(other);
    if (!left || !right) return difference(theirs, kSnapshot, other, one);
    const Place place = disagreement("", *left, *right, tolerances);
    if (!place) return std::nullopt;
    Difference found = difference(theirs, kSnapshot, other, one);
    found.path = *place;
    return found;
}

std::optional<Difference> compare_decisions(const StoredRecord& theirs,
                                            const oracle::RiskReport& proposed,
                                            const oracle::RiskReport& ours,
                                            const Tolerances& tolerances) {
    for (const oracle::ParamUpdate& update : proposed.updates) {
        const auto own = std::find_if(ours.updates.begin(), ours.updates.end(), [&](const auto& u) {
            return u.market_id == update.market_id;
        });
        const std::string market = "market " + to_hex(update.market_id);
        if (own == ours.updates.end())
            return difference(theirs, "decision", "none for " + market, "one");
        for (const auto& [name, one, other] :
             {std::tuple{".ltv", update.ltv, own->ltv}, {".lt", update.lt, own->lt}}) {
            if (std::max(one, other) - std::min(one, other) <= tolerances.decision_bps) continue;
            Difference found =
                difference(theirs, "decision", std::to_string(other), std::to_string(one));
            found.path = market + name;
            return found;
        }
    }
    return std::nullopt;
}

std::optional<Difference> own_report_was_held(const StoredRecord& own_epoch) {
    const std::string& held = text_under(own_epoch, kHeld);
    const bool sent = own_epoch.fields.contains(kCalldata);
    if (!sent && (held == "shadow" || held == "standby")) return std::nullopt;
    return difference(own_epoch, kHeld, "shadow or standby: a report that we did not send",
                      sent ? "a report that our keeper sent itself"
                           : (held.empty() ? "no report was due" : held));
}

}  // namespace ballast::audit
