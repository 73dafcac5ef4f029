// SPDX-License-Identifier: MIT
// The writing half of engine/canonical.hpp. The text is written at once, without a tree of values:
// hashing it is most of what a replay costs. The field lists are in the order of their keys
// (tests/engine/canonical_test.cpp reads each kind of document back and compares).
#include <charconv>

#include "engine/canonical.hpp"
#include "engine/fields.hpp"

namespace ballast::engine {
namespace {

/// Keys are names of this project, which need no escape.
struct FieldWriter {
    std::string& out;
    bool first = true;

    template <class T>
    void operator()(std::string_view key, const T& value);
    template <class T>
    void operator()(std::string_view key, const std::optional<T>& value) {
        if (value) (*this)(key, *value);
    }
};

/// An integer is a string, so that no reader takes it for a double.
void write(std::string& out, std::int64_t count) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), count).ptr;
    out += '"';
    out.append(digits.data(), end);
    out += '"';
}
template <class Tag>
void write(std::string& out, const Quantity<Tag>& quantity) {
    static_assert(sizeof(typename Tag::Rep) <= sizeof(std::int64_t));
    write(out, static_cast<std::int64_t>(quantity.count()));
}
void write(std::string& out, const UnixSeconds& at) {
    write(out, at.count);
}
void write(std::string& out, const Seconds& span) {
    write(out, span.count);
}
void write(std::string& out, const bool& flag) {
    out += flag ? "true" : "false";
}
void write(std::string& out, const std::string& text) {
    append_json_string(out, text);
}
void write_name(std::string& out, std::string_view name) {
    append_json_string(out, name);
}
void write(std::string& out, const PriceStatus& status) {
    write_name(out, kPriceStatusNames[static_cast<std::size_t>(status)]);
}
void write(std::string& out, const IndicatorStatus& status) {
    write_name(out, kIndicatorStatusNames[static_cast<std::size_t>(status)]);
}
void write(std::string& out, const Transform& transform) {
    write_name(out, kTransformNames[static_cast<std::size_t>(transform)]);
}
void write(std::string& out, const LtForm& form) {
    write_name(out, kLtFormNames[static_cast<std::size_t>(form)]);
}
void write(std::string& out, const LtvForm& form) {
    write_name(out, kLtvFormNames[static_cast<std::size_t>(form)]);
}
void write(std::string& out, const Alarm& alarm) {
    write_name(out, name(alarm));
}
void write(std::string& out, const Reason& reason) {
    write_name(out, name(reason));
}
void write(std::string& out, const Action& action) {
    write_name(out, name(action));
}

template <class Record>
void write(std::string& out, const Record& record);

template <class Range>
void write_items(std::string& out, const Range& range) {
    out += '[';
    bool first = true;
    for (const auto& item : range) {
        if (!first) out += ',';
        first = false;
        write(out, item);
    }
    out += ']';
}
template <class T>
void write(std::string& out, const std::vector<T>& items) {
    write_items(out, items);
}
template <class T, std::size_t N>
void write(std::string& out, const std::array<T, N>& items) {
    write_items(out, items);
}

template <class T>
void FieldWriter::operator()(std::string_view key, const T& value) {
    if (!first) out += ',';
    first = false;
    out += '"';
    out += key;
    out += "\":";
    write(out, value);
}

template <class Record>
void write(std::string& out, const Record& record) {
    out += '{';
    each_field(record, FieldWriter{out});
    out += '}';
}

template <class Record>
std::string text_of(const Record& record) {
    std::string out;
    write(out, record);
    return out;
}

/// What was written here is JSON.
Json tree_of(const std::string& text) {
    return parse_json(text).value();
}

}  // namespace

std::string canonical_text(const Policy& policy) {
    return text_of(policy);
}
std::string canonical_text(const State& state) {
    return text_of(state);
}
std::string canonical_text(const Snapshot& snapshot) {
    return text_of(snapshot);
}
std::string canonical_text(const Current& current) {
    return text_of(current);
}
std::string canonical_text(const Report& report) {
    return text_of(report);
}

Json to_json(const Policy& policy) {
    return tree_of(canonical_text(policy));
}
Json to_json(const State& state) {
    return tree_of(canonical_text(state));
}
Json to_json(const Snapshot& snapshot) {
    return tree_of(canonical_text(snapshot));
}
Json to_json(const Current& current) {
    return tree_of(canonical_text(current));
}
Json to_json(const Report& report) {
    return tree_of(canonical_text(report));
}

}  // namespace ballast::engine
