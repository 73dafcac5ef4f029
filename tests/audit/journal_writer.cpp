// SPDX-License-Identifier: MIT
// A keeper without a model, to be killed: it decides a slot, signs, stores, sends (a line in a
// file), and records, for ever, whenever the journal is its own.
//
//   ballast_journal_writer URL SENT_FILE FEE LEASE_MILLISECONDS
//
// FEE is the writer's own, so that two writers never sign the same bytes. Tells on stdout: L when
// it has become the journal's writer, r for each record.
#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "audit/journal.hpp"
#include "base/hash.hpp"
#include "tests/audit/signed_record.hpp"

namespace ballast::audit {
namespace {

constexpr std::chrono::milliseconds kPoll{10};

void tell(char what) {
    if (::write(1, &what, 1) != 1) ::_exit(3);
}

Entry entry_of_slot(std::uint64_t slot) {
    return {.kind = RecordKind::execution,
            .at = {static_cast<std::int64_t>(slot)},
            .fields = {{"what", "slot " + std::to_string(slot)}}};
}

sender::TxRecord transaction_of(std::uint64_t slot, std::uint64_t fee) {
    sender::TxRecord record = signed_record(test_key(), slot);
    record.key = keccak256(as_bytes("slot " + std::to_string(slot)));
    record.attempts = {signed_attempt(test_key(), slot, fee)};
    return record;
}

/// What a node would see. One write, so that a kill leaves a line or none.
void send(int file, const sender::TxRecord& record) {
    const std::string line =
        std::to_string(record.nonce) + " " + to_hex(record.attempts.back().tx_hash) + "\n";
    if (::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::_exit(3);
}

/// What stands in the journal for the slot; stored first where nothing does.
Result<sender::TxRecord> stored(Journal& journal, std::uint64_t slot, std::uint64_t fee) {
    sender::TxRecord record = transaction_of(slot, fee);
    const auto found = journal.transactions().find(record.key);
    if (!found) return fail(found.error());
    if (*found) return **found;
    if (auto done = journal.transactions().insert(record); !done) return fail(done.error());
    return record;
}

Status keep_slot(Journal& journal, int sent, std::uint64_t fee) {
    const auto draft = journal.draft();
    if (!draft) return fail(draft.error());
    const std::uint64_t slot =
        *draft ? static_cast<std::uint64_t>((*draft)->at.count) : journal.size();
    if (!*draft)
        if (auto done = journal.store_draft(entry_of_slot(slot)); !done) return done;
    auto record = stored(journal, slot, fee);
    if (!record) return fail(record.error());
    send(sent, *record);
    record->state = sender::TxState::succeeded;
    record->inclusion = sender::Inclusion{.tx_hash = record->attempts.back().tx_hash,
                                          .block_number = slot,
                                          .block_hash = record->key,
                                          .block_time = {1},
                                          .succeeded = true,
                                          .fee = U256(1)};
    if (auto done = journal.transactions().update(*record); !done) return done;
    const auto appended = journal.append(entry_of_slot(slot));
    return appended ? Status{} : fail(appended.error());
}

/// Until another has taken over, or the server is gone.
void keep(Journal& journal, int sent, std::uint64_t fee) {
    tell('L');
    while (keep_slot(journal, sent, fee))
        tell('r');
}

[[noreturn]] void run(const std::string& url, int sent, std::uint64_t fee, Milliseconds lasts) {
    while (true) {
        auto journal = Journal::open(url, Journal::Mode::write,
                                     {.holder = "writer " + std::to_string(fee), .lasts = lasts});
        if (journal) keep(*journal, sent, fee);
        std::this_thread::sleep_for(kPoll);
    }
}

}  // namespace
}  // namespace ballast::audit

int main(int argc, char** argv) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (argc != 5) return 64;
    const int sent = ::open(argv[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (sent < 0) return 73;
    ballast::audit::run(argv[1], sent, std::strtoull(argv[3], nullptr, 10),
                        {std::strtoll(argv[4], nullptr, 10)});
}
