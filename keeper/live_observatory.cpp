// SPDX-License-Identifier: MIT
#include "keeper/live_observatory.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "keeper/feed_view.hpp"

namespace ballast::keeper {
namespace {

using feeds::FeedTarget;
using telemetry::LogLevel;

constexpr Seconds kTidyEvery{kHour};
/// So long answers and observations are kept on the disk, beyond what a verdict needs: a quarter.
constexpr Seconds kKept{90 * kDay.count};

/// Errors: configuration for whatever the policy reads and no feed gives.
Status check_declared(const engine::Policy& policy,
                      const std::vector<feeds::FeedDeclaration>& feeds) {
    const auto declared = [&](FeedTarget target, const std::string& of) {
        return std::any_of(feeds.begin(), feeds.end(),
                           [&](const auto& f) { return f.target == target && f.of == of; });
    };
    for (const engine::AssetPolicy& asset : policy.assets)
        if (!declared(FeedTarget::price, asset.asset))
            return fail(Errc::configuration, "no feed is declared for the price of " + asset.asset +
                                                 ", which the policy decides");
    return {};
}

/// Errors: configuration for a token whose price no feed gives.
Status check_paid_in(const feeds::DepthDeclaration& depth,
                     const std::vector<feeds::FeedDeclaration>& feeds) {
    const auto has_price = [&](const std::string& asset) {
        return std::any_of(feeds.begin(), feeds.end(), [&](const auto& f) {
            return f.target == FeedTarget::price && f.of == asset;
        });
    };
    for (const feeds::DepthSource& source : depth.sources)
        for (const std::string& asset : {depth.asset, source.paid_in})
            if (!asset.empty() && !has_price(asset))
                return fail(Errc::configuration, "depth of " + depth.asset + ", source " +
                                                     source.name + ": no feed gives the price of " +
                                                     asset);
    return {};
}

/// Errors: of the last that check_times refuses; the others stay.
Status drop_untimely(std::vector<feeds::HistoryLine>& news) {
    Status timely;
    const auto is_untimely = [&](const feeds::HistoryLine& line) {
        const Status sound = check_times(line.sighting);
        if (!sound) timely = fail_in(line.source, sound.error());
        return !sound;
    };
    news.erase(std::remove_if(news.begin(), news.end(), is_untimely), news.end());
    return timely;
}

/// Whose books they are: another pool, collateral or mode has other borrowers.
Hash32 markets_digest(const WatchedChain& chain) {
    const books::IndexKey& key = chain.market->index().key();
    std::string text = std::to_string(key.chain_id) + " " + to_hex(key.pool);
    for (const WatchedBook& book : chain.books)
        text +=
            "\n" + book.asset + " " + to_hex(book.collateral) + " " + std::to_string(book.emode);
    return sha256(as_bytes(text));
}

}  // namespace

LiveObservatory::LiveObservatory(ObservatoryParts parts)
    : parts_(std::move(parts)),
      board_(parts_.feeds),
      captures_(parts_.captures),
      history_(parts_.history),
      depth_(parts_.depth, parts_.depths, *parts_.clock, parts_.log),
      books_(parts_.books, parts_.log),
      direct_(*parts_.clock),
      tidied_at_(parts_.clock->now()) {
    for (const WatchedChain& chain : parts_.chains)
        if (chain.market) books_.restore(chain.name, markets_digest(chain));
}

Result<std::unique_ptr<LiveObservatory>> LiveObservatory::make(ObservatoryParts parts) {
    for (const WatchedChain& chain : parts.chains)
        if (auto declared = check_declared(*chain.policy, parts.feeds); !declared)
            return fail(declared.error());
    for (const feeds::DepthDeclaration& depth : parts.depth)
        if (auto priced = check_paid_in(depth, parts.feeds); !priced) return fail(priced.error());
    auto made = std::make_unique<LiveObservatory>(std::move(parts));
    if (auto added = made->add_sources(); !added) return fail(added.error());
    if (auto restored = made->restore(); !restored) return fail(restored.error());
    return made;
}

Status LiveObservatory::restore() {
    if (parts_.history.empty()) return {};
    const auto damaged = history_.restore(board_, parts_.clock->now());
    if (!damaged) return fail(damaged.error());
    if (*damaged > 0 && parts_.log != nullptr)
        parts_.log->write(LogLevel::warning, "history_damaged",
                          "lines of the feeds' history could not be read and are passed over",
                          {{"lines", static_cast<std::int64_t>(*damaged)}});
    return {};
}

Status LiveObservatory::add_sources() {
    for (const feeds::FeedDeclaration& feed : parts_.feeds) {
        for (const feeds::SourceDeclaration& declared : feed.sources)
            if (auto added = add_source(feed, declared); !added)
                return fail_in("source " + declared.source.name, added.error());
    }
    const auto reader_of = [this](const std::string& chain) {
        const WatchedChain* watched = find(chain);
        return watched == nullptr ? nullptr : watched->reader.get();
    };
    if (auto opened = depth_.open(reader_of); !opened) return opened;
    // One fetcher for both, so that no host is asked more often than it may be by all together.
    std::vector<feeds::FetchSource> all = sources_;
    for (feeds::FetchSource& exchange : depth_.exchanges())
        all.push_back(std::move(exchange));
    auto fetcher = feeds::FeedFetcher::make(std::move(all), *parts_.client, *parts_.clock);
    if (!fetcher) return fail(fetcher.error());
    fetcher_ = std::move(*fetcher);
    return {};
}

Status LiveObservatory::add_source(const feeds::FeedDeclaration& feed,
                                   const feeds::SourceDeclaration& declared) {
    const auto* provider = providers::find_provider(declared.source.provider);
    if (provider == nullptr)
        return fail(Errc::configuration, "there is no provider " + declared.source.provider);
    if (parts_.metrics != nullptr) parts_.metrics->expect_source(declared.source.name);
    const feeds::FetchSource source{declared.source, provider, feed.interval};
    const bool direct = provider->transport() != providers::Transport::http;
    (direct ? direct_places_ : places_).push_back({feed.name, declared.source.name});
    if (direct) return add_direct(source, declared);
    sources_.push_back(source);
    return {};
}

Status LiveObservatory::add_direct(const feeds::FetchSource& source,
                                   const feeds::SourceDeclaration& declared) {
    if (source.provider->transport() == providers::Transport::file) {
        direct_.add({source, nullptr, {}, declared.file});
        return {};
    }
    const WatchedChain* watched = find(declared.chain);
    if (watched == nullptr || !watched->reader)
        return fail(Errc::configuration, "there is no chain " + declared.chain);
    const auto contract = chain::parse_address(declared.source.series);
    if (!contract) return fail(contract.error());
    direct_.add({source, watched->reader.get(), *contract, {}});
    return {};
}

void LiveObservatory::poll(UnixSeconds now, Milliseconds total) {
    const Milliseconds until{parts_.clock->monotonic().count + total.count};
    ask_sources(until);
    ask_chains(parts_.clock->now(), until);
    depth_.settle(parts_.clock->now());
    if (is_time_to_tidy(now)) tidy(now);
}

void LiveObservatory::ask_sources(Milliseconds until) {
    const std::vector<feeds::Fetched> all = fetcher_->step();
    for (const feeds::Fetched& fetched : all)
        if (fetched.source < places_.size())
            take(places_[fetched.source], sources_[fetched.source], fetched,
                 fetcher_->redactor(fetched.source));
    for (const feeds::Fetched& fetched : direct_.step(until))
        take(direct_places_[fetched.source], direct_.at(fetched.source), fetched,
             net::Redactor::without_secrets());
    // Behind all prices of this turn: what can be sold is held against them.
    const auto known = prices(parts_.clock->now());
    for (const feeds::Fetched& fetched : all)
        if (fetched.source >= places_.size())
            depth_.take(fetched.source - places_.size(), fetched, known,
                        depth_miss(fetcher_->redactor(fetched.source)));
}

/// Each chain has its share of what is left, so that none starves for another's nodes.
void LiveObservatory::ask_chains(UnixSeconds now, Milliseconds until) {
    const auto known = prices(now);
    auto left = static_cast<std::int64_t>(parts_.chains.size());
    for (WatchedChain& chain : parts_.chains) {
        const Milliseconds begun = parts_.clock->monotonic();
        const Milliseconds share{begun.count + (until.count - begun.count) / left--};
        depth_.ask(chain.name, known, {begun.count + (share.count - begun.count) / 2},
                   depth_miss(net::Redactor::without_secrets()));
        if (!chain.market) continue;
        tell_fault(chain, chain.market->step(share));
        note_books(chain);
    }
}

/// Why borrowers are not known, once for each change: cuts may be held for them and rises are.
void LiveObservatory::tell_fault(const WatchedChain& chain, const books::MarketProgress& progress) {
    books::MarketFault& told = book_faults_[chain.name];
    if (progress.fault == told || parts_.log == nullptr) return;
    const bool over = progress.fault == books::MarketFault::none;
    const books::AaveBook* last = chain.market->last_book();
    const std::string read_at =
        last == nullptr ? "never" : format_utc(last->market.block.timestamp);
    parts_.log->write(over ? LogLevel::info : LogLevel::warning, over ? "book_found" : "book_fault",
                      over ? "the borrowers can be read again" : progress.what,
                      {{"chain", chain.name},
                       {"reason", std::string(name(over ? told : progress.fault))},
                       {"last_book", read_at}});
    told = progress.fault;
}

void LiveObservatory::note_books(const WatchedChain& chain) {
    const books::AaveBook* last = chain.market->last_book();
    if (last == nullptr || !books_.is_news(chain.name, last->market.block)) return;
    LastBooks::Books read;
    for (const WatchedBook& watched : chain.books) {
        auto book = watched.emode == 0 ? books::book_against(*last, watched.collateral)
                                       : books::book_in_mode(*last, watched.emode);
        if (book) read[watched.asset] = {std::move(*book), last->market.block.timestamp};
    }
    books_.note(chain.name, markets_digest(chain), last->market.block, read);
}

/// By a clock that jumped, or that the sources' clocks contradict, nobody knows what is old.
bool LiveObservatory::is_time_to_tidy(UnixSeconds now) {
    const auto fault = clock_watch_.look(now, parts_.clock->monotonic(), feeds::kAheadMax);
    if (fault || tidied_at_ > now) tidied_at_ = now;
    if (now < tidied_at_ + kTidyEvery) return false;
    const auto skew = fetcher_->skew();
    return !skew ||
           (skew->median >= Seconds{-feeds::kAheadMax.count} && skew->median <= feeds::kAheadMax);
}

/// What is not dropped now is dropped the next time: a full disk is told, and stops nothing.
void LiveObservatory::tidy(UnixSeconds now) {
    tidied_at_ = now;
    board_.forget(now);
    const UnixSeconds oldest = now - kKept;
    Status tidied;
    if (!parts_.history.empty()) tidied = history_.forget_before(board_, oldest);
    // Once a day: it reads every line that is kept.
    if (tidied && !parts_.captures.empty() && captures_.has_days_before(oldest))
        if (const auto dropped = captures_.forget_before(oldest, history_.folders(board_));
            !dropped)
            tidied = fail(dropped.error());
    if (!tidied && parts_.log != nullptr)
        parts_.log->write(LogLevel::warning, "history_not_tidied",
                          "what is old in the feeds' history could not be dropped",
                          {{"reason", tidied.error().what}});
}

void LiveObservatory::take(const Place& place, const feeds::FetchSource& source,
                           const feeds::Fetched& fetched, const net::Redactor& redactor) {
    if (const auto* missed = std::get_if<feeds::Missed>(&fetched.what))
        return miss(place, "feed_failed", std::string(name(missed->reason)),
                    redactor.shown(missed->words));
    take_answer(place, source, std::get<feeds::Captured>(fetched.what), redactor);
}

/// A daily source gives its whole history each time: what is known already is not kept anew.
std::vector<feeds::HistoryLine> LiveObservatory::news_in(
    const Place& place, const std::vector<providers::Observation>& seen,
    const feeds::Captured& captured) const {
    std::vector<feeds::HistoryLine> news;
    for (const providers::Observation& observation : seen) {
        const feeds::Sighting sighting{observation, captured.answer.fetched_at, captured.digest};
        if (board_.is_news(place.feed, place.source, sighting))
            news.push_back({place.source, sighting});
    }
    return news;
}

void LiveObservatory::take_answer(const Place& place, const feeds::FetchSource& source,
                                  const feeds::Captured& captured, const net::Redactor& redactor) {
    const auto read = source.provider->read(source.source, captured.answer);
    if (!read) return miss(place, "feed_rejected", "format", redactor.shown(read.error().what));
    std::vector<feeds::HistoryLine> news = news_in(place, *read, captured);
    // No line is kept that each restart would count as damage.
    const Status timely = drop_untimely(news);
    // Nothing is decided on what an auditor could not read again.
    if (const Status kept = keep(place, captured, news); !kept)
        return miss(place, "feed_rejected", "not_stored", kept.error().what);
    for (const feeds::HistoryLine& line : news)
        if (const Status added = board_.add(place.feed, line.source, line.sighting); !added)
            return miss(place, "feed_rejected", "time", added.error().what);
    if (!timely) return miss(place, "feed_rejected", "time", timely.error().what);
    missed_.erase(place.source);
    if (parts_.metrics != nullptr)
        parts_.metrics->feed_fetch(place.source, telemetry::FetchOutcome::accepted);
    if (parts_.log != nullptr)
        parts_.log->write(LogLevel::debug, "feed_accepted", "a source answered",
                          {{"feed", place.feed}, {"source", place.source}});
}

/// The bytes first: a line of the history names their digest.
Status LiveObservatory::keep(const Place& place, const feeds::Captured& captured,
                             const std::vector<feeds::HistoryLine>& news) {
    // A body that says nothing new is not kept: its prints stand under the first that said them.
    if (!parts_.captures.empty() && !news.empty())
        if (const auto put = captures_.put(place.source, captured.answer); !put)
            return fail(put.error());
    if (parts_.history.empty() || news.empty()) return {};
    return history_.append(place.feed, news);
}

void LiveObservatory::miss(const Place& place, std::string_view event, const std::string& reason,
                           const std::string& words) {
    missed_[place.source] = reason;
    const bool failed = event == "feed_failed";
    if (parts_.metrics != nullptr)
        parts_.metrics->feed_fetch(place.source, failed ? telemetry::FetchOutcome::failed
                                                        : telemetry::FetchOutcome::rejected);
    if (parts_.log != nullptr)
        parts_.log->write(LogLevel::warning, event, words,
                          {{"feed", place.feed}, {"source", place.source}, {"reason", reason}});
}

DepthFeeds::Miss LiveObservatory::depth_miss(const net::Redactor& redactor) {
    return [this, &redactor](const std::string& asset, const std::string& venue,
                             const std::string& reason, const std::string& words) {
        miss({"depth." + asset, venue}, reason == "format" ? "feed_rejected" : "feed_failed",
             reason, redactor.shown(words));
    };
}

}  // namespace ballast::keeper
