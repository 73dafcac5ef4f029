// SPDX-License-Identifier: MIT
// The door of nlohmann::json: only its SAX parser, because that hands over numbers as text.
#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json.hpp"

namespace ballast {
namespace {

constexpr std::size_t kDepthMax = 64;

/// What is left of a number's characters after its digits, signs and exponent marker.
bool is_decimal_point(char c) noexcept {
    return (c < '0' || c > '9') && c != '-' && c != '+' && c != 'e' && c != 'E';
}

/// Builds the tree bottom-up on a stack of open containers.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
  public:
    bool null() override { return add(Json()); }
    bool boolean(bool value) override { return add(Json(value)); }
    bool number_integer(number_integer_t value) override {
        return add(Json(JsonNumber{std::to_string(value)}));
    }
    bool number_unsigned(number_unsigned_t value) override {
        return add(Json(JsonNumber{std::to_string(value)}));
    }
    bool number_float(number_float_t, const string_t& text) override {
        // nlohmann 3.11 writes the locale's decimal point into this text.
        std::string plain = text;
        std::replace_if(plain.begin(), plain.end(), is_decimal_point, '.');
        return add(Json(JsonNumber{std::move(plain)}));
    }
    bool string(string_t& text) override { return add(Json(text)); }
    bool binary(binary_t&) override { return refuse("binary values are not JSON"); }

    bool start_object(std::size_t) override { return open(true); }
    bool key(string_t& name) override {
        if (!open_.back().members.emplace(name, Json()).second)
            return refuse("the key \"" + name + "\" stands twice in one object");
        open_.back().key = name;
        return true;
    }
    bool end_object() override {
        Json done(std::move(open_.back().members));
        open_.pop_back();
        return add(std::move(done));
    }
    bool start_array(std::size_t) override { return open(false); }
    bool end_array() override {
        Json done(std::move(open_.back().items));
        open_.pop_back();
        return add(std::move(done));
    }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception&) override {
        return refuse("not JSON at byte " + std::to_string(position));
    }

    [[nodiscard]] Result<Json> take() && {
        if (!fault_.empty()) return fail(Errc::bad_data, fault_);
        return std::move(root_);
    }
    bool refuse(std::string fault) {
        if (fault_.empty()) fault_ = std::move(fault);
        return false;
    }

  private:
    struct Container {
        bool is_object = false;
        std::string key;
        JsonObject members;
        JsonArray items;
    };

    bool open(bool is_object) {
        if (open_.size() >= kDepthMax)
            return refuse("nested deeper than " + std::to_string(kDepthMax) + " levels");
        open_.push_back(Container{.is_object = is_object, .key = {}, .members = {}, .items = {}});
        return true;
    }

    bool add(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (open_.back().is_object) {
            open_.back().members[open_.back().key] = std::move(value);
        } else {
            open_.back().items.push_back(std::move(value));
        }
        return true;
    }

    std::vector<Container> open_;
    Json root_;
    std::string fault_;
};

}  // namespace

Result<Json> parse_json(std::string_view text) {
    // nlohmann takes a zero byte for the end of the text, and skips a byte order mark: two texts
    // would be read as one document.
    if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
        return fail(Errc::bad_data, "not JSON at byte " + std::to_string(zero + 1));
    if (text.starts_with("\xef\xbb\xbf"))
        return fail(Errc::bad_data, "not JSON at byte 1: a byte order mark");
    TreeBuilder builder;
    const bool complete = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    if (!complete) builder.refuse("not JSON");
    return std::move(builder).take();
}

}  // namespace ballast
