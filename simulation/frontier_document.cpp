// SPDX-License-Identifier: MIT
#include "simulation/frontier_document.hpp"

#include <set>

namespace ballast::simulation {
namespace {

/// More of them than all evidence has, and few enough to be read.
constexpr std::size_t kRowsMost = 20'000;
/// No figure of a row is near it, and what is computed from one stays in 64 bits.
constexpr std::int64_t kFigureMost = 1'000'000'000'000;

Result<std::int64_t> decimal_member(const Json& object, std::string_view key, int digits) {
    const Json* member = object.find(key);
    const JsonNumber* number = member == nullptr ? nullptr : member->as_number();
    if (number == nullptr) return fail(Errc::bad_data, std::string(key) + ": no number");
    const auto value = engine::parse_decimal(number->text, digits);
    if (!value) return fail_in(key, value.error());
    if (*value < 0 || *value > kFigureMost)
        return fail(Errc::bad_data, std::string(key) + ": " + number->text + " is no such figure");
    return static_cast<std::int64_t>(*value);
}

Result<engine::Bps> share_member(const Json& object, std::string_view key) {
    const auto value = decimal_member(object, key, 4);
    if (!value) return fail(value.error());
    if (*value > engine::kBpsOne) return fail(Errc::bad_data, std::string(key) + ": above 1");
    return engine::Bps::of(*value);
}

Result<std::optional<PointRatio>> ratio_member(const Json& object, std::string_view key) {
    const Json* ratio = object.find(key);
    if (ratio == nullptr) return std::optional<PointRatio>{};
    const auto low = decimal_member(*ratio, "low", 4);
    if (!low) return fail_in(key, low.error());
    const auto value = decimal_member(*ratio, "value", 4);
    if (!value) return fail_in(key, value.error());
    PointRatio read{.low = *low, .value = *value, .high = {}};
    if (ratio->find("high") != nullptr) {
        const auto high = decimal_member(*ratio, "high", 4);
        if (!high) return fail_in(key, high.error());
        read.high = *high;
    }
    return read;
}

Result<CellKey> key_of(const Json& row) {
    CellKey key;
    for (const auto& [name, member] :
         {std::pair{"asset", &CellKey::asset}, std::pair{"book", &CellKey::book},
          std::pair{"set", &CellKey::set}, std::pair{"policy", &CellKey::policy},
          std::pair{"lever", &CellKey::lever}, std::pair{"signal", &CellKey::signal}}) {
        auto text = string_member(row, name);
        if (!text) return fail(text.error());
        key.*member = std::move(*text);
    }
    const auto feedback = bool_member(row, "feedback");
    if (!feedback) return fail(feedback.error());
    key.feedback = *feedback;
    if (const auto read = decimal_member(row, "turnover", 9); !read) return fail(read.error());
    key.turnover = row.find("turnover")->as_number()->text;
    return key;
}

Result<FrontierPoint> point_of(const Json& row) {
    auto key = key_of(row);
    if (!key) return fail(key.error());
    const auto paths = decimal_member(row, "paths", 0);
    if (!paths) return fail(paths.error());
    const auto ltv = share_member(row, "mean_ltv");
    if (!ltv) return fail(ltv.error());
    const auto lt = share_member(row, "mean_lt");
    if (!lt) return fail(lt.error());
    const auto debt = decimal_member(row, "debt_share", 4);
    if (!debt) return fail(debt.error());
    const auto es99 = decimal_member(row, "es99_bps", 2);
    if (!es99) return fail(es99.error());
    auto ratio = ratio_member(row, "ratio_to_static");
    if (!ratio) return fail(ratio.error());
    return FrontierPoint{.key = std::move(*key),
                         .paths = *paths,
                         .mean_ltv = *ltv,
                         .mean_lt = *lt,
                         .debt_share = *debt,
                         .es99 = *es99,
                         .to_static = *ratio};
}

/// Whether it is the document at all, and what to do where it is not.
Status check_kind(const Json& document) {
    if (document.find("cells") != nullptr)
        return fail(
            Errc::bad_data,
            "these are the rows of a run: give what `ballast frontier merge FILE... --json` "
            "prints of them");
    const Json* format = document.find("format");
    const std::string* text = format == nullptr ? nullptr : format->as_string();
    if (text != nullptr && *text == kFrontierFormat) return {};
    return fail(Errc::bad_data, "no document of format " + std::string(kFrontierFormat) +
                                    ": give what `ballast frontier --json` prints, from a program "
                                    "that knows this format");
}

}  // namespace

Result<FrontierDocument> frontier_from_json(const Json& document) {
    if (auto kind = check_kind(document); !kind) return fail(kind.error());
    const auto calibration = decimal_member(document, "calibration_paths", 0);
    if (!calibration) return fail(calibration.error());
    const auto rows = array_member(document, "rows");
    if (!rows) return fail(rows.error());
    if ((*rows)->size() > kRowsMost)
        return fail(Errc::bad_data, "rows: more than " + std::to_string(kRowsMost));
    FrontierDocument read{.calibration_paths = *calibration, .points = {}};
    std::set<CellKey> seen;
    for (const Json& row : **rows) {
        const std::string place = "rows[" + std::to_string(read.points.size()) + "]";
        auto point = point_of(row);
        if (!point) return fail_in(place, point.error());
        if (!seen.insert(point->key).second)
            return fail(Errc::bad_data, place + ": the same variant stands there twice");
        read.points.push_back(std::move(*point));
    }
    return read;
}

}  // namespace ballast::simulation
