// SPDX-License-Identifier: MIT
// A bundle as lines of canonical JSON, and the lines as a file.
#include <algorithm>
#include <fstream>

#include "audit/bundle.hpp"
#include "audit/deflate.hpp"
#include "audit/difference_path.hpp"
#include "audit/durable_file.hpp"
#include "audit/record_json.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"

namespace ballast::audit {
namespace {

Json number(std::uint64_t value) {
    return Json::integer(static_cast<Int128>(value));
}

void put(std::string& content, const char* kind, Json value) {
    content += write_json(Json(JsonObject{{kind, std::move(value)}})) + "\n";
}

Status put_record(std::string& content, const StoredRecord& record) {
    auto json = record_to_json(record);
    if (!json) return fail(json.error());
    put(content, "record", std::move(*json));
    return {};
}

Json proof_json(const RecordProof& proof) {
    JsonArray path;
    for (const Hash32& hash : proof.path)
        path.emplace_back(to_hex(hash));
    return JsonObject{{"path", std::move(path)}, {"record", number(proof.index)}};
}

Result<std::uint64_t> count_member(const Json& json, std::string_view key) {
    const auto value = integer_member(json, key);
    if (!value) return fail(value.error());
    if (*value < 0 || *json.find(key) != number(static_cast<std::uint64_t>(*value)))
        return fail(Errc::bad_data, std::string(key) + " is not a count: decimal digits, no more");
    return static_cast<std::uint64_t>(*value);
}

/// Takes the lines of a content one by one, each of the kind that must stand there.
class Lines {
  public:
    explicit Lines(std::string_view content) : rest_(content) {}

    /// Returns what the next line holds under `kind`. Errors: bad_data, without the line.
    [[nodiscard]] Result<Json> take(const char* kind) {
        const std::size_t end = rest_.find('\n');
        ++number_;
        if (end == std::string_view::npos)
            return fail(Errc::bad_data, std::string("it is missing or cut; a ") + kind +
                                            " stands here: ask for the bundle anew");
        const std::string_view text = rest_.substr(0, end);
        // Before anything is parsed: a parsed document takes many times the memory of its text.
        if (text.size() > kBundleLineMax)
            return fail(Errc::bad_data, "it has more than " + std::to_string(kBundleLineMax) +
                                            " bytes: no line of a bundle is so long");
        if (!next_is(kind))
            return fail(Errc::bad_data, std::string("a ") + kind + " and nothing else stands here");
        auto line = parse_json(text);
        if (!line) return fail(line.error());
        Json* value = line->find(kind);
        if (value == nullptr || line->as_object()->size() != 1)
            return fail(Errc::bad_data, std::string("a ") + kind + " and nothing else stands here");
        if (write_json(*line) != text)
            return fail(Errc::bad_data, "it is not canonical JSON: sorted, without white space");
        rest_.remove_prefix(end + 1);
        return std::move(*value);
    }
    /// The same error with the line's number.
    [[nodiscard]] tl::unexpected<Error> at(const Error& error) const {
        return fail_in("line " + std::to_string(number_), error);
    }
    /// Whether the next line begins like one of this kind.
    [[nodiscard]] bool next_is(const std::string& kind) const {
        return rest_.starts_with("{\"" + kind + "\":");
    }
    [[nodiscard]] bool ended() const { return rest_.empty(); }

