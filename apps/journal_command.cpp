// SPDX-License-Identifier: MIT
#include "apps/journal_command.hpp"

#include "apps/replay_command.hpp"
#include "apps/say.hpp"
#include "audit/backup.hpp"
#include "audit/location.hpp"
#include "audit/transfer.hpp"

namespace ballast::apps {
namespace {

/// What check reads back as --head.
std::string head_text(std::uint64_t records, const Hash32& head) {
    return std::to_string(records) + ":" + to_hex(head);
}

Json figures(std::uint64_t records, const Hash32& head) {
    return Json(JsonObject{{"head", Json(to_hex(head))},
                           {"records", Json::number(static_cast<std::int64_t>(records))}});
}

int done(const JournalOptions& options, const std::string& what, std::uint64_t records,
         const Hash32& head) {
    if (options.json)
        print(write_json(figures(records, head)) + "\n");
    else
        print(what + ": " + std::to_string(records) + " records\nhead " + head_text(records, head) +
              "\n");
    return 0;
}

int run_check(const JournalOptions& options) {
    std::vector<audit::KnownHead> known;
    for (const std::string& text : options.heads) {
        const auto head = read_known_head(text);
        if (!head) return complain(head.error());
        known.push_back(*head);
    }
    auto journal = audit::Journal::open(options.journal, audit::Journal::Mode::read);
    if (!journal) return complain(journal.error());
    const auto check = audit::check_journal(*journal, known);
    if (!check) return complain(check.error());
    if (!check->first_difference)
        return done(options, "whole, with " + std::to_string(check->transactions) + " transactions",
                    check->records, check->head);
    // The same words as replay has for a difference.
    const Json difference = replay_json({.first_difference = check->first_difference});
    print(write_json(*difference.find("first_difference")) + "\n");
    return complain({Errc::mismatch, audit::shown(options.journal) + " is not whole"});
}

/// Of backup and restore.
int tell_copy(const JournalOptions& options, const std::string& what,
              const Result<audit::JournalCheck>& check) {
    if (!check) return complain(check.error());
    return done(options, what, check->records, check->head);
}

/// Of export and import.
int tell_transfer(const JournalOptions& options, const std::string& what,
                  const Result<audit::Transfer>& transfer) {
    if (!transfer) return complain(transfer.error());
    return done(options, what, transfer->records, transfer->head);
}

}  // namespace

Result<audit::KnownHead> read_known_head(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos) {
        const auto records = parse_integer(text.substr(0, colon));
        const auto head = hash_from_hex(text.substr(colon + 1));
        if (records && *records > 0 && head)
            return audit::KnownHead{static_cast<std::uint64_t>(*records), *head};
    }
    return fail(Errc::usage, "--head is RECORDS:HASH, as `ballast journal check` prints it");
}

int run_journal(const JournalOptions& options) {
    switch (options.verb) {
        case JournalVerb::check:
            return run_check(options);
        case JournalVerb::backup:
            return tell_copy(options, "copied and checked",
                             audit::backup_journal(options.journal, options.file));
        case JournalVerb::restore:
            return tell_copy(options, "restored",
                             audit::restore_journal(options.file, options.journal));
        case JournalVerb::export_lines:
            return tell_transfer(options, "exported",
                                 audit::export_journal(options.journal, options.file));
        case JournalVerb::import_lines:
            return tell_transfer(options, "imported",
                                 audit::import_journal(options.journal, options.file));
    }
    return exit_code(Errc::our_bug);
}

}  // namespace ballast::apps
