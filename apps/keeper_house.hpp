// SPDX-License-Identifier: MIT
// A keeper with everything real around it: files, keys, nodes, sources. `ballast run` and `once`.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/journal_mark.hpp"
#include "apps/keeper_secrets.hpp"
#include "keeper/configuration.hpp"
#include "keeper/connection.hpp"
#include "keeper/keeper.hpp"
#include "keeper/live_observatory.hpp"
#include "net/http_client.hpp"

namespace ballast::apps {

/// What one oracle needs.
struct ChainRoom {
    keeper::ChainConfiguration chain;
    std::unique_ptr<engine::Policy> policy;  ///< of its markets alone
    std::unique_ptr<ChainKeys> keys;
    std::unique_ptr<keeper::Connection> connection;
    keeper::Lane* lane = nullptr;
    std::vector<oracle::MarketName> markets;  ///< in the policy's order
};

/// What to do where another keeper holds the lease of a database's journal. (The lock of a SQLite
/// file is of a process on this machine, which does not go away by itself: that always ends it.)
enum class LeaseWait {
    none,           ///< lock_held
    until_stopped,  ///< ask again until it runs out: after a crash that is our own, of a standby
                    ///< that of the one before it
};

/// Not movable: its parts refer to each other.
class House {
  public:
    /// What outlives it.
    struct Ground {
        Clock& clock;
        telemetry::Log& log;
        telemetry::Metrics& metrics;
        LeaseWait lease_wait = LeaseWait::none;
        std::function<void()> asking = nullptr;  ///< called before each question to a node
    };

    /// Reads what the configuration names, unlocks keys, locks journals, opens nodes and sources.
    /// Errors: whatever is wrong with one of them, first of all lock_held.
    [[nodiscard]] static Result<std::unique_ptr<House>> open(keeper::LoadedConfiguration loaded,
                                                             Ground ground);

    [[nodiscard]] keeper::Keeper& keeper() { return *keeper_; }
    [[nodiscard]] const keeper::Configuration& configuration() const { return configuration_; }

    /// Returns nodes and account of each chain, as they were seen last.
    [[nodiscard]] std::map<std::string, keeper::ChainSight> chains() const;

    /// Writes what the next run must know. Call it at the end.
    void save() const { observatory_->save(); }

    /// Takes a new configuration over, as a whole or not at all. Errors: those of check_reload, and
    /// of whatever the new one names.
    [[nodiscard]] Status reload(keeper::LoadedConfiguration loaded);

    explicit House(keeper::Configuration configuration, Ground ground)
        : configuration_(std::move(configuration)), ground_(ground) {}

  private:
    [[nodiscard]] Status furnish();
    [[nodiscard]] Status open_room(const keeper::ChainConfiguration& chain,
                                   const engine::Policy& policy,
                                   std::vector<std::unique_ptr<keeper::Lane>>& lanes);
    [[nodiscard]] Result<audit::Journal> open_journal(
        const keeper::ChainConfiguration& chain) const;
    [[nodiscard]] JournalMark mark_of(const keeper::ChainConfiguration& chain) const;
    [[nodiscard]] Result<audit::Journal> open_own_journal(
        const keeper::ChainConfiguration& chain) const;
    [[nodiscard]] Status check_account(const ChainRoom& room, const audit::Journal& journal) const;
    [[nodiscard]] Result<std::unique_ptr<keeper::Connection>> connect(
        const ChainRoom& room, const keeper::ChainConfiguration& chain,
        sender::TxStore& store) const;
    [[nodiscard]] Result<audit::Setup> setup_of(const ChainRoom& room,
                                                const audit::Journal& journal) const;
    [[nodiscard]] Result<std::unique_ptr<keeper::LiveObservatory>> open_observatory(
        const keeper::Configuration& configuration, const feeds::FeedsDocument& declared) const;
    [[nodiscard]] Result<keeper::WatchedChain> watch(const ChainRoom& room,
                                                     const keeper::Configuration& configuration,
                                                     bool asked) const;
    [[nodiscard]] static Result<Hash32> observed_by(const keeper::Configuration& configuration);
    [[nodiscard]] Status renew_observatory(const keeper::Configuration& wanted,
                                           const feeds::FeedsDocument& declared);
    void install(std::unique_ptr<keeper::LiveObservatory> observatory);
    void attach(ChainRoom& room);

    keeper::Configuration configuration_;
    Ground ground_;
    std::unique_ptr<net::HttpClient> client_;
    std::vector<std::unique_ptr<ChainRoom>> rooms_;
    /// What the observatory was made of; nothing, where a reload was refused half way: then the
    /// next one makes it anew, whatever it says.
    std::optional<Hash32> observed_;
    feeds::FeedsDocument declared_;  ///< the sources in force
    std::unique_ptr<keeper::LiveObservatory> observatory_;
    std::unique_ptr<keeper::Keeper> keeper_;
};

}  // namespace ballast::apps
