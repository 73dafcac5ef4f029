// SPDX-License-Identifier: MIT
#include "apps/replay_command.hpp"

#include "apps/recount_command.hpp"
#include "apps/say.hpp"

namespace ballast::apps {
namespace {

void tell(const audit::ReplayOutcome& outcome) {
    print(std::to_string(outcome.identical) + " of " + std::to_string(outcome.epochs) +
          " epochs recomputed to the same bytes\n");
    if (!outcome.first_difference) return;
    const audit::Difference& first = *outcome.first_difference;
    print("first difference: record " + std::to_string(first.record) + " (" +
          format_utc({first.at}) + "), field " + printable(first.field) + "\n  expected " +
          printable(first.expected) + "\n  found    " + printable(first.found) + "\n");
}

}  // namespace

std::string printable(std::string_view text) {
    // The ellipsis of a shortened text stays.
    constexpr std::string_view kEllipsis = "…";
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string safe;
    while (!text.empty()) {
        const std::size_t whole = text.starts_with(kEllipsis) ? kEllipsis.size() : 1;
        const auto byte = static_cast<unsigned char>(text.front());
        if (whole > 1 || (byte >= 0x20 && byte < 0x7f))
            safe += text.substr(0, whole);
        else
            safe += {'\\', 'x', kDigits[byte >> 4U], kDigits[byte & 0xfU]};
        text.remove_prefix(whole);
    }
    return safe;
}

Json difference_json(const audit::Difference& difference) {
    return Json(JsonObject{
        {"at", Json(format_utc({difference.at}))},
        {"expected", Json(printable(difference.expected))},
        {"field", Json(printable(difference.field))},
        {"found", Json(printable(difference.found))},
        {"record", Json::number(static_cast<std::int64_t>(difference.record))},
    });
}

Json replay_json(const audit::ReplayOutcome& outcome) {
    return Json(JsonObject{
        {"epochs", Json::number(outcome.epochs)},
        {"first_difference",
         outcome.first_difference ? difference_json(*outcome.first_difference) : Json()},
        {"identical", Json::number(outcome.identical)},
    });
}

int run_replay(const ReplayOptions& options) {
    const auto journal = audit::Journal::open(options.journal, audit::Journal::Mode::read);
    if (!journal) return complain(journal.error());
    const auto records = journal->records();
    if (!records) return complain(records.error());
    const audit::ReplayOutcome outcome = audit::replay(*records);
    // What was not replayed to the end is not compared with captured bytes.
    const bool recounts = !options.captured.folder.empty() && !outcome.first_difference;
    const auto recounted = recounts ? recount_captured(*records, options.captured) : Recounted{};
    if (!recounted) return complain(recounted.error());
    JsonObject json = *replay_json(outcome).as_object();
    if (recounts) json.emplace("captured", recounted->json);
    if (options.json)
        print(write_json(Json(std::move(json))) + "\n");
    else
        tell(outcome);
    if (recounts && !options.json) print(recounted->text);
    if (outcome.first_difference || (recounts && !recounted->whole))
        return exit_code(Errc::mismatch);
    if (outcome.epochs > 0) return 0;
    return complain({Errc::bad_data, "the journal holds no epoch"});
}

}  // namespace ballast::apps
