// SPDX-License-Identifier: MIT
// The declared venues, asked: exchanges by the fetcher of the feeds, contracts over their chains.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "feeds/fetch.hpp"
#include "keeper/depth_quotes.hpp"
#include "keeper/depth_watch.hpp"

namespace ballast::keeper {

class DepthFeeds {
  public:
    /// Returns the reader of a chain of that name, or nullptr.
    using FindReader = std::function<books::ChainReader*(const std::string& chain)>;
    /// The live price of each asset that has one.
    using Prices = std::map<std::string, engine::Price>;
    /// Is told which venue gave nothing, and why.
    using Miss = std::function<void(const std::string& asset, const std::string& venue,
                                    const std::string& reason, const std::string& words)>;

    /// Keeps the reference. `log` may be nullptr.
    DepthFeeds(std::vector<feeds::DepthDeclaration> declared, std::filesystem::path folder,
               const Clock& clock, telemetry::Log* log);

    /// Reads what the last run knew, and finds the chains of contracts. Errors: configuration
    /// where there is no such chain.
    [[nodiscard]] Status open(const FindReader& find);

    /// Returns what the fetcher is to ask: for each exchange its book and its volume.
    [[nodiscard]] std::vector<feeds::FetchSource> exchanges() const;
    /// Takes what came of the one of that place in exchanges(). A book whose middle is more than a
    /// tenth from the asset's live price is missed; without such a price it is not told at all.
    void take(std::size_t exchange, const feeds::Fetched& fetched, const Prices& prices,
              const Miss& miss);

    /// Asks the contracts of a chain that are due, until `until` of the monotonic clock. A contract
    /// whose token has no price at the moment waits.
    void ask(const std::string& chain, const Prices& prices, Milliseconds until, const Miss& miss);

    /// Adds up what was told, and writes it from time to time.
    void settle(UnixSeconds now);
    void save() const { watch_.save(); }

    [[nodiscard]] const DepthWatch& watch() const { return watch_; }

  private:
    struct Contract {
        VenuePlace place;
        books::ChainReader* reader = nullptr;
        DepthQuotes quotes;
    };
    [[nodiscard]] const feeds::DepthSource& source_of(VenuePlace place) const;
    [[nodiscard]] Status take_volume(VenuePlace place, const net::HttpResponse& response,
                                     UnixSeconds at);
    [[nodiscard]] Status take_book(VenuePlace place, const net::HttpResponse& response,
                                   UnixSeconds at, const Prices& prices);
    void ask(Contract& contract, const books::DexPrices& prices, const Miss& miss);

    DepthWatch watch_;
    const Clock& clock_;
    std::vector<VenuePlace> exchanges_;
    std::vector<Contract> contracts_;
    UnixSeconds saved_at_;
};

}  // namespace ballast::keeper
