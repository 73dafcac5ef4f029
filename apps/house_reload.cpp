// SPDX-License-Identifier: MIT
// House::reload.
#include <utility>

#include "apps/feeds_document.hpp"
#include "apps/keeper_house.hpp"
#include "apps/keeper_setup.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "keeper/reload.hpp"
#include "policies/policy_document.hpp"

namespace ballast::apps {

using keeper::ChainConfiguration;

/// Whatever a new observatory would be made of: sources, and of each chain nodes and borrowers. A
/// digest, for URLs hold keys.
Result<Hash32> House::observed_by(const keeper::Configuration& configuration) {
    const auto feeds = read_file(configuration.feeds);
    if (!feeds) return fail(feeds.error());
    std::string text = configuration.feeds.string() + "\n" + *feeds;
    for (const ChainConfiguration& chain : configuration.chains) {
        const auto urls = read_words(chain.rpc, "chain." + chain.name + ".rpc");
        if (!urls) return fail(urls.error());
        text += "\n" + chain.name + " " + std::to_string(chain.quorum) + " " +
                std::to_string(chain.aave_from_block.value_or(0)) +
                (chain.aave_from_block ? "" : " no book");
        for (const std::string& url : *urls)
            text += "\n" + url;
    }
    return sha256(as_bytes(text));
}

void House::install(std::unique_ptr<keeper::LiveObservatory> observatory) {
    // What is declared no more is shown no more; the rest is set anew with the next turn.
    for (const keeper::FeedView& feed : observatory_->feeds(ground_.clock.now())) {
        ground_.metrics.forget("feed", feed.name);
        ground_.metrics.forget("group", feed.group);
    }
    keeper_->watch(*observatory);
    observatory_ = std::move(observatory);
}

/// The index of a chain's borrowers belongs to one observatory at a time. So whatever can be wrong
/// with the rest is tried first on one that reads no borrowers; then the old one may go.
Status House::renew_observatory(const keeper::Configuration& wanted,
                                const feeds::FeedsDocument& declared) {
    // The new one begins with what the old one knows.
    observatory_->save();
    std::vector<std::optional<std::uint64_t>> books;
    for (const auto& room : rooms_)
        books.push_back(std::exchange(room->chain.aave_from_block, std::nullopt));
    auto trial = open_observatory(wanted, declared);
    for (std::size_t i = 0; i < rooms_.size(); ++i)
        rooms_[i]->chain.aave_from_block = books[i];
    if (!trial) return fail(trial.error());
    observed_.reset();
    install(std::move(*trial));
    auto whole = open_observatory(wanted, declared);
    if (!whole) return fail(whole.error());
    install(std::move(*whole));
    return {};
}

Status House::reload(keeper::LoadedConfiguration loaded) {
    keeper::Configuration& wanted = loaded.configuration;
    if (auto may = keeper::check_reload(configuration_, wanted); !may) return may;
    const auto policy = policies::load_policy(wanted.policy);
    if (!policy) return fail(policy.error());
    for (const auto& room : rooms_) {
        const auto selected = policy_for(room->chain, *policy);
        if (!selected) return fail(selected.error());
        if (!(*selected == *room->policy))
            return fail(Errc::configuration,
                        "keeper.policy: the document says something else than at the start; it "
                        "cannot change while the keeper runs (docs/operating: upgrade)");
    }
    std::vector<std::unique_ptr<keeper::Connection>> connections;
    for (std::size_t i = 0; i < rooms_.size(); ++i) {
        auto made =
            connect(*rooms_[i], wanted.chains[i], rooms_[i]->lane->journal().transactions());
        if (!made) return fail(made.error());
        connections.push_back(std::move(*made));
    }
    const auto observed = observed_by(wanted);
    if (!observed) return fail(observed.error());
    auto declared = read_feeds_document(wanted.feeds);
    if (!declared) return fail(declared.error());
    // The observatory is made of the rooms' chains, and of the old ones again where it cannot be.
    const auto exchange_chains = [&] {
        for (std::size_t i = 0; i < rooms_.size(); ++i)
            std::swap(rooms_[i]->chain, wanted.chains[i]);
    };
    exchange_chains();
    if (*observed != observed_)
        if (auto renewed = renew_observatory(wanted, *declared); !renewed) {
            exchange_chains();
            // The old one had to let go of the borrowers' index first. Its sources are those that
            // were read then: on the disk stand the refused ones.
            if (!observed_)
                if (auto old = open_observatory(configuration_, declared_))
                    install(std::move(*old));
            return renewed;
        }
    // Nothing can fail from here on.
    for (std::size_t i = 0; i < rooms_.size(); ++i) {
        std::swap(rooms_[i]->connection, connections[i]);
        attach(*rooms_[i]);
        for (const rpc::EndpointStatus& gone : connections[i]->pool().endpoints())
            ground_.metrics.forget("endpoint", gone.name);
        rooms_[i]->connection->tell_nodes();
    }
    observed_ = *observed;
    declared_ = std::move(*declared);
    for (std::size_t i = 0; i < rooms_.size(); ++i)
        wanted.chains[i] = rooms_[i]->chain;
    keeper_->obey(keeper::options_of(wanted, *policy));
    configuration_ = std::move(wanted);
    return {};
}

}  // namespace ballast::apps
