// SPDX-License-Identifier: MIT
#include "apps/demo.hpp"

#include <chrono>
#include <memory>

#include "apps/anvil.hpp"
#include "apps/demo_documents.hpp"
#include "apps/demo_setup.hpp"
#include "apps/interrupt.hpp"
#include "apps/live_log.hpp"
#include "apps/local_chain.hpp"
#include "apps/report/html.hpp"
#include "apps/report/summary.hpp"
#include "apps/run_from_journal.hpp"
#include "apps/say.hpp"
#include "apps/shadow.hpp"
#include "apps/system_clock.hpp"
#include "apps/version.hpp"
#include "base/file.hpp"
#include "engine/canonical.hpp"
#include "feeds/recorded_event.hpp"
#include "keeper/sender_alarms.hpp"
#include "keeper/tick.hpp"
#include "keys/local_signer.hpp"
#include "rpc/http.hpp"
#include "rpc/pool.hpp"

namespace ballast::apps {
namespace {

using std::chrono::steady_clock;

/// A local chain mines at once: what is not there after a few seconds does not come.
constexpr Milliseconds kLocalPoll{50};
constexpr Milliseconds kLocalDeadline{5'000};
/// Nobody else pays for the requests to a chain on this machine.
constexpr std::uint64_t kLocalRequestsPerMinute = 1'000'000;

/// The chain that is played against: our own, or one that is already there.
struct Node {
    std::optional<Anvil> own;
    std::optional<rpc::HttpTransport> transport;
    std::unique_ptr<rpc::HttpNetwork> network;
};

Result<Node> connect(const DemoOptions& options, UnixSeconds genesis) {
    Node node;
    std::string url = options.rpc;
    if (url.empty()) {
        auto anvil = Anvil::start(genesis, options.out / "anvil.log");
        if (!anvil) return fail(anvil.error());
        node.own = std::move(*anvil);
        url = node.own->url();
    }
    auto transport = rpc::HttpTransport::open(url);
    if (!transport) return fail(transport.error());
    node.transport = std::move(*transport);
    auto network = rpc::HttpNetwork::open({url});
    if (!network) return fail(network.error());
    node.network = std::move(*network);
    return node;
}

/// A journal whose chain is gone cannot go on: it is kept under the next free number.
Status set_aside(const std::filesystem::path& journal) {
    std::error_code code;
    if (!std::filesystem::exists(journal, code)) return {};
    {
        // Refused where another writer has it; closing folds the write-ahead log into the file,
        // which a rename alone would leave to the next journal of this name.
        const auto open = audit::Journal::open(journal, audit::Journal::Mode::write);
        if (!open) return fail(open.error());
    }
    if (const auto log = journal.string() + "-wal"; std::filesystem::exists(log, code))
        return fail(Errc::lock_held, "another program reads " + journal.string() +
                                         "; end it first, or write somewhere else");
    int number = 1;
    std::filesystem::path kept;
    do {
        kept = journal.parent_path() / ("journal." + std::to_string(number++) + ".db");
    } while (std::filesystem::exists(kept, code));
    std::filesystem::rename(journal, kept, code);
    if (code)
        return fail(Errc::cannot_write,
                    "cannot set " + journal.string() + " aside: " + code.message());
    say("an earlier run's journal is kept as " + kept.string());
    return {};
}

/// Everything that a demonstration holds while it runs; destruction stops what it started.
struct Demo {
    const DemoOptions& options;
    DemoDocuments documents;
    feeds::RecordedEvent event;
    engine::State first_state;
    engine::Current start;
    DemoKeys keys;
    Node node;
    std::optional<audit::Journal> journal = std::nullopt;
};

Result<Demo> prepare(const DemoOptions& options) {
    auto documents = load_documents(options);
    if (!documents) return fail(documents.error());
    auto event = feeds::RecordedEvent::from(documents->scenario, documents->policy);
    if (!event) return fail(event.error());
    auto start = starting_markets(documents->scenario, documents->policy);
    if (!start) return fail(start.error());
    auto keys = demo_keys();
    if (!keys) return fail(keys.error());
    const engine::State first_state = feeds::initial_state(documents->scenario, documents->policy);

    std::error_code code;
    std::filesystem::create_directories(options.out, code);
    if (code)
        return fail(Errc::cannot_write,
                    "cannot create " + options.out.string() + ": " + code.message());
    const auto path = options.out / "journal.db";
    if (options.rpc.empty())
        if (auto aside = set_aside(path); !aside) return fail(aside.error());
    auto node = connect(options, first_state.at - kDay);
    if (!node) return fail(node.error());
    auto journal = audit::Journal::open(path, audit::Journal::Mode::write);
    if (!journal) return fail(journal.error());
    return Demo{.options = options,
                .documents = std::move(*documents),
                .event = std::move(*event),
                .first_state = first_state,
                .start = std::move(*start),
                .keys = std::move(*keys),
                .node = std::move(*node),
                .journal = std::move(*journal)};
}

/// Plays the epochs that the journal does not hold yet.
Status play(const Demo& demo, keeper::Workplace& place, LocalChain& chain, std::size_t done) {
    say("playing " + demo.documents.scenario.event + " (" + demo.documents.scenario.title +
        ") under " + demo.documents.policy.name);
    if (done > 0)
        say("going on after " + std::to_string(done) + " of " + std::to_string(demo.event.size()) +
            " epochs");
    LiveLog log(demo.documents.policy.assets.front().asset, demo.event.size());
    for (std::size_t i = done; i < demo.event.size(); ++i) {
        if (Interrupt::requested())
            return fail(Errc::failed, "interrupted after " + std::to_string(i) + " of " +
                                          std::to_string(demo.event.size()) + " epochs");
        const UnixSeconds at = demo.event.at(i);
        if (auto moved = chain.advance_to(at); !moved) return moved;
        auto outcome = keeper::tick(place, at, [&](const std::vector<engine::Bps>& lt_now) {
            return demo.event.observe(i, lt_now);
        });
        if (!outcome) return fail(outcome.error());
        if (auto concluded = keeper::conclude(place, *outcome); !concluded) return concluded;
        log.tell(i, *outcome);
    }
    return {};
}

Result<std::vector<ShadowRun>> shadows(const Demo& demo) {
    std::vector<ShadowRun> runs;
    for (const engine::Policy& policy : demo.documents.others) {
        auto run = run_shadow(demo.documents.scenario, policy, demo.start);
        if (!run) return fail(run.error());
        runs.push_back(std::move(*run));
    }
    return runs;
}

Status write_outputs(const DemoOptions& options, const Run& run) {
    const std::string text = write_json_pretty(summary(run));
    if (auto done = write_file(options.out / "summary.json", text); !done) return done;
    if (auto done = write_file(options.out / "report.html", html(run)); !done) return done;
    if (options.json) print(text);
    return {};
}

Result<std::unique_ptr<rpc::Pool>> local_pool(rpc::Network& network, const Clock& clock,
                                              std::uint64_t chain_id) {
    rpc::PoolOptions options;
    options.chain_id = chain_id;
    options.quorum = 1;
    options.endpoints.requests_per_minute_max = kLocalRequestsPerMinute;
    return rpc::Pool::make(network, clock, std::move(options));
}

Status make_ready(const Demo& demo, LocalChain& chain) {
    if (auto held = chain.hold_clock(); !held) return held;
    if (demo.journal->head() != Hash32()) return {};
    if (auto early = chain.check_clock(demo.first_state.at); !early) return early;
    // Once: a balance set anew would give later blocks another state than one run's.
    return chain.fund(demo.keys.payer);
}

DemoSubject subject(const Demo& demo) {
    return {.scenario = demo.documents.scenario,
            .scenario_hash = demo.documents.scenario_hash,
            .policy = demo.documents.policy,
            .first_state = demo.first_state,
            .start = demo.start,
            .code_hash = code_hash()};
}

Result<Run> play_and_audit(Demo& demo, steady_clock::time_point begun) {
    rpc::Node rpc(*demo.node.transport);
    const auto chain_id = rpc.chain_id();
    if (!chain_id) return fail(chain_id.error());
    const auto binary = binary_hash();
    if (!binary) return fail(binary.error());
    LocalChain chain(rpc);
    if (auto ready = make_ready(demo, chain); !ready) return fail(ready.error());
    SystemClock clock;
    const auto pool = local_pool(*demo.node.network, clock, *chain_id);
    if (!pool) return fail(pool.error());
    auto gas = demo_gas_key();
    if (!gas) return fail(gas.error());
    keys::LocalSigner signer(std::move(*gas), *chain_id);
    sender::Sender sender(**pool, demo.journal->transactions(), signer, clock,
                          {.poll = kLocalPoll, .send_deadline = kLocalDeadline});
    keeper::SenderAlarms alarms(say);
    sender.listen([&](const sender::StepReport& report) { alarms.hear(report); });

    const auto setup = set_up(subject(demo), demo.keys, rpc, sender, *demo.journal);
    if (!setup) return fail(setup.error());
    oracle::OracleContract oracle(rpc, setup->oracle, setup->markets);
    keeper::RpcVenue venue(rpc, oracle, sender, keeper::SendWait::until_mined);
    if (auto executed = keeper::finish_executions(venue, *demo.journal, *setup); !executed)
        return fail(executed.error());
    say("the oracle is " + chain::checksum_text(setup->oracle) + " on chain " +
        std::to_string(setup->chain_id));
    const auto journaled = [&]() -> Result<JournaledRun> {
        const auto records = demo.journal->records();
        if (!records) return fail(records.error());
        const auto last = oracle.read(rpc::BlockTag::latest());
        if (!last) return fail(last.error());
        return run_from_journal(*records, demo.documents.policy, last->current);
    };
    auto so_far = journaled();
    if (!so_far) return fail(so_far.error());
    const auto signers = attesting(demo.keys);
    keeper::Workplace place{
        .policy = demo.documents.policy,
        .policy_hash = engine::hash(demo.documents.policy),
        .setup = *setup,
        .attest = [&](const oracle::RiskReport&, const Hash32& digest) -> Result<Bytes> {
            return oracle::attest(digest, signers);
        },
        .binary_sha256 = *binary,
        .venue = venue,
        .journal = *demo.journal,
        .state = std::move(so_far->state)};
    if (auto played = play(demo, place, chain, so_far->epochs.size()); !played)
        return fail(played.error());

    auto whole = journaled();
    if (!whole) return fail(whole.error());
    auto others = shadows(demo);
    if (!others) return fail(others.error());
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() - begun).count();
    return Run{.scenario = demo.documents.scenario,
               .policy = demo.documents.policy,
               .epochs = std::move(whole->epochs),
               .shadows = std::move(*others),
               .counts = whole->counts,
               .chain_id = setup->chain_id,
               .oracle = chain::checksum_text(setup->oracle),
               .policy_hash = engine::hash(demo.documents.policy),
               .code_hash = setup->code_hash,
               .journal_head = to_hex(demo.journal->head()),
               .duration_seconds = seconds};
}

void tell(const DemoOptions& options, const Run& run) {
    const RunCounts& counts = run.counts;
    say(std::to_string(counts.updates_sent) +
        " updates sent: " + std::to_string(counts.updates_applied) + " applied, " +
        std::to_string(counts.updates_pending) + " in their veto window, " +
        std::to_string(counts.updates_skipped) + " skipped");
    say(std::to_string(counts.replay_identical) + " of " + std::to_string(counts.replay_epochs) +
        " epochs replayed to the same bytes");
    say("written: " + (options.out / "summary.json").string() + ", journal.db, report.html");
}

/// Adds what to do next to an error that left a journal to go on from.
Error with_remedy(const DemoOptions& options, Error error) {
    const bool interrupted = Interrupt::requested();
    const bool unfinished = error.code == Errc::upstream_unavailable || interrupted;
    // A wait that was cut short knows only that nothing came.
    if (interrupted && error.code == Errc::upstream_unavailable)
        error = {Errc::failed, "interrupted: " + error.what};
    if (unfinished && !options.rpc.empty())
        error.what += "; the journal in " + options.out.string() +
                      " is whole: give the same command again to go on";
    return error;
}

}  // namespace

int run_demo(const DemoOptions& options) {
    const auto begun = steady_clock::now();
    if (options.list) return list_events(options);
    const Interrupt interrupt;
    auto demo = prepare(options);
    if (!demo) return complain(demo.error());
    const auto run = play_and_audit(*demo, begun);
    if (!run) return complain(with_remedy(options, run.error()));
    if (auto written = write_outputs(options, *run); !written) return complain(written.error());
    tell(options, *run);
    return 0;
}

}  // namespace ballast::apps
