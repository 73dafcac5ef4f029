// SPDX-License-Identifier: MIT
#include "policies/document_reader.hpp"

#include <algorithm>
#include <tuple>

#include "base/check.hpp"
#include "engine/units.hpp"

namespace ballast::policies {
namespace {

constexpr std::size_t kTextMax = 2000;
constexpr std::size_t kIdentifierMax = 32;

std::string within(const Bounds& bounds, int digits) {
    std::string sentence = engine::format_decimal(bounds.min, digits) + " to " +
                           engine::format_decimal(bounds.max, digits);
    if (!bounds.why.empty()) sentence += " (" + std::string(bounds.why) + ")";
    return sentence;
}

bool is_identifier(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= kIdentifierMax &&
           std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace

void Faults::add(const Place& place, std::string_view key, std::string_view what) {
    faults_.push_back(
        {place, to_string(place) + ": " + std::string(key) + ": " + std::string(what)});
}

Error Faults::error() const {
    BALLAST_CHECK(!faults_.empty());
    std::vector<Fault> ordered = faults_;
    std::stable_sort(ordered.begin(), ordered.end(), [](const Fault& a, const Fault& b) {
        return std::tie(a.place.file, a.place.line, a.place.column) <
               std::tie(b.place.file, b.place.line, b.place.column);
    });
    std::string lines;
    for (const Fault& fault : ordered)
        lines += (lines.empty() ? "" : "\n") + fault.line;
    return {Errc::bad_data, lines};
}

TableReader::TableReader(const TomlNode& table, std::string path, Faults& faults)
    : TableReader(&table, std::move(path), &faults) {}

TableReader::TableReader(const TomlNode* table, std::string path, Faults* faults)
    : table_(table), path_(std::move(path)), faults_(faults), faults_before_(faults->count()) {}

bool TableReader::has(std::string_view key) const {
    return table_ != nullptr && table_->find(key) != nullptr;
}

std::string TableReader::name() const {
    return path_.substr(path_.rfind('.') + 1);
}

std::string TableReader::shown(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

bool TableReader::sound() const noexcept {
    return table_ != nullptr && faults_->count() == faults_before_;
}

const TomlNode* TableReader::value(std::string_view key) {
    asked_.emplace_back(key);
    if (table_ == nullptr) return nullptr;
    const TomlMember* member = table_->find(key);
    if (member == nullptr) {
        faults_->add(table_->place, shown(key), "expected this key, found nothing");
        return nullptr;
    }
    return &member->value;
}

void TableReader::refuse(const TomlNode& node, std::string_view key, std::string_view expected) {
    faults_->add(node.place, shown(key),
                 "expected " + std::string(expected) + ", found " + describe(node));
}

const TomlNode* TableReader::value(std::string_view key, TomlKind kind, std::string_view expected) {
    const TomlNode* node = value(key);
    if (node == nullptr || node->kind == kind) return node;
    refuse(*node, key, expected);
    return nullptr;
}

std::string TableReader::text(std::string_view key) {
    const TomlNode* node = value(key, TomlKind::text, "text in quotes");
    if (node == nullptr) return {};
    if (node->text.empty() || node->text.size() > kTextMax)
        refuse(*node, key, "text of 1 to 2000 bytes");
    return node->text;
}

std::string TableReader::identifier(std::string_view key) {
    constexpr std::string_view kExpected = "a name of 1 to 32 letters, digits, _ and -";
    const TomlNode* node = value(key, TomlKind::text, kExpected);
    if (node == nullptr) return {};
    if (!is_identifier(node->text)) refuse(*node, key, kExpected);
    return node->text;
}

bool TableReader::boolean(std::string_view key) {
    const TomlNode* node = value(key, TomlKind::boolean, "true or false");
    return node != nullptr && node->boolean;
}

std::int64_t TableReader::read_integer(const TomlNode& node, std::string_view key,
                                       const Bounds& bounds) {
    const bool good = node.kind == TomlKind::integer && Int128{node.integer} >= bounds.min &&
                      Int128{node.integer} <= bounds.max;
    if (good) return node.integer;
    refuse(node, key, "an integer within " + within(bounds, 0));
    return 0;
}

std::int64_t TableReader::integer(std::string_view key, const Bounds& bounds) {
    const TomlNode* node = value(key);
    return node == nullptr ? 0 : read_integer(*node, key, bounds);
}

Int128 TableReader::read_decimal(const TomlNode& node, std::string_view key, int digits,
                                 const Bounds& bounds) {
    if (node.kind == TomlKind::text) {
        const auto count = engine::parse_decimal(node.text, digits);
        if (count && *count >= bounds.min && *count <= bounds.max) return *count;
    }
    refuse(node, key,
           "a decimal in quotes, of at most " + std::to_string(digits) + " decimals, within " +
               within(bounds, digits));
    return 0;
}

Int128 TableReader::decimal(std::string_view key, int digits, const Bounds& bounds) {
    const TomlNode* node = value(key);
    return node == nullptr ? 0 : read_decimal(*node, key, digits, bounds);
}

UnixSeconds TableReader::read_date(const TomlNode& node, std::string_view key) {
    if (node.kind == TomlKind::date)
        if (const auto at = parse_date(node.text)) return *at;
    refuse(node, key, "a date such as 2024-08-05");
    return {};
}

UnixSeconds TableReader::date(std::string_view key) {
    const TomlNode* node = value(key);
    return node == nullptr ? UnixSeconds{} : read_date(*node, key);
}

UnixSeconds TableReader::read_time(const TomlNode& node, std::string_view key) {
    if (node.kind == TomlKind::time)
        if (const auto at = parse_utc(node.text)) return *at;
    refuse(node, key, "a UTC time such as 2024-08-05T04:00:00Z");
    return {};
}

UnixSeconds TableReader::time(std::string_view key) {
    const TomlNode* node = value(key);
    return node == nullptr ? UnixSeconds{} : read_time(*node, key);
}

const std::vector<TomlNode>* TableReader::items(std::string_view key, Length length) {
    const TomlNode* node = value(key, TomlKind::array, "an array");
    if (node == nullptr) return nullptr;
    if (node->items.size() >= length.min && node->items.size() <= length.max) return &node->items;
    std::string expected = std::to_string(length.min);
    if (length.max != length.min) expected += " to " + std::to_string(length.max);
    faults_->add(node->place, shown(key),
                 "expected " + expected + " items, found " + std::to_string(node->items.size()));
    return nullptr;
}

std::vector<std::int64_t> TableReader::integers(std::string_view key, Length length,
                                                const Bounds& bounds) {
    std::vector<std::int64_t> values;
    const auto* nodes = items(key, length);
    if (nodes == nullptr) return values;
    for (const TomlNode& node : *nodes)
        values.push_back(read_integer(node, key, bounds));
    return values;
}

std::vector<Int128> TableReader::decimals(std::string_view key, int digits, Length length,
                                          const Bounds& bounds) {
    std::vector<Int128> values;
    const auto* nodes = items(key, length);
    if (nodes == nullptr) return values;
    for (const TomlNode& node : *nodes)
        values.push_back(read_decimal(node, key, digits, bounds));
    return values;
}

std::vector<UnixSeconds> TableReader::dates(std::string_view key, Length length) {
    std::vector<UnixSeconds> values;
    const auto* nodes = items(key, length);
    if (nodes == nullptr) return values;
    for (const TomlNode& node : *nodes)
        values.push_back(read_date(node, key));
    return values;
}

std::vector<UnixSeconds> TableReader::times(std::string_view key, Length length) {
    std::vector<UnixSeconds> values;
    const auto* nodes = items(key, length);
    if (nodes == nullptr) return values;
    for (const TomlNode& node : *nodes)
        values.push_back(read_time(node, key));
    return values;
}

TableReader TableReader::table(std::string_view key) {
    return {value(key, TomlKind::table, "a table"), shown(key), faults_};
}

std::vector<TableReader> TableReader::named_tables(std::string_view key) {
    constexpr std::string_view kName = "a name of 1 to 32 letters, digits, _ and -";
    std::vector<TableReader> readers;
    const TomlNode* node = value(key, TomlKind::table, "tables with names");
    if (node == nullptr) return readers;
    for (const TomlMember& member : node->members) {
        const std::string path = shown(key) + "." + member.key;
        if (!is_identifier(member.key))
            faults_->add(member.place, path, "expected " + std::string(kName));
        else if (member.value.kind != TomlKind::table)
            faults_->add(member.place, path, "expected a table, found " + describe(member.value));
        else
            readers.push_back({&member.value, path, faults_});
    }
    return readers;
}

std::vector<TableReader> TableReader::tables(std::string_view key, Length length) {
    std::vector<TableReader> readers;
    const auto* nodes = items(key, length);
    if (nodes == nullptr) return readers;
    for (const TomlNode& node : *nodes) {
        if (node.kind == TomlKind::table)
            readers.push_back({&node, shown(key), faults_});
        else
            refuse(node, key, "a table");
    }
    return readers;
}

void TableReader::fault(std::string_view key, std::string_view what) {
    if (table_ == nullptr) return;
    const TomlMember* member = table_->find(key);
    faults_->add(member != nullptr ? member->value.place : table_->place, shown(key), what);
}

void TableReader::fault_at(std::string_view key, std::size_t index, std::string_view what) {
    const TomlMember* member = table_ == nullptr ? nullptr : table_->find(key);
    if (member == nullptr || index >= member->value.items.size()) return fault(key, what);
    faults_->add(member->value.items[index].place, shown(key), what);
}

void TableReader::finish() {
    if (table_ == nullptr) return;
    for (const TomlMember& member : table_->members) {
        const bool known = std::find(asked_.begin(), asked_.end(), member.key) != asked_.end();
        if (!known) faults_->add(member.place, shown(member.key), "no such key here");
    }
}

}  // namespace ballast::policies
