// SPDX-License-Identifier: MIT
#include "audit/difference_path.hpp"

#include "oracle/risk_report.hpp"

namespace ballast::audit {
namespace {

using MaybePath = std::optional<std::string>;

/// `head` before `rest`, with the point between members.
std::string join(const std::string& head, const std::string& rest) {
    const bool point = !rest.empty() && rest.front() != '[';
    return head + (point ? "." : "") + rest;
}

MaybePath difference_of_lists(const JsonArray& one, const JsonArray& other) {
    for (std::size_t i = 0; i < one.size() || i < other.size(); ++i) {
        const std::string here = "[" + std::to_string(i) + "]";
        if (i >= one.size() || i >= other.size()) return here;
        if (const auto inner = json_difference(one[i], other[i])) return join(here, *inner);
    }
    return std::nullopt;
}

MaybePath difference_of_objects(const JsonObject& one, const JsonObject& other) {
    auto left = one.begin();
    auto right = other.begin();
    while (left != one.end() || right != other.end()) {
        if (right == other.end() || (left != one.end() && left->first < right->first))
            return left->first;
        if (left == one.end() || right->first < left->first) return right->first;
        if (const auto inner = json_difference(left->second, right->second))
            return join(left->first, *inner);
        ++left;
        ++right;
    }
    return std::nullopt;
}

Json document_of(const oracle::ParamUpdate& u) {
    return JsonObject{{"bonus", Json::integer(u.bonus)},
                      {"expected_lt", Json::integer(u.expected_lt)},
                      {"expected_ltv", Json::integer(u.expected_ltv)},
                      {"induced_usd", Json::integer(static_cast<Int128>(u.induced_usd))},
                      {"lt", Json::integer(u.lt)},
                      {"ltv", Json::integer(u.ltv)},
                      {"market_id", Json(to_hex(u.market_id))},
                      {"ramp_seconds", Json::integer(u.ramp_seconds)},
                      {"regime", Json::integer(u.regime)},
                      {"supply_cap", Json::integer(static_cast<Int128>(u.supply_cap))}};
}

Json document_of(const oracle::Submission& submission) {
    const oracle::RiskReport& r = submission.report;
    JsonArray updates;
    for (const oracle::ParamUpdate& update : r.updates)
        updates.push_back(document_of(update));
    return JsonObject{{"attestation", Json(to_hex(submission.attestation))},
                      {"report", JsonObject{{"code_hash", Json(to_hex(r.code_hash))},
                                            {"config_digest", Json(to_hex(r.config_digest))},
                                            {"inputs_root", Json(to_hex(r.inputs_root))},
                                            {"observed_at", Json::integer(r.observed_at.count)},
                                            {"policy_hash", Json(to_hex(r.policy_hash))},
                                            {"previous_report", Json(to_hex(r.previous_report))},
                                            {"seq", Json::integer(static_cast<Int128>(r.seq))},
                                            {"updates", Json(std::move(updates))},
                                            {"valid_until", Json::integer(r.valid_until.count)}}}};
}

std::optional<Json> document_of(std::string_view text) {
    if (text.starts_with("0x")) {
        const auto calldata = from_hex(text);
        if (!calldata) return std::nullopt;
        const auto submission = oracle::decode_submit(*calldata);
        return submission ? std::optional(document_of(*submission)) : std::nullopt;
    }
    if (!text.starts_with("{") && !text.starts_with("[")) return std::nullopt;
    auto document = parse_json(text);
    return document ? std::optional(std::move(*document)) : std::nullopt;
}

}  // namespace

MaybePath json_difference(const Json& one, const Json& other) {
    if (one == other) return std::nullopt;
    if (one.as_array() != nullptr && other.as_array() != nullptr)
        return difference_of_lists(*one.as_array(), *other.as_array());
    if (one.as_object() != nullptr && other.as_object() != nullptr)
        return difference_of_objects(*one.as_object(), *other.as_object());
    return "";
}

std::string difference_path(std::string_view one, std::string_view other) {
    if (one == other) return "";
    const auto left = document_of(one);
    const auto right = document_of(other);
    if (!left || !right) return "";
    return json_difference(*left, *right).value_or("");
}

}  // namespace ballast::audit
