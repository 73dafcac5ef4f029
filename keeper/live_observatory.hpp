// SPDX-License-Identifier: MIT
// The declared sources, the venues, the scheduled announcements and the borrowers, asked as time
// passes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "books/aave_market.hpp"
#include "calendar/events.hpp"
#include "engine/policy.hpp"
#include "feeds/board.hpp"
#include "feeds/capture.hpp"
#include "feeds/fetch.hpp"
#include "feeds/live_snapshot.hpp"
#include "keeper/clock_watch.hpp"
#include "keeper/depth_feeds.hpp"
#include "keeper/direct_sources.hpp"
#include "keeper/live_observatory_books.hpp"
#include "keeper/observatory.hpp"
#include "net/http_client.hpp"
#include "net/redactor.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace ballast::keeper {

/// A market whose borrowers are read: its collateral on an Aave v3 pool.
struct WatchedBook {
    std::string asset;
    chain::Address collateral;
    std::uint8_t emode = 0;
};

/// One chain as the observatory sees it.
struct WatchedChain {
    std::string name;
    const engine::Policy* policy = nullptr;
    std::unique_ptr<rpc::Network> network;  ///< of its own; nullptr: nothing is read there
    std::unique_ptr<books::ChainReader> reader;
    std::unique_ptr<books::AaveMarket> market;  ///< nullptr: no book is read
    std::vector<WatchedBook> books;
};

/// What it is made of. Log and metrics may be nullptr.
struct ObservatoryParts {
    std::vector<feeds::FeedDeclaration> feeds;  ///< with their keys
    std::vector<feeds::DepthDeclaration> depth;
    calendar::EventCalendar events;
    net::HttpClient* client = nullptr;
    const Clock* clock = nullptr;
    telemetry::Log* log = nullptr;
    telemetry::Metrics* metrics = nullptr;
    std::vector<WatchedChain> chains;
    /// Where answers and observations are kept; empty: nowhere.
    std::filesystem::path captures;
    std::filesystem::path history;
    /// Where the hours of depth are kept; empty: nowhere.
    std::filesystem::path depths;
    /// Where the books that were believed last are kept; empty: nowhere.
    std::filesystem::path books;
};

class LiveObservatory final : public Observatory {
  public:
    /// Begins with what the history files hold. Errors: configuration where a source cannot be
    /// asked, or a policy has an asset whose price no feed gives, or a chain is named that is not
    /// watched; those of HistoryFiles.
    [[nodiscard]] static Result<std::unique_ptr<LiveObservatory>> make(ObservatoryParts parts);

    void poll(UnixSeconds now, Milliseconds total) override;
    [[nodiscard]] Result<engine::Snapshot> observe(const std::string& chain, UnixSeconds at,
                                                   const std::vector<engine::Bps>& lt_now) override;
    [[nodiscard]] std::map<std::string, engine::Price> prices(UnixSeconds now) const override;
    [[nodiscard]] std::vector<UnixSeconds> server_dates() const override;
    [[nodiscard]] std::vector<FeedView> feeds(UnixSeconds now) const override;

    /// Writes what the next run must know: before another is made of the same files, and at the
    /// end.
    void save() const { depth_.save(); }

    /// Judges a cut by the borrowers that were read last; nothing where none were, or longer ago
    /// than nothing loosens on them (LiveRules::book_hold).
    [[nodiscard]] std::optional<adapters::CutJudgement> judge_cut(
        const std::string& chain, const std::string& asset, engine::Bps now, engine::Bps after,
        const adapters::CutLimit& limit) const;

    explicit LiveObservatory(ObservatoryParts parts);

  private:
    /// Which declared source a fetched one is.
    struct Place {
        std::string feed;
        std::string source;
    };

    [[nodiscard]] Status add_sources();
    [[nodiscard]] Status add_source(const feeds::FeedDeclaration& feed,
                                    const feeds::SourceDeclaration& declared);
    [[nodiscard]] Status add_direct(const feeds::FetchSource& source,
                                    const feeds::SourceDeclaration& declared);
    [[nodiscard]] Status restore();
    [[nodiscard]] Status keep(const Place& place, const feeds::Captured& captured,
                              const std::vector<feeds::HistoryLine>& news);
    void ask_sources(Milliseconds until);
    void ask_chains(UnixSeconds now, Milliseconds until);
    /// The redactor knows what the source was asked with.
    void take(const Place& place, const feeds::FetchSource& source, const feeds::Fetched& fetched,
              const net::Redactor& redactor);
    void note_books(const WatchedChain& chain);
    void tell_fault(const WatchedChain& chain, const books::MarketProgress& progress);
    [[nodiscard]] bool is_time_to_tidy(UnixSeconds now);
    void tidy(UnixSeconds now);
    void take_answer(const Place& place, const feeds::FetchSource& source,
                     const feeds::Captured& captured, const net::Redactor& redactor);
    [[nodiscard]] std::vector<feeds::HistoryLine> news_in(
        const Place& place, const std::vector<providers::Observation>& seen,
        const feeds::Captured& captured) const;
    void miss(const Place& place, std::string_view event, const std::string& reason,
              const std::string& words);
    /// Keeps the reference.
    [[nodiscard]] DepthFeeds::Miss depth_miss(const net::Redactor& redactor);
    [[nodiscard]] std::vector<feeds::LiveMarket> markets_of(const WatchedChain& chain) const;
    void put_books(const WatchedChain& chain, std::vector<feeds::LiveMarket>& markets) const;
    [[nodiscard]] const WatchedChain* find(const std::string& chain) const;

    ObservatoryParts parts_;
    feeds::Board board_;
    feeds::CaptureStore captures_;
    feeds::HistoryFiles history_;
    DepthFeeds depth_;
    LastBooks books_;
    DirectSources direct_;
    std::vector<Place> direct_places_;
    /// Of the fetcher: the feeds' first, then those of depth.
    std::vector<feeds::FetchSource> sources_;
    std::vector<Place> places_;
    std::unique_ptr<feeds::FeedFetcher> fetcher_;
    ClockWatch clock_watch_;
    UnixSeconds tidied_at_;
    std::map<std::string, books::MarketFault> book_faults_;  ///< by chain: as it was told last
    std::map<std::string, std::string> missed_;  ///< by source: why it gave nothing at last
};

}  // namespace ballast::keeper
