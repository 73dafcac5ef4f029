// SPDX-License-Identifier: MIT
// The door of simdjson: its on-demand parser, because that hands over numbers as text. RFC 8259 and
// nothing beside it; tests/base and tests/fuzz hold it against nlohmann's parser.
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <algorithm>

#include "base/json.hpp"

namespace ballast {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t kDepthMax = 64;

bool take(std::string_view& rest, char c) noexcept {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
}

bool take_digits(std::string_view& rest) noexcept {
    const std::size_t count = std::min(rest.find_first_not_of("0123456789"), rest.size());
    rest.remove_prefix(count);
    return count > 0;
}

/// RFC 8259, section 6.
bool is_number(std::string_view rest) noexcept {
    take(rest, '-');
    if (!take(rest, '0') && !take_digits(rest)) return false;
    if (take(rest, '.') && !take_digits(rest)) return false;
    if (take(rest, 'e') || take(rest, 'E')) {
        if (!take(rest, '+')) take(rest, '-');
        if (!take_digits(rest)) return false;
    }
    return rest.empty();
}

/// Visits every value, because simdjson checks what is visited and no more. A function that returns
/// false has noted the fault.
class Reader {
  public:
    /// simdjson reads over the end, hence the padding. The brackets make every text an array of
    /// one: simdjson has other rules for a lone scalar, and lets something stand after a string.
    explicit Reader(std::string_view text) : size_(text.size() + 2) {
        padded_.reserve(size_ + simdjson::SIMDJSON_PADDING);
        padded_.append("[").append(text).append("]").append(simdjson::SIMDJSON_PADDING, '\0');
    }

    Result<Json> only_value() {
        JsonArray values;
        if (read(values)) return std::move(values.front());
        return fail(Errc::bad_data, std::move(fault_));
    }

  private:
    bool read(JsonArray& values) {
        // Finds every token, and checks UTF-8, closed strings and control characters in them.
        if (const auto fault =
                parser_.iterate(padded_.data(), size_, padded_.size()).get(document_))
            return stop(std::string("not JSON: ") + simdjson::error_message(fault));
        ondemand::array brackets;
        if (document_.get_array().get(brackets)) return stop_here();
        if (!items(brackets, values, 0)) return false;
        const bool is_at_end = document_.current_location().error() == simdjson::OUT_OF_BOUNDS;
        if (!is_at_end) return stop_here();
        return values.size() == 1 || stop("not JSON: one value is expected");
    }

    bool stop(std::string fault) {
        fault_ = std::move(fault);
        return false;
    }

    /// `place` points into `padded_`, where the bracket makes offsets count from 1.
    bool stop_at(const char* place) {
        const auto byte = std::min(static_cast<std::size_t>(place - padded_.data()), size_ - 1);
        return stop("not JSON at byte " + std::to_string(byte));
    }

    bool stop_here() {
        const char* place = nullptr;
        if (document_.current_location().get(place)) return stop("not JSON: it ends too early");
        return stop_at(place);
    }

    /// `depth` counts the containers around the value, without our brackets.
    bool value(ondemand::value from, Json& into, std::size_t depth) {
        const std::string_view token = from.raw_json_token();
        switch (token.front()) {
            case '{':
                return object(from, into, depth + 1);
            case '[':
                return array(from, into, depth + 1);
            case '"':
                return string(from, into, token);
            default:
                return word(token, into);
        }
    }

    /// A token reaches to the next one, over white space.
    bool word(std::string_view token, Json& into) {
        token = token.substr(0, token.find_last_not_of(" \n\r\t") + 1);
        if (token == "null") {
            into = Json();
        } else if (token == "true" || token == "false") {
            into = Json(token == "true");
        } else if (is_number(token)) {
            into = Json(JsonNumber{std::string(token)});
        } else {
            return stop_at(token.data());
        }
        return true;
    }

    bool string(ondemand::value from, Json& into, std::string_view token) {
        std::string_view text;
        if (from.get_string().get(text)) return stop_at(token.data());
        into = Json(text);
        return true;
    }

    bool array(ondemand::value from, Json& into, std::size_t depth) {
        if (depth > kDepthMax) return too_deep();
        ondemand::array array;
        if (from.get_array().get(array)) return stop_here();
        JsonArray values;
        if (!items(array, values, depth)) return false;
        into = Json(std::move(values));
        return true;
    }

    bool items(ondemand::array& array, JsonArray& into, std::size_t depth) {
        for (auto item : array) {
            ondemand::value from;
            if (item.get(from)) return stop_here();
            if (!value(from, into.emplace_back(), depth)) return false;
        }
        return true;
    }

    bool object(ondemand::value from, Json& into, std::size_t depth) {
        if (depth > kDepthMax) return too_deep();
        ondemand::object object;
        if (from.get_object().get(object)) return stop_here();
        JsonObject members;
        for (auto found : object) {
            ondemand::field field;
            if (std::move(found).get(field)) return stop_here();
            if (!member(field, members, depth)) return false;
        }
        into = Json(std::move(members));
        return true;
    }

    bool member(ondemand::field& field, JsonObject& members, std::size_t depth) {
        const char* const quote = field.key().raw() - 1;
        std::string_view key;
        if (field.unescaped_key().get(key)) return stop_at(quote);
        const auto [member, is_new] = members.try_emplace(std::string(key));
        if (!is_new) return stop("the key \"" + member->first + "\" stands twice in one object");
        return value(field.value(), member->second, depth);
    }

    bool too_deep() { return stop("nested deeper than " + std::to_string(kDepthMax) + " levels"); }

    std::string padded_;
    std::size_t size_;
    ondemand::parser parser_;
    ondemand::document document_;
    std::string fault_;
};

}  // namespace

Result<Json> parse_json(std::string_view text) {
    return Reader(text).only_value();
}

}  // namespace ballast
