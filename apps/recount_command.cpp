// SPDX-License-Identifier: MIT
#include "apps/recount_command.hpp"

#include "apps/replay_command.hpp"
#include "keeper/recount.hpp"

namespace ballast::apps {
namespace {

Json captured_number(std::size_t value) {
    return Json::number(static_cast<std::int64_t>(value));
}

Json lost_json(const feeds::LostCapture& lost) {
    return JsonObject{{"at", format_utc(lost.at)},
                      {"body", to_hex(lost.body)},
                      {"fault", std::string(name(lost.fault))},
                      {"feed", lost.feed},
                      {"source", lost.source},
                      {"what", printable(lost.what)}};
}

std::string lost_text(const feeds::LostCapture& lost) {
    return std::string(name(lost.fault)) + " input: feed " + lost.feed + ", source " + lost.source +
           ", fetched " + format_utc(lost.at) + ", body " + to_hex(lost.body) + "\n  " +
           printable(lost.what) + "\n";
}

/// The document is the operator's, the terminal the auditor's. It has a line for each fault; what
/// else a line end may be stands behind a space, as part of the same complaint.
std::string printable_lines(std::string_view text) {
    std::string safe;
    for (std::size_t end = 0; end != text.npos;
         text.remove_prefix(end == text.npos ? 0 : end + 1)) {
        end = text.find('\n');
        safe += (safe.empty() ? "" : "\n  ") + printable(text.substr(0, end));
    }
    return safe;
}

Json spoilt_json(const feeds::SpoiltDay& day) {
    return JsonObject{{"damaged", captured_number(day.damaged)},
                      {"file", printable(day.file.string())},
                      {"torn", captured_number(day.torn)}};
}

std::string spoilt_text(const feeds::SpoiltDay& day) {
    std::string text;
    if (day.damaged > 0)
        text += std::to_string(day.damaged) +
                " lines are no fetch: " + printable(day.file.string()) + "\n";
    if (day.torn > 0)
        text += "passed over: " + std::to_string(day.torn) +
                " lines that a crash tore: " + printable(day.file.string()) + "\n";
    return text;
}

Json recount_json(const std::optional<keeper::RecountDifference>& found) {
    if (!found) return {};
    return JsonObject{
        {"at", format_utc({found->at})},    {"expected", printable(found->expected)},
        {"feed", printable(found->feed)},   {"field", printable(found->field)},
        {"found", printable(found->found)}, {"record", captured_number(found->record)}};
}

std::string recount_text(const keeper::RecountOutcome& outcome) {
    std::string text = std::to_string(outcome.identical) + " of " + std::to_string(outcome.epochs) +
                       " epochs say what the captured answers say\n";
    if (outcome.not_compared > 0)
        text += "not compared: " + std::to_string(outcome.not_compared) +
                " epochs before the first captured answer\n";
    if (!outcome.first_difference) return text;
    const keeper::RecountDifference& found = *outcome.first_difference;
    return text + "first difference: record " + std::to_string(found.record) + " (" +
           format_utc({found.at}) + "), feed " + printable(found.feed) + ", " +
           printable(found.field) + "\n  expected " + printable(found.expected) + "\n  found    " +
           printable(found.found) + "\n";
}

}  // namespace

void take_explained(audit::Bundle& bundle, std::map<std::uint64_t, audit::StoredRecord>& records) {
    records.try_emplace(0, std::move(bundle.genesis));
    for (audit::StoredRecord& record : bundle.records)
        if (record.index >= bundle.from) records.try_emplace(record.index, std::move(record));
}

Result<Recounted> recount_captured(std::span<const audit::StoredRecord> records,
                                   const CapturedOptions& options) {
    if (options.feeds.empty())
        return fail(Errc::usage, "--captured needs --feeds, the operator's document of feeds");
    auto declared = feeds::load_feeds(options.feeds, providers::provider_names());
    if (!declared) return fail(declared.error().code, printable_lines(declared.error().what));
    if (feeds::CaptureStore(options.folder).days().empty())
        return fail(Errc::input_missing,
                    options.folder.string() +
                        ": no day of fetches is there; it is the folder captures in the keeper's "
                        "state, with fetches and bodies");
    feeds::CapturedBoard board(std::move(*declared), options.folder);
    const auto outcome = keeper::recount(records, board);
    if (!outcome) return fail(outcome.error().code, printable(outcome.error().what));
    Recounted told;
    JsonArray lost;
    for (const feeds::LostCapture& one : board.lost()) {
        lost.push_back(lost_json(one));
        told.text += lost_text(one);
    }
    if (board.lost_count() > board.lost().size())
        told.text += "and " + std::to_string(board.lost_count() - board.lost().size()) +
                     " more inputs that are lost\n";
    JsonArray spoilt;
    for (const feeds::SpoiltDay& day : board.spoilt()) {
        spoilt.push_back(spoilt_json(day));
        told.text += spoilt_text(day);
    }
    if (board.undeclared() > 0)
        told.text += "passed over: " + std::to_string(board.undeclared()) +
                     " fetches of sources that the feeds' document does not declare\n";
    told.text +=
        std::to_string(board.answers()) + " captured answers read again, " + recount_text(*outcome);
    // Where all epochs are before the first answer, nothing was found to be right.
    const bool nothing = outcome->epochs == 0 && outcome->not_compared > 0;
    told.whole = board.lost_count() == 0 && board.damaged_lines() == 0 &&
                 !outcome->first_difference && !nothing;
    told.json = JsonObject{{"answers", captured_number(board.answers())},
                           {"damaged_lines", captured_number(board.damaged_lines())},
                           {"epochs", Json::number(outcome->epochs)},
                           {"first_difference", recount_json(outcome->first_difference)},
                           {"identical", Json::number(outcome->identical)},
                           {"lost", std::move(lost)},
                           {"lost_count", captured_number(board.lost_count())},
                           {"not_compared", Json::number(outcome->not_compared)},
                           {"spoilt", std::move(spoilt)},
                           {"torn_lines", captured_number(board.torn_lines())},
                           {"undeclared", captured_number(board.undeclared())}};
    return told;
}

}  // namespace ballast::apps
