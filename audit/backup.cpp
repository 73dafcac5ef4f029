// SPDX-License-Identifier: MIT
#include "audit/backup.hpp"

#include <algorithm>

#include "audit/durable_file.hpp"
#include "audit/location.hpp"
#include "audit/lock.hpp"
#include "audit/sql.hpp"

namespace ballast::audit {
namespace {

namespace fs = std::filesystem;

Status check_is_file(const std::string& location) {
    if (!is_postgres(location)) return {};
    return fail(Errc::usage, shown(location) +
                                 " is no file: `ballast journal export` copies it to one, "
                                 "`ballast journal import` brings it back");
}

/// The journal at `file`, whole. Errors: mismatch at the first difference.
Result<JournalCheck> whole(const fs::path& file) {
    auto journal = Journal::open(file, Journal::Mode::read);
    if (!journal) return fail(journal.error());
    auto check = check_journal(*journal);
    if (!check) return check;
    if (!check->first_difference) return check;
    return fail(Errc::mismatch, file.string() + ": record " +
                                    std::to_string(check->first_difference->record) +
                                    " is damaged: field " + check->first_difference->field);
}

bool has_all_attempts(const std::vector<sender::TxRecord>& records, const sender::TxRecord& old) {
    return std::any_of(records.begin(), records.end(), [&](const sender::TxRecord& record) {
        return record.key == old.key && record.attempts.size() >= old.attempts.size() &&
               std::equal(old.attempts.begin(), old.attempts.end(), record.attempts.begin());
    });
}

Status refuse(const std::string& location, const std::string& why) {
    return fail(Errc::mismatch, location + " " + why +
                                    "; it is not overwritten. Move it away first if it is "
                                    "really to go");
}

/// A signature that was stored may have been sent: to lose it could send the same thing twice.
Status check_covered(const std::string& location, Journal& old, Journal& backup) {
    if (old.size() > backup.size())
        return refuse(location, "is ahead of the backup by " +
                                    std::to_string(old.size() - backup.size()) + " records");
    if (old.size() > 0) {
        const auto same = backup.records_from(old.size() - 1, 1);
        if (!same) return fail(same.error());
        if (same->front().hash != to_hex(old.head())) return refuse(location, "is another journal");
    }
    const auto ours = old.all_transactions();
    if (!ours) return fail(ours.error());
    const auto theirs = backup.all_transactions();
    if (!theirs) return fail(theirs.error());
    for (const sender::TxRecord& record : *ours)
        if (!has_all_attempts(*theirs, record))
            return refuse(location, "has a signed transaction that the backup lacks, nonce " +
                                        std::to_string(record.nonce));
    const auto draft = old.draft();
    if (!draft) return fail(draft.error());
    if (!*draft || backup.size() > old.size()) return {};
    const auto kept = backup.draft();
    if (!kept) return fail(kept.error());
    if (*kept && record_hash(0, **kept, {}) == record_hash(0, **draft, {})) return {};
    return refuse(location, "has a draft that the backup lacks");
}

Status check_may_go(const std::string& location, const fs::path& backup) {
    auto copy = Journal::open(backup, Journal::Mode::read);
    if (!copy) return fail(copy.error());
    auto old = Journal::open(location, Journal::Mode::read);
    if (!old) return refuse(location, "cannot be read (" + old.error().what + ")");
    if (auto sound = check_journal(*old); !sound)
        return refuse(location, "cannot be read (" + sound.error().what + ")");
    return check_covered(location, *old, *copy);
}

/// With its write-ahead log, which holds what is not yet in the file. The file first: of a run that
/// is killed in between the log is left, which the next run moves to its file; a file without its
/// log would be a whole journal that lacks what was written last. A log without a file is moved,
/// too: beside the restored file it would be taken for that one's.
Status move_away(const std::string& location) {
    std::error_code code;
    // The log of what an earlier restore kept under this name is not the log of this one.
    if (fs::exists(location))
        for (const char* tail : {"-wal", "-shm"})
            fs::remove(location + ".replaced" + tail, code);
    for (const char* tail : {"", "-wal", "-shm"}) {
        const fs::path from = location + tail;
        if (!fs::exists(from)) continue;
        const fs::path to = location + ".replaced" + tail;
        fs::rename(from, to, code);
        if (code)
            return fail(Errc::cannot_write,
                        "cannot rename " + from.string() + ": " + code.message());
    }
    return {};
}

/// A copy by the store itself: what its log holds beside the file is in it, too. Returns what the
/// copy holds.
Result<JournalCheck> copy_whole(const Journal& journal, const NewFile& target) {
    if (auto copied = journal.sql().change("VACUUM INTO ?", {Cell::of(target.part().string())});
        !copied)
        return fail(copied.error());
    auto check = whole(target.part());
    if (!check) return fail_in("the copy was not kept", check.error());
    return check;
}

Result<JournalCheck> copy_of_backup(const fs::path& backup, const JournalCheck& checked,
                                    const NewFile& target) {
    const auto journal = Journal::open(backup, Journal::Mode::read);
    if (!journal) return fail(journal.error());
    auto check = copy_whole(*journal, target);
    if (!check) return check;
    if (check->head == checked.head && check->transactions == checked.transactions) return check;
    return fail(Errc::mismatch, backup.string() +
                                    " changed while it was copied; nothing was restored. Make the "
                                    "backup with `ballast journal backup`, and try again");
}

}  // namespace

Result<JournalCheck> backup_journal(const std::string& location, const fs::path& file) {
    if (auto is_file = check_is_file(location); !is_file) return fail(is_file.error());
    const auto journal = Journal::open(location, Journal::Mode::read);
    if (!journal) return fail(journal.error());
    NewFile target(file);
    if (auto free = target.check_free(); !free) return fail(free.error());
    auto check = copy_whole(*journal, target);
    if (!check) return check;
    if (auto kept = target.keep(); !kept) return fail(kept.error());
    return check;
}

Result<JournalCheck> restore_journal(const fs::path& backup, const std::string& location) {
    if (auto is_file = check_is_file(location); !is_file) return fail(is_file.error());
    auto check = whole(backup);
    if (!check) return check;
    const auto lock = FileLock::take(location);
    if (!lock) return fail(lock.error());
    const bool replaces = fs::exists(location);
    if (replaces)
        if (auto may = check_may_go(location, backup); !may) return fail(may.error());
    NewFile target(location);
    check = copy_of_backup(backup, *check, target);
    if (!check) return check;
    if (auto moved = move_away(location); !moved) return fail(moved.error());
    if (auto kept = target.keep(); !kept) return fail(kept.error());
    return check;
}

}  // namespace ballast::audit
