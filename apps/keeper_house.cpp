// SPDX-License-Identifier: MIT
#include "apps/keeper_house.hpp"

#include <algorithm>
#include <filesystem>

#include "apps/announcements.hpp"
#include "apps/feeds_document.hpp"
#include "apps/interrupt.hpp"
#include "apps/keeper_setup.hpp"
#include "apps/version.hpp"
#include "audit/location.hpp"
#include "keeper/chain_metrics.hpp"
#include "keeper/housekeeping.hpp"
#include "policies/policy_document.hpp"

namespace ballast::apps {
namespace {

using keeper::ChainConfiguration;
using telemetry::LogLevel;

/// Between two looks at a lease that another keeper holds.
constexpr Milliseconds kLeaseLook{2'000};

Status make_folder(const std::filesystem::path& folder) {
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (!code) return {};
    return fail(Errc::cannot_write, "cannot make " + folder.string() + ": " + code.message());
}

/// Tells whether a source of the feeds, or of depth, is a contract of that chain.
bool is_asked(const keeper::ObservatoryParts& parts, const std::string& chain) {
    for (const feeds::FeedDeclaration& feed : parts.feeds)
        for (const feeds::SourceDeclaration& source : feed.sources)
            if (source.chain == chain) return true;
    for (const feeds::DepthDeclaration& depth : parts.depth)
        for (const feeds::DepthSource& source : depth.sources)
            if (source.chain == chain) return true;
    return false;
}

}  // namespace

Result<std::unique_ptr<House>> House::open(keeper::LoadedConfiguration loaded, Ground ground) {
    auto house = std::make_unique<House>(std::move(loaded.configuration), ground);
    if (auto furnished = house->furnish(); !furnished) return fail(furnished.error());
    return house;
}

Status House::furnish() {
    if (auto made = make_folder(configuration_.state); !made) return made;
    const auto policy = policies::load_policy(configuration_.policy);
    if (!policy) return fail(policy.error());
    // The whole order book of an exchange is longer than a price.
    client_ = net::open_http_client({.response_bytes_max = providers::kAnswerBytesMax});
    std::vector<std::unique_ptr<keeper::Lane>> lanes;
    for (const ChainConfiguration& chain : configuration_.chains)
        if (auto opened = open_room(chain, *policy, lanes); !opened) return opened;
    const auto observed = observed_by(configuration_);
    if (!observed) return fail(observed.error());
    observed_ = *observed;
    auto declared = read_feeds_document(configuration_.feeds);
    if (!declared) return fail(declared.error());
    declared_ = std::move(*declared);
    auto observatory = open_observatory(configuration_, declared_);
    if (!observatory) return fail(observatory.error());
    observatory_ = std::move(*observatory);
    keeper::KeeperParts parts{.observatory = observatory_.get(),
                              .clock = &ground_.clock,
                              .log = &ground_.log,
                              .metrics = &ground_.metrics,
                              .kill_switch =
                                  [file = keeper::kill_switch(configuration_)] {
                                      // Whatever stands there is one, and what cannot be seen may
                                      // be.
                                      std::error_code code;
                                      const auto status =
                                          std::filesystem::symlink_status(file, code);
                                      return status.type() != std::filesystem::file_type::not_found;
                                  },
                              .stopping = &Interrupt::requested};
    parts.hindrance = [this] {
        for (const auto& room : rooms_)
            if (auto said = room->connection->told().hindrance(); !said.empty()) return said;
        return std::string();
    };
    keeper_ = std::make_unique<keeper::Keeper>(keeper::options_of(configuration_, *policy),
                                               std::move(parts), std::move(lanes));
    return {};
}

Status House::open_room(const ChainConfiguration& chain, const engine::Policy& policy,
                        std::vector<std::unique_ptr<keeper::Lane>>& lanes) {
    auto room = std::make_unique<ChainRoom>();
    room->chain = chain;
    auto selected = policy_for(chain, policy);
    if (!selected) return fail(selected.error());
    room->policy = std::make_unique<engine::Policy>(std::move(*selected));
    room->markets = names_of(chain, *room->policy);
    // The lock first: whoever is second asks for no password.
    auto journal = open_own_journal(chain);
    if (!journal) return fail_in("chain " + chain.name, journal.error());
    auto keys = ChainKeys::open(chain);
    if (!keys) return fail(keys.error());
    room->keys = std::move(*keys);
    if (auto own = check_account(*room, *journal); !own) return own;
    auto connection = connect(*room, chain, journal->transactions());
    if (!connection) return fail(connection.error());
    room->connection = std::move(*connection);
    auto setup = setup_of(*room, *journal);
    if (!setup) return fail_in("chain " + chain.name, setup.error());
    const auto binary = binary_hash();
    if (!binary) return fail(binary.error());
    auto lane = keeper::Lane::open(chain.name, std::move(*setup), *room->policy, *binary,
                                   std::move(*journal), ground_.clock.now());
    if (!lane) return fail(lane.error());
    if (auto noted = mark_of(chain).note(*journal_location(chain)); !noted) return noted;
    room->lane = lane->get();
    attach(*room);
    lanes.push_back(std::move(*lane));
    rooms_.push_back(std::move(room));
    return {};
}

JournalMark House::mark_of(const ChainConfiguration& chain) const {
    return JournalMark(configuration_.state / (chain.name + ".begun"));
}

/// A journal that is gone, or was emptied, is not begun anew under the same name.
Result<audit::Journal> House::open_own_journal(const ChainConfiguration& chain) const {
    auto journal = open_journal(chain);
    if (!journal) return fail(mark_of(chain).explain(journal.error()));
    const auto location = journal_location(chain);
    if (!location) return fail(location.error());
    if (journal->size() > 0 || mark_of(chain).mode_for(*location) == audit::Journal::Mode::write)
        return journal;
    return fail(mark_of(chain).explain(
        {Errc::input_missing, "the journal at " + audit::shown(*location) + " is empty"}));
}

/// The leases of the rooms that are open already are kept while this one waits.
Result<audit::Journal> House::open_journal(const ChainConfiguration& chain) const {
    const auto location = journal_location(chain);
    if (!location) return fail(location.error());
    const bool waits = ground_.lease_wait == LeaseWait::until_stopped &&
                       location->find("://") != std::string::npos;
    for (bool told = false;; told = true) {
        auto journal = audit::Journal::open(*location, mark_of(chain).mode_for(*location));
        const bool taken = !journal && journal.error().code == Errc::lock_held;
        if (!taken || !waits || Interrupt::requested()) return journal;
        if (!told)
            ground_.log.write(
                LogLevel::warning, "lease_awaited",
                "another keeper holds the journal; this one waits for it: " + journal.error().what,
                {{"chain", chain.name}});
        ground_.clock.wait(kLeaseLook);
        for (const auto& room : rooms_)
            if (auto kept = room->lane->journal().keep_lease(); !kept) return fail(kept.error());
    }
}

/// Two senders of one account would take each other's nonces for a stranger's.
Status House::check_account(const ChainRoom& room, const audit::Journal& journal) const {
    if (room.chain.gas_keystore.empty()) return {};
    if (auto ours = keeper::check_payer(journal, room.chain.chain_id, room.keys->gas().address());
        !ours)
        return fail_in("chain " + room.chain.name, ours.error());
    for (const auto& other : rooms_)
        if (!other->chain.gas_keystore.empty() && other->chain.chain_id == room.chain.chain_id &&
            other->keys->gas().address() == room.keys->gas().address())
            return fail(Errc::configuration,
                        "chain." + other->chain.name + " and chain." + room.chain.name +
                            " pay from one account on one chain; each needs its own gas_keystore");
    return {};
}

Result<std::unique_ptr<keeper::Connection>> House::connect(const ChainRoom& room,
                                                           const ChainConfiguration& chain,
                                                           sender::TxStore& store) const {
    auto urls = read_words(chain.rpc, "chain." + chain.name + ".rpc");
    if (!urls) return fail(urls.error());
    keeper::ConnectionParts parts{.urls = std::move(*urls),
                                  .gas = &room.keys->gas(),
                                  .store = &store,
                                  .clock = &ground_.clock,
                                  .markets = room.markets,
                                  .tell = nullptr,
                                  .on_endpoint = nullptr,
                                  .on_step = nullptr,
                                  .told = nullptr,
                                  .stopping = &Interrupt::requested,
                                  .asking = ground_.asking};
    telemetry::Log& log = ground_.log;
    telemetry::Metrics& metrics = ground_.metrics;
    const std::string name = chain.name;
    parts.tell = [&log, name](std::string_view line) {
        log.write(LogLevel::warning, "sender", line, {{"chain", name}});
    };
    const auto open = store.unfinished(chain.chain_id, room.keys->gas().address());
    if (!open) return fail(open.error());
    const auto account =
        chain.gas_keystore.empty() ? std::nullopt : std::optional(room.keys->gas().address());
    const auto told =
        std::make_shared<keeper::ChainMetrics>(metrics, name, chain.quorum, account, *open);
    parts.told = told;
    parts.on_endpoint = [&log, &metrics, name](const rpc::EndpointStatus& status,
                                               rpc::EndpointState before) {
        const bool alive = status.state == rpc::EndpointState::alive;
        metrics.rpc_endpoint(name, status.name, alive, status.head);
        if (!alive && before != rpc::EndpointState::alive && before != rpc::EndpointState::fresh)
            return;
        log.write(alive ? LogLevel::info : LogLevel::warning,
                  alive ? "endpoint_found" : "endpoint_lost",
                  alive ? "the node has a voice" : "the node has no voice at the moment",
                  {{"chain", name},
                   {"endpoint", status.name},
                   {"reason", std::string(rpc::name(status.reason))}});
    };
    if (!chain.gas_keystore.empty())
        parts.on_step = [told](const sender::StepReport& report) {
            const U256 base = report.view.head.base_fee ? *report.view.head.base_fee : U256(0);
            const U256 price = base + base + report.view.tip + U256(1);
            const auto left =
                mul_div_down(report.view.balance, U256(1), price * U256(kGasOfUpdate)).to_u64();
            told->pay(report.view.balance,
                      left ? static_cast<std::int64_t>(std::min<std::uint64_t>(*left, 1U << 30U))
                           : std::int64_t{1} << 30U);
        };
    return keeper::Connection::open(chain, std::move(parts));
}

/// A journal that was begun says who signs; a new one asks the chain.
Result<audit::Setup> House::setup_of(const ChainRoom& room, const audit::Journal& journal) const {
    audit::Setup setup = live_setup(room.chain, room.markets);
    const auto begun = keeper::begun_with(journal);
    if (!begun) return fail(begun.error());
    if (*begun) {
        setup.signers = (*begun)->signers;
        setup.threshold = (*begun)->threshold;
        return setup;
    }
    // What a quorum says at one block: a journal keeps its signers for good.
    const auto seen = room.connection->venue().read(rpc::BlockTag::latest());
    if (!seen) return fail(seen.error());
    const auto signers = room.connection->contract().signers(rpc::BlockTag::at(seen->block.number));
    if (!signers) return fail(signers.error());
    setup.signers = *signers;
    setup.threshold = seen->oracle.switches.threshold;
    return setup;
}

void House::attach(ChainRoom& room) {
    keeper::LaneParts parts;
    parts.venue = &room.connection->venue();
    parts.attest =
        keeper::attest_with(room.keys->report_signers(), room.chain.chain_id, room.chain.oracle);
    parts.settle = [connection = room.connection.get()] { return connection->settle(); };
    parts.tell_nodes = [connection = room.connection.get()] { connection->tell_nodes(); };
    if (room.chain.cut_limit)
        parts.judge_cut = [this, &room](const std::string& asset, engine::Bps now,
                                        engine::Bps after) {
            return observatory_->judge_cut(room.chain.name, asset, now, after,
                                           *room.chain.cut_limit);
        };
    room.lane->connect(std::move(parts));
}

Result<std::unique_ptr<keeper::LiveObservatory>> House::open_observatory(
    const keeper::Configuration& configuration, const feeds::FeedsDocument& declared) const {
    keeper::ObservatoryParts parts;
    parts.feeds = declared.feeds;
    parts.depth = declared.depth;
    auto events = calendar::EventCalendar::parse(kAnnouncements, "announcements.toml");
    if (!events) return fail(events.error());
    parts.events = std::move(*events);
    parts.client = client_.get();
    parts.clock = &ground_.clock;
    parts.log = &ground_.log;
    parts.metrics = &ground_.metrics;
    parts.captures = configuration.state / "captures";
    parts.history = configuration.state / "history";
    parts.depths = configuration.state / "depth";
    parts.books = configuration.state / "books";
    for (std::size_t i = 0; i < rooms_.size(); ++i) {
        const bool asked = is_asked(parts, rooms_[i]->chain.name);
        auto watched = watch(*rooms_[i], configuration, asked);
        if (!watched) return fail_in("chain " + rooms_[i]->chain.name, watched.error());
        parts.chains.push_back(std::move(*watched));
    }
    return keeper::LiveObservatory::make(std::move(parts));
}

/// The borrowers of one pool: the markets of a chain that stand on it; and its contracts that feeds
/// ask.
Result<keeper::WatchedChain> House::watch(const ChainRoom& room,
                                          const keeper::Configuration& configuration,
                                          bool asked) const {
    keeper::WatchedChain watched;
    watched.name = room.chain.name;
    watched.policy = room.policy.get();
    if (!room.chain.aave_from_block && !asked) return watched;
    const auto urls = read_words(room.chain.rpc, "rpc");
    if (!urls) return fail(urls.error());
    auto network = rpc::HttpNetwork::open(*urls);
    if (!network) return fail(network.error());
    watched.network = std::move(*network);
    auto reader = books::ChainReader::make(*watched.network, ground_.clock,
                                           {.chain_id = room.chain.chain_id,
                                            .quorum = room.chain.quorum,
                                            .request_deadline = Milliseconds{4'000}});
    if (!reader) return fail(reader.error());
    watched.reader = std::make_unique<books::ChainReader>(std::move(*reader));
    if (!room.chain.aave_from_block) return watched;
    const chain::Address pool = room.chain.markets.front().identity.pool;
    books::AaveMarketOptions options;
    options.key = {room.chain.chain_id, pool, *room.chain.aave_from_block};
    options.index_file = configuration.state / (room.chain.name + ".borrowers");
    auto market = books::AaveMarket::open(*watched.reader, ground_.clock, std::move(options));
    if (!market) return fail(market.error());
    watched.market = std::move(*market);
    for (const keeper::MarketConfiguration& each : room.chain.markets)
        if (each.identity.pool == pool)
            watched.books.push_back({each.asset, each.identity.collateral, each.identity.emode});
    return watched;
}

std::map<std::string, keeper::ChainSight> House::chains() const {
    std::map<std::string, keeper::ChainSight> chains;
    for (const auto& room : rooms_)
        chains[room->chain.name] = room->connection->told().sight();
    return chains;
}

}  // namespace ballast::apps