  private:
    std::string_view rest_;
    std::uint64_t number_ = 0;
};

Status only(const Json& json, std::size_t members) {
    const bool fits = json.as_object() != nullptr && json.as_object()->size() == members;
    return fits ? Status{} : fail(Errc::bad_data, "it has members that a bundle has not");
}

Status take_range(const Json& json, Bundle& bundle) {
    const auto from = count_member(json, "from");
    if (!from) return fail(from.error());
    const auto to = count_member(json, "to");
    if (!to) return fail(to.error());
    if (*from > *to) return fail(Errc::bad_data, "from is after to");
    const auto text = string_member(json, "checkpoint");
    if (!text) return fail(text.error());
    auto checkpoint = read_checkpoint(*text);
    if (!checkpoint) return fail_in("checkpoint", checkpoint.error());
    bundle.from = *from;
    bundle.to = *to;
    bundle.checkpoint = std::move(*checkpoint);
    return only(json, 3);
}

/// A number has one spelling, which the record's hash does not see.
Status take_record(const Json& json, StoredRecord& target) {
    auto record = record_from_json(json);
    if (!record) return fail(record.error());
    const auto again = record_to_json(*record);
    if (!again) return fail(again.error());
    if (*again != json)
        return fail(Errc::bad_data, "a record is not spelt so: look at its member " +
                                        json_difference(*again, json).value_or("names"));
    target = std::move(*record);
    return {};
}

Status take_before(const Json& json, BundleBefore& before) {
    auto state = string_member(json, "state");
    if (!state) return fail(state.error());
    const auto seq = count_member(json, "seq");
    if (!seq) return fail(seq.error());
    const auto text = string_member(json, "last_report");
    if (!text) return fail(text.error());
    const auto last = hash_from_hex(*text);
    if (!last) return fail_in("last_report", last.error());
    if (to_hex(*last) != *text) return fail(Errc::bad_data, "last_report is not lower-case hex");
    before = {.state = std::move(*state), .seq = *seq, .last_report = *last};
    const Json* head = json.find("head_record");
    if (head == nullptr) return only(json, 3);
    if (auto done = take_record(*head, before.head_record.emplace()); !done)
        return fail_in("head_record", done.error());
    return only(json, 4);
}

Status take_proof(const Json& json, RecordProof& proof) {
    const auto index = count_member(json, "record");
    if (!index) return fail(index.error());
    const auto path = array_member(json, "path");
    if (!path) return fail(path.error());
    proof.index = *index;
    for (const Json& item : **path) {
        const std::string* text = item.as_string();
        const auto hash = hash_from_hex(text == nullptr ? "" : *text);
        if (!hash || to_hex(*hash) != *text)
            return fail(Errc::bad_data, "path holds something that is no hash");
        proof.path.push_back(*hash);
    }
    return only(json, 2);
}

/// Reads the next line with `reader` into `target`.
template <class T>
Status take_line(Lines& lines, const char* kind, Status (*reader)(const Json&, T&), T& target) {
    const auto json = lines.take(kind);
    if (!json) return lines.at(json.error());
    const auto done = reader(*json, target);
    return done ? Status{} : lines.at(done.error());
}

Status take_format(const Json& json, Bundle& /*bundle*/) {
    if (json.as_string() != nullptr && *json.as_string() == kBundleFormat) return {};
    return fail(Errc::bad_data, std::string("this program reads the format ") + kBundleFormat);
}

Status take_end(const Json& json, Bundle& bundle) {
    const auto records = count_member(json, "records");
    if (!records) return fail(records.error());
    if (*records != bundle.records.size())
        return fail(Errc::bad_data, "it counts " + std::to_string(*records) +
                                        " records, there are " +
                                        std::to_string(bundle.records.size()));
    return only(json, 1);
}

Status take_all(Lines& lines, Bundle& bundle) {
    if (auto done = take_line(lines, "format", take_format, bundle); !done) return done;
    if (auto done = take_line(lines, "range", take_range, bundle); !done) return done;
    if (auto done = take_line(lines, "genesis", take_record, bundle.genesis); !done) return done;
    if (lines.next_is("before"))
        if (auto done = take_line(lines, "before", take_before, bundle.before.emplace()); !done)
            return done;
    while (lines.next_is("record"))
        if (auto done = take_line(lines, "record", take_record, bundle.records.emplace_back());
            !done)
            return done;
    while (lines.next_is("proof"))
        if (auto done = take_line(lines, "proof", take_proof, bundle.proofs.emplace_back()); !done)
            return done;
    if (auto done = take_line(lines, "end", take_end, bundle); !done) return done;
    if (lines.ended()) return {};
    return lines.at({Errc::bad_data, "it is the end, and something stands after it"});
}

/// The line before the stream. The stream's own check sum is for accidents, and one content has
/// many streams: without this a changed file could still be read.
std::string first_line(std::string_view stream) {
    return std::string(kBundleFormat) + " " + std::to_string(stream.size()) + " " +
           to_hex(tagged_hash("ballast/bundle-stream/1", as_bytes(stream))) + "\n";
}

}  // namespace

Result<std::string> bundle_content(const Bundle& bundle) {
    std::string content;
    put(content, "format", kBundleFormat);
    put(content, "range",
        JsonObject{{"checkpoint", write_checkpoint(bundle.checkpoint)},
                   {"from", number(bundle.from)},
                   {"to", number(bundle.to)}});
    auto genesis = record_to_json(bundle.genesis);
    if (!genesis) return fail(genesis.error());
    put(content, "genesis", std::move(*genesis));
    if (bundle.before) {
        JsonObject before{{"last_report", to_hex(bundle.before->last_report)},
                          {"seq", number(bundle.before->seq)},
                          {"state", bundle.before->state}};
        if (bundle.before->head_record) {
            auto head = record_to_json(*bundle.before->head_record);
            if (!head) return fail(head.error());
            before.emplace("head_record", std::move(*head));
        }
        put(content, "before", std::move(before));
    }
    for (const StoredRecord& record : bundle.records)
        if (auto done = put_record(content, record); !done) return fail(done.error());
    for (const RecordProof& proof : bundle.proofs)
        put(content, "proof", proof_json(proof));
    put(content, "end", JsonObject{{"records", number(bundle.records.size())}});
    return content;
}

Result<Bundle> read_bundle_content(std::string_view content) {
    Bundle bundle;
    Lines lines(content);
    if (auto done = take_all(lines, bundle); !done) return fail(done.error());
    return bundle;
}

std::string pack_bundle(std::string_view content) {
    const Bytes bytes = deflate_text(content);
    std::string stream(bytes.begin(), bytes.end());
    return first_line(stream) + stream;
}

Result<std::string> unpack_bundle(std::string_view file, std::size_t most) {
    constexpr std::size_t kFirstLineMax = 128;
    const std::size_t end = file.substr(0, kFirstLineMax).find('\n');
    if (!file.starts_with(kBundleFormat) || end == std::string_view::npos)
        return fail(Errc::bad_data, std::string("it does not begin with a line of the format ") +
                                        kBundleFormat + ": this is no bundle");
    const std::string_view stream = file.substr(end + 1);
    if (first_line(stream) != file.substr(0, end + 1))
        return fail(Errc::bad_data,
                    "the packed stream has not the size and hash of the first line: it was cut or "
                    "changed on its way; fetch it anew");
    return inflate_text(as_bytes(stream), most);
}

Status write_bundle(const Bundle& bundle, const std::filesystem::path& path, std::size_t most) {
    const auto content = bundle_content(bundle);
    if (!content) return fail(content.error());
    if (content->size() > kBundleContentMax)
        return fail(Errc::bad_data,
                    "the range holds more than a bundle may: make several, with --from and --to");
    for (std::string_view rest = *content; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
        if (rest.find('\n') > kBundleLineMax)
            return fail(Errc::bad_data, "a record is longer than a line of a bundle may be");
    const std::string file = pack_bundle(*content);
    if (file.size() > most)
        return fail(Errc::bad_data, "the range packs to " + std::to_string(file.size()) +
                                        " bytes, and no reader takes more than " +
                                        std::to_string(most) +
                                        ": make several, with --from and --to");
    NewFile target(path);
    if (auto free = target.check_free(); !free) return free;
    {
        std::ofstream out(target.part(), std::ios::binary | std::ios::trunc);
        out << file;
        out.close();
        if (!out) return fail(Errc::cannot_write, "cannot write " + target.part().string());
    }
    return target.keep();
}

Result<Bundle> read_bundle(const std::filesystem::path& path) {
    const auto file = read_file(path);
    if (!file) return fail(file.error());
    const auto content = unpack_bundle(*file);
    if (!content) return fail_in(path.string(), content.error());
    auto bundle = read_bundle_content(*content);
    if (!bundle) return fail_in(path.string(), bundle.error());
    return bundle;
}

}  // namespace ballast::audit
