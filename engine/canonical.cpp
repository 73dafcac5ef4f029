// SPDX-License-Identifier: MIT
// The reading half of engine/canonical.hpp, and the hashes.
#include "engine/canonical.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "engine/fields.hpp"

namespace ballast::engine {
namespace {

/// The first fault ends the reading: these documents are written by programs.
struct Fault {
    std::string path;
    std::string what;
    [[nodiscard]] bool found() const { return !what.empty(); }
};

void expect(Fault& fault, std::string_view kind) {
    if (!fault.found()) fault.what = "expected " + std::string(kind);
}

const std::string* text_of(const Json& json, Fault& fault, std::string_view kind) {
    const std::string* text = json.as_string();
    if (text == nullptr) expect(fault, kind);
    return text;
}

void decode_integer(const Json& json, std::int64_t& count, Fault& fault) {
    const std::string* text = text_of(json, fault, "an integer in a string");
    if (text == nullptr) return;
    const auto value = parse_integer(*text);
    // Only the shortest form, so that one value has one text.
    if (!value || std::to_string(*value) != *text) return expect(fault, "an integer in a string");
    count = *value;
}

template <class Tag>
void decode(const Json& json, Quantity<Tag>& quantity, Fault& fault) {
    std::int64_t count = 0;
    decode_integer(json, count, fault);
    if (fault.found()) return;
    const auto value = Quantity<Tag>::from(count);
    if (value)
        quantity = *value;
    else
        fault.what = value.error().what;
}
void decode_within(const Json& json, std::int64_t most, std::int64_t& count, Fault& fault) {
    decode_integer(json, count, fault);
    if (!fault.found() && (count < 0 || count > most))
        fault.what = std::to_string(count) + " is not within 0 to " + std::to_string(most);
}
void decode(const Json& json, UnixSeconds& at, Fault& fault) {
    decode_within(json, kSecondsMax, at.count, fault);
}
void decode(const Json& json, Seconds& span, Fault& fault) {
    decode_within(json, kSecondsMax, span.count, fault);
}
/// The one bare integer of the documents is a day number.
void decode(const Json& json, std::int64_t& day, Fault& fault) {
    decode_within(json, kSecondsMax / kDay.count, day, fault);
}
void decode(const Json& json, bool& flag, Fault& fault) {
    const bool* value = json.as_bool();
    if (value == nullptr) return expect(fault, "true or false");
    flag = *value;
}
void decode(const Json& json, std::string& text, Fault& fault) {
    const std::string* value = text_of(json, fault, "a string");
    if (value != nullptr) text = *value;
}

template <class Enum, std::size_t N>
void decode_name(const Json& json, const std::array<std::string_view, N>& names, Enum& value,
                 Fault& fault) {
    const std::string* text = text_of(json, fault, "a name");
    if (text == nullptr) return;
    const auto found = std::find(names.begin(), names.end(), *text);
    if (found == names.end()) return expect(fault, "one of the known names");
    value = static_cast<Enum>(found - names.begin());
}
void decode(const Json& json, PriceStatus& status, Fault& fault) {
    decode_name(json, kPriceStatusNames, status, fault);
}
void decode(const Json& json, IndicatorStatus& status, Fault& fault) {
    decode_name(json, kIndicatorStatusNames, status, fault);
}
void decode(const Json& json, LtForm& form, Fault& fault) {
    decode_name(json, kLtFormNames, form, fault);
}
void decode(const Json& json, LtvForm& form, Fault& fault) {
    decode_name(json, kLtvFormNames, form, fault);
}
void decode(const Json& json, Transform& transform, Fault& fault) {
    decode_name(json, kTransformNames, transform, fault);
}

template <class Record>
void decode(const Json& json, Record& record, Fault& fault);

/// Decodes `json` into `value` with `place` added to the path while a fault is looked for.
template <class T>
void decode_at(std::string_view place, const Json& json, T& value, Fault& fault) {
    if (fault.found()) return;
    const std::size_t length = fault.path.size();
    fault.path += place;
    decode(json, value, fault);
    if (!fault.found()) fault.path.resize(length);
}

template <class T>
void decode(const Json& json, std::vector<T>& items, Fault& fault) {
    const JsonArray* array = json.as_array();
    if (array == nullptr) return expect(fault, "an array");
    for (std::size_t i = 0; i < array->size(); ++i)
        decode_at("[" + std::to_string(i) + "]", (*array)[i], items.emplace_back(), fault);
}
template <class T, std::size_t N>
void decode(const Json& json, std::array<T, N>& items, Fault& fault) {
    const JsonArray* array = json.as_array();
    if (array == nullptr || array->size() != N)
        return expect(fault, "an array of " + std::to_string(N));
    for (std::size_t i = 0; i < N; ++i)
        decode_at("[" + std::to_string(i) + "]", (*array)[i], items[i], fault);
}

struct FieldReader {
    const JsonObject& members;
    Fault& fault;
    std::size_t& known;

