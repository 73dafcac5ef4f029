// SPDX-License-Identifier: MIT
// RFC 8259 and nothing beside it. tests/base and tests/fuzz hold it against nlohmann's parser.
#include <array>
#include <cstdint>
#include <optional>

#include "base/json.hpp"
#include "base/utf8.hpp"

namespace ballast {
namespace {

constexpr std::size_t kDepthMax = 64;

/// Bytes that stand for themselves inside a string: ASCII without controls, quote and backslash.
constexpr std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x80; ++byte)
        plain[byte] = byte != '"' && byte != '\\';
    return plain;
}();

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// Reads from left to right and stops at the first fault. A function that returns false, or
/// nothing, has noted it.
class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<Json> document() {
        Json root;
        if (value(root, 0)) {
            skip_space();
            if (at_ == text_.size()) return root;
            (void)stop();
        }
        return fail(Errc::bad_data, fault_);
    }

  private:
    /// The next byte; 0, which starts nothing, at the end.
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void skip_space() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')
            ++at_;
    }

    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }

    /// Takes `c` after white space, or stops.
    bool expect(char c) {
        skip_space();
        return take(c) || stop();
    }

    bool stop() { return stop("not JSON at byte " + std::to_string(at_ + 1)); }
    bool stop(std::string fault) {
        fault_ = std::move(fault);
        return false;
    }

    bool value(Json& into, std::size_t depth) {
        skip_space();
        switch (peek()) {
            case '{':
                return object(into, depth);
            case '[':
                return array(into, depth);
            case '"':
                return text_value(into);
            case 't':
                return word("true", Json(true), into);
            case 'f':
                return word("false", Json(false), into);
            case 'n':
                return word("null", Json(), into);
            default:
                return number(into);
        }
    }

    bool word(std::string_view expected, Json meaning, Json& into) {
        for (const char c : expected)
            if (!take(c)) return stop();
        into = std::move(meaning);
        return true;
    }

    bool digits() {
        if (!is_digit(peek())) return stop();
        while (is_digit(peek()))
            ++at_;
        return true;
    }

    /// Keeps the number's text.
    bool number(Json& into) {
        const std::size_t start = at_;
        take('-');
        if (!take('0') && !digits()) return false;
        if (take('.') && !digits()) return false;
        if (take('e') || take('E')) {
            if (!take('+')) take('-');
            if (!digits()) return false;
        }
        into = Json(JsonNumber{std::string(text_.substr(start, at_ - start))});
        return true;
    }

    bool text_value(Json& into) {
        std::string text;
        if (!string(text)) return false;
        into = Json(std::move(text));
        return true;
    }

    /// Takes whole runs of plain bytes: most strings are one.
    bool string(std::string& into) {
        if (!take('"')) return stop();
        while (true) {
            const std::size_t start = at_;
            while (at_ < text_.size() && kPlain[static_cast<std::uint8_t>(text_[at_])])
                ++at_;
            into.append(text_, start, at_ - start);
            if (take('"')) return true;
            if (!(take('\\') ? escape(into) : sequence(into))) return false;
        }
    }

    bool sequence(std::string& into) {
        const std::size_t length = utf8_length(as_bytes(text_.substr(at_)));
        if (length < 2) return stop();  // the end, a control character, or not UTF-8
        into.append(text_, at_, length);
        at_ += length;
        return true;
    }

    bool escape(std::string& into) {
        constexpr std::string_view kNames = "\"\\/bfnrt";
        constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
        if (take('u')) return unicode(into);
        const std::size_t which = at_ < text_.size() ? kNames.find(peek()) : kNames.npos;
        if (which == kNames.npos) return stop();
        into += kMeanings[which];
        ++at_;
        return true;
    }

    std::optional<std::uint32_t> four_digits() {
        std::uint32_t code = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = peek();
            const auto lower = static_cast<char>(c | 0x20);
            if (!is_digit(c) && (lower < 'a' || lower > 'f')) {
                (void)stop();
                return std::nullopt;
            }
            code = code * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : lower - 'a' + 10);
            ++at_;
        }
        return code;
    }

    /// A code point above U+FFFF is written as a high and a low surrogate; neither stands alone.
    bool unicode(std::string& into) {
        auto code = four_digits();
        if (!code) return false;
        if (*code >= 0xdc00 && *code <= 0xdfff) return stop();
        if (*code >= 0xd800 && *code <= 0xdbff) {
            if (!take('\\') || !take('u')) return stop();
            const auto low = four_digits();
            if (!low) return false;
            if (*low < 0xdc00 || *low > 0xdfff) return stop();
            code = 0x10000 + ((*code - 0xd800) << 10U) + (*low - 0xdc00);
        }
        append_utf8(into, *code);
        return true;
    }

    bool array(Json& into, std::size_t depth) {
        if (depth == kDepthMax) return too_deep();
        take('[');
        JsonArray items;
        skip_space();
        if (!take(']')) {
            do {
                if (!value(items.emplace_back(), depth + 1)) return false;
                skip_space();
            } while (take(','));
            if (!expect(']')) return false;
        }
        into = Json(std::move(items));
        return true;
    }

    bool object(Json& into, std::size_t depth) {
        if (depth == kDepthMax) return too_deep();
        take('{');
        JsonObject members;
        skip_space();
        if (!take('}')) {
            do {
                if (!member(members, depth)) return false;
                skip_space();
            } while (take(','));
            if (!expect('}')) return false;
        }
        into = Json(std::move(members));
        return true;
    }

    bool member(JsonObject& members, std::size_t depth) {
        skip_space();
        std::string key;
        if (!string(key)) return false;
        const auto [place, is_new] = members.try_emplace(std::move(key));
        if (!is_new) return stop("the key \"" + place->first + "\" stands twice in one object");
        return expect(':') && value(place->second, depth + 1);
    }

    bool too_deep() { return stop("nested deeper than " + std::to_string(kDepthMax) + " levels"); }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string fault_;
};

}  // namespace

Result<Json> parse_json(std::string_view text) {
    return Parser(text).document();
}

}  // namespace ballast
