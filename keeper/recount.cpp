// SPDX-License-Identifier: MIT
#include "keeper/recount.hpp"

#include <algorithm>

#include "audit/documents.hpp"
#include "engine/canonical.hpp"
#include "feeds/live_snapshot.hpp"

namespace ballast::keeper {
namespace {

using Difference = std::optional<RecountDifference>;
using feeds::FeedTarget;

template <class T>
Result<T> document_in(const audit::StoredRecord& record, const char* field,
                      Result<T> (*reader)(const Json&)) {
    const auto text = record.fields.find(std::string_view(field));
    const std::string place = "record " + std::to_string(record.index) + ", " + field;
    if (text == record.fields.end()) return fail(Errc::bad_data, place + ": it is missing");
    const auto json = parse_json(text->second.first);
    if (!json) return fail_in(place, json.error());
    auto read = reader(*json);
    if (!read) return fail_in(place, read.error());
    return read;
}

/// Compares the named members of two documents of one kind.
class Comparison {
  public:
    Comparison(const audit::StoredRecord& record,
               const std::vector<feeds::FeedDeclaration>& declared)
        : record_(record), declared_(declared) {}

    /// All members but those in `except`.
    void compare(FeedTarget target, const std::string& of, const Json& ours, const Json& theirs,
                 const std::vector<std::string_view>& except) {
        for (const auto& [member, value] : *ours.as_object()) {
            if (std::find(except.begin(), except.end(), member) != except.end()) continue;
            const Json* found = theirs.find(member);
            if (found == nullptr || *found != value)
                note(feed_of(target, of), member, text_of(value),
                     found == nullptr ? "none" : text_of(*found));
        }
    }
    void note(const std::string& feed, const std::string& field, std::string expected,
              std::string found) {
        if (!first_)
            first_ = RecountDifference{.record = record_.index,
                                       .at = record_.at,
                                       .feed = feed,
                                       .field = field,
                                       .expected = std::move(expected),
                                       .found = std::move(found)};
    }
    static std::string text_of(const Json& value) {
        return value.as_string() == nullptr ? write_json(value) : *value.as_string();
    }
    [[nodiscard]] const Difference& first() const { return first_; }

  private:
    [[nodiscard]] std::string feed_of(FeedTarget target, const std::string& of) const {
        const auto feed = std::find_if(declared_.begin(), declared_.end(), [&](const auto& f) {
            return f.target == target && f.of == of;
        });
        return feed == declared_.end() ? of : feed->name;
    }

    const audit::StoredRecord& record_;
    const std::vector<feeds::FeedDeclaration>& declared_;
    Difference first_;
};

/// Compares two lists that stand in the policy's order, each item under the name in `key`.
void compare_lists(Comparison& comparison, FeedTarget target, std::string_view key,
                   const Json& ours, const Json& theirs,
                   const std::vector<std::string_view>& except) {
    const JsonArray& one = *ours.as_array();
    const JsonArray& other = *theirs.as_array();
    for (std::size_t i = 0; i < one.size(); ++i) {
        const std::string name = Comparison::text_of(*one[i].find(key));
        if (i < other.size())
            comparison.compare(target, name, one[i], other[i], except);
        else
            comparison.note(name, std::string(key), name, "none");
    }
    if (other.size() > one.size())
        comparison.note("", std::string(key), "none",
                        Comparison::text_of(*other[one.size()].find(key)));
}

Result<Difference> compare_epoch(const audit::StoredRecord& record, const engine::Snapshot& stored,
                                 const engine::Policy& policy, feeds::CapturedBoard& board) {
    feeds::LiveInputs inputs;
    inputs.at = stored.at;
    auto verdicts = board.verdicts(stored.at);
    if (!verdicts) return fail_in("record " + std::to_string(record.index), verdicts.error());
    inputs.verdicts = std::move(*verdicts);
    const auto made = feeds::live_snapshot(policy, board.feeds(), inputs, {});
    if (!made) return fail_in("record " + std::to_string(record.index), made.error());
    const Json ours = engine::to_json(made->snapshot);
    const Json theirs = engine::to_json(stored);
    Comparison comparison(record, board.feeds());
    compare_lists(comparison, FeedTarget::price, "asset", *ours.find("markets"),
                  *theirs.find("markets"),
                  {"book", "daily_volume_usd", "depth_low_usd", "depth_usd"});
    compare_lists(comparison, FeedTarget::indicator, "name", *ours.find("indicators"),
                  *theirs.find("indicators"), {});
    const std::string score = "guardian_score_wad";
    if (*ours.find(score) != *theirs.find(score))
        comparison.note("all feeds", score, Comparison::text_of(*ours.find(score)),
                        Comparison::text_of(*theirs.find(score)));
    return comparison.first();
}

}  // namespace

Result<RecountOutcome> recount(std::span<const audit::StoredRecord> records,
                               feeds::CapturedBoard& board) {
    if (records.empty()) return fail(Errc::bad_data, "there is no genesis");
    const auto policy = document_in(records.front(), audit::kPolicy, engine::policy_from_json);
    if (!policy) return fail(policy.error());
    const auto begins = board.begins();
    if (!begins) return fail(begins.error());
    RecountOutcome outcome;
    for (const audit::StoredRecord& record : records) {
        if (record.kind != audit::name(audit::RecordKind::epoch)) continue;
        const auto stored = document_in(record, audit::kSnapshot, engine::snapshot_from_json);
        if (!stored) return fail(stored.error());
        if (!*begins || stored->at < **begins) {
            ++outcome.not_compared;
            continue;
        }
        ++outcome.epochs;
        auto found = compare_epoch(record, *stored, *policy, board);
        if (!found) return fail(found.error());
        outcome.identical += *found ? 0 : 1;
        if (!outcome.first_difference) outcome.first_difference = std::move(*found);
    }
    return outcome;
}

}  // namespace ballast::keeper
