// SPDX-License-Identifier: MIT
#include "providers/ecb_json.hpp"

#include "providers/guard.hpp"

namespace ballast::providers {
namespace {

/// Returns the member at the end of a path of keys, or nullptr.
const Json* at(const Json& from, std::initializer_list<std::string_view> path) {
    const Json* here = &from;
    for (const std::string_view key : path)
        if (here != nullptr) here = here->find(key);
    return here;
}

/// Returns the only item of an array, or nullptr.
const Json* only_item(const Json* array) {
    const JsonArray* items = array == nullptr ? nullptr : array->as_array();
    return items == nullptr || items->size() != 1 ? nullptr : &items->front();
}

/// Joins the ids of the series' dimensions: the key that the request named.
Result<std::string> key_of(const Json& message) {
    const auto dimensions =
        array_of(at(message, {"structure", "dimensions", "series"}), "the series' dimensions");
    if (!dimensions) return fail(dimensions.error());
    std::string key;
    for (const Json& dimension : **dimensions) {
        const Json* value = only_item(dimension.find("values"));
        const auto id = text_of(value == nullptr ? nullptr : value->find("id"), "a dimension's id");
        if (!id) return fail(id.error());
        key += (key.empty() ? "" : ".") + std::string(*id);
    }
    return key;
}

/// Returns the dates that the observations' keys count.
Result<const JsonArray*> dates_of(const Json& message) {
    const Json* dimension = only_item(at(message, {"structure", "dimensions", "observation"}));
    return array_of(dimension == nullptr ? nullptr : dimension->find("values"), "the dates");
}

/// An observation is [number, attributes...], under the place of its date.
Result<EcbRow> row_of(const JsonArray& dates, const std::string& place, const JsonArray& values) {
    const auto index = parse_integer(place);
    if (!index || *index < 0 || static_cast<std::size_t>(*index) >= dates.size())
        return fail(Errc::bad_data, "an observation of no date");
    const auto date = text_of(dates[static_cast<std::size_t>(*index)].find("id"), "a date");
    if (!date) return fail(date.error());
    if (values.empty()) return fail(Errc::bad_data, "an observation without a number");
    if (values.front().is_null()) return EcbRow{std::string(*date), ""};
    const auto value = text_of(&values.front(), "an observation");
    if (!value) return fail(value.error());
    return EcbRow{std::string(*date), std::string(*value)};
}

Result<const JsonObject*> observations_of(const Json& message) {
    const auto wrong = fail(Errc::bad_data, "expected one data set of one series");
    const Json* set = only_item(message.find("dataSets"));
    const Json* series = set == nullptr ? nullptr : set->find("series");
    if (series == nullptr || series->as_object() == nullptr || series->as_object()->size() != 1)
        return wrong;
    const Json* seen = series->as_object()->begin()->second.find("observations");
    if (seen == nullptr || seen->as_object() == nullptr) return wrong;
    return seen->as_object();
}

}  // namespace

Result<std::vector<EcbRow>> read_ecb_json(const Json& message, const std::string& key) {
    const auto found = key_of(message);
    if (!found) return fail(found.error());
    if (*found != key)
        return fail(Errc::bad_data, "asked for " + key + ", told of " + excerpt(*found));
    const auto dates = dates_of(message);
    if (!dates) return fail(dates.error());
    const auto seen = observations_of(message);
    if (!seen) return fail(seen.error());
    std::vector<EcbRow> rows;
    for (const auto& [place, value] : **seen) {
        const auto values = array_of(&value, "an observation");
        if (!values) return fail(values.error());
        auto row = row_of(**dates, place, **values);
        if (!row) return fail(row.error());
        if (!row->value.empty()) rows.push_back(std::move(*row));
    }
    return rows;
}

}  // namespace ballast::providers