    template <class T>
    void operator()(std::string_view key, T& value) {
        if (!read(key, value)) {
            if (fault.found()) return;
            fault.path += fault.path.empty() ? std::string(key) : "." + std::string(key);
            fault.what = "is missing";
        }
    }
    template <class T>
    void operator()(std::string_view key, std::optional<T>& value) {
        T present{};
        if (read(key, present)) value = std::move(present);
    }

  private:
    template <class T>
    bool read(std::string_view key, T& value) {
        const auto found = members.find(key);
        if (found == members.end()) return false;
        ++known;
        const std::string place = fault.path.empty() ? std::string(key) : "." + std::string(key);
        decode_at(place, found->second, value, fault);
        return true;
    }
};

template <class Record>
void decode(const Json& json, Record& record, Fault& fault) {
    const JsonObject* members = json.as_object();
    if (members == nullptr) return expect(fault, "an object");
    std::size_t known = 0;
    each_field(record, FieldReader{*members, fault, known});
    if (!fault.found() && known != members->size()) fault.what = "has a key that is not known";
}

template <class Record>
Result<Record> decode_document(const Json& document, std::string_view kind) {
    Record record;
    Fault fault;
    decode(document, record, fault);
    if (!fault.found()) return record;
    return fail(Errc::bad_data, std::string(kind) + ": " +
                                    (fault.path.empty() ? "" : fault.path + ": ") + fault.what);
}

Hash32 hash_text(std::string_view tag, const std::string& text) {
    return tagged_hash(tag, as_bytes(text));
}

}  // namespace

Result<Policy> policy_from_json(const Json& document) {
    return decode_document<Policy>(document, "policy");
}
Result<State> state_from_json(const Json& document) {
    return decode_document<State>(document, "state");
}
Result<Snapshot> snapshot_from_json(const Json& document) {
    return decode_document<Snapshot>(document, "snapshot");
}
Result<Current> current_from_json(const Json& document) {
    return decode_document<Current>(document, "current");
}

Hash32 hash(const Policy& policy) {
    return hash_text("ballast/policy/1", canonical_text(policy));
}
Hash32 hash(const State& state) {
    return hash_text("ballast/state/1", canonical_text(state));
}
Hash32 hash(const Snapshot& snapshot) {
    return hash_text("ballast/snapshot/1", canonical_text(snapshot));
}
Hash32 hash(const Current& current) {
    return hash_text("ballast/current/1", canonical_text(current));
}
Hash32 hash(const Report& report) {
    return hash_text("ballast/report/1", canonical_text(report));
}

Hash32 inputs_root(const InputHashes& inputs) {
    Bytes parts;
    append(parts, inputs.snapshot.view());
    append(parts, inputs.state_before.view());
    append(parts, inputs.current.view());
    append(parts, inputs.policy.view());
    return tagged_hash("ballast/inputs/1", parts);
}

}  // namespace ballast::engine
