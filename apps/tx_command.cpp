// SPDX-License-Identifier: MIT
#include "apps/tx_command.hpp"

#include <algorithm>
#include <set>

#include "apps/harden.hpp"
#include "apps/keys_folder.hpp"
#include "apps/say.hpp"
#include "apps/system_clock.hpp"
#include "apps/tx_text.hpp"
#include "audit/journal.hpp"
#include "keeper/sender_alarms.hpp"
#include "keys/local_signer.hpp"
#include "rpc/http.hpp"
#include "rpc/pool.hpp"
#include "sender/sender.hpp"

namespace ballast::apps {
namespace {

using audit::Journal;
using sender::TxRecord;

/// Shorter words would sooner or later mean two transactions.
constexpr std::size_t kPrefixMin = 10;

bool is_meant(const TxRecord& record, const std::string& word) {
    if (to_hex(record.key).starts_with(word)) return true;
    return std::any_of(
        record.attempts.begin(), record.attempts.end(),
        [&](const sender::Attempt& attempt) { return to_hex(attempt.tx_hash).starts_with(word); });
}

/// Returns the one record whose key or hash begins with `word`. Errors: also usage.
Result<TxRecord> chosen(const Journal& journal, const std::string& word) {
    if (word.size() < kPrefixMin || !word.starts_with("0x"))
        return fail(Errc::usage,
                    "name the transaction by its key or hash: 0x and at least 8 of "
                    "its digits, as `ballast tx list` prints them");
    const auto records = journal.all_transactions();
    if (!records) return fail(records.error());
    std::vector<TxRecord> found;
    std::copy_if(records->begin(), records->end(), std::back_inserter(found),
                 [&](const TxRecord& record) { return is_meant(record, word); });
    if (found.empty()) return fail(Errc::input_missing, "no transaction begins with " + word);
    if (found.size() > 1)
        return fail(Errc::usage, std::to_string(found.size()) + " transactions begin with " + word);
    return std::move(found.front());
}

int tell(const TxRecord& record, const TxOptions& options) {
    print(options.json ? write_json(tx_json(record)) + "\n" : tx_text(record, SystemClock().now()));
    return 0;
}

int run_list(const TxOptions& options) {
    const auto journal = Journal::open(options.journal, Journal::Mode::read);
    if (!journal) return complain(journal.error());
    auto records = journal->all_transactions();
    if (!records) return complain(records.error());
    if (options.open)
        std::erase_if(*records, [](const TxRecord& record) { return is_final(record.state); });
    if (!options.json) {
        print(tx_list_text(*records, SystemClock().now()));
        return 0;
    }
    JsonArray rows;
    for (const TxRecord& record : *records)
        rows.push_back(tx_json(record));
    print(write_json(Json(std::move(rows))) + "\n");
    return 0;
}

int run_show(const TxOptions& options) {
    const auto journal = Journal::open(options.journal, Journal::Mode::read);
    if (!journal) return complain(journal.error());
    const auto record = chosen(*journal, options.which);
    return record ? tell(*record, options) : complain(record.error());
}

/// What it was sent under, but for what the operator says.
Result<sender::FeePolicy> policy_for(const TxRecord& record, const TxOptions& options) {
    const U256 gwei(1'000'000'000);
    sender::FeePolicy fees = record.fees;
    if (options.cap_gwei > 0) fees.routine_cap = fees.urgent_cap = U256(options.cap_gwei) * gwei;
    if (options.day_gwei > 0) fees.routine_day = fees.urgent_day = U256(options.day_gwei) * gwei;
    if (sender::is_bounded(fees)) return fees;
    return fail(Errc::bad_data,
                "the fee policy that the journal has for this transaction is damaged; nothing was "
                "sent");
}

/// Looks first, so that what the chain knows already is not paid for again. Only the record is
/// meant with --cap and --day: what the look would sign for the others is left to the keeper.
Result<TxRecord> outbid(Journal& journal, const TxRecord& record, const TxOptions& options) {
    auto key = unlock_file(options.keystore, options.password_file);
    if (!key) return fail(key.error());
    if (key->address() != record.account)
        return fail(Errc::configuration, options.keystore.string() + " is the key of " +
                                             chain::checksum_text(key->address()) + ", not of " +
                                             chain::checksum_text(record.account));
    const auto network = rpc::HttpNetwork::open(options.rpc);
    if (!network) return fail(network.error());
    SystemClock clock;
    rpc::PoolOptions pool_options;
    pool_options.chain_id = record.chain_id;
    pool_options.quorum = options.rpc.size() > 1 ? 2 : 1;
    const auto pool = rpc::Pool::make(**network, clock, pool_options);
    if (!pool) return fail(pool.error());
    keys::LocalSigner signer(std::move(*key), record.chain_id);
    const auto fees = policy_for(record, options);
    if (!fees) return fail(fees.error());
    sender::Sender sender(**pool, journal.transactions(), signer, clock, {.fees = *fees});
    keeper::SenderAlarms alarms(say);
    sender.listen([&](const sender::StepReport& report) { alarms.hear(report); });
    if (auto stepped = sender.step_unsigned(); !stepped) return fail(stepped.error());
    return options.verb == TxVerb::bump ? sender.bump(record.key) : sender.cancel(record.key);
}

int run_outbid(const TxOptions& options) {
    if (auto hardened = harden_process(); !hardened) return complain(hardened.error());
    auto journal = Journal::open(options.journal, Journal::Mode::write);
    if (!journal) return complain(journal.error());
    const auto record = chosen(*journal, options.which);
    if (!record) return complain(record.error());
    const auto done = outbid(*journal, *record, options);
    return done ? tell(*done, options) : complain(done.error());
}

int run_clear(const TxOptions& options) {
    auto journal = Journal::open(options.journal, Journal::Mode::write);
    if (!journal) return complain(journal.error());
    const auto records = journal->all_transactions();
    if (!records) return complain(records.error());
    std::set<std::pair<std::uint64_t, chain::Address>> seen;
    sender::TxStore& store = journal->transactions();
    for (const TxRecord& record : *records) {
        if (!seen.emplace(record.chain_id, record.account).second) continue;
        const auto stopped = store.is_stopped(record.chain_id, record.account);
        if (!stopped) return complain(stopped.error());
        if (!*stopped) continue;
        if (auto done = store.clear_stop(record.chain_id, record.account); !done)
            return complain(done.error());
        say(chain::checksum_text(record.account) + " on chain " + std::to_string(record.chain_id) +
            " may send again");
    }
    return 0;
}

}  // namespace

int run_tx(const TxOptions& options) {
    switch (options.verb) {
        case TxVerb::list:
            return run_list(options);
        case TxVerb::show:
            return run_show(options);
        case TxVerb::bump:
        case TxVerb::cancel:
            return run_outbid(options);
        case TxVerb::clear:
            return run_clear(options);
    }
    return exit_code(Errc::our_bug);
}

}  // namespace ballast::apps
