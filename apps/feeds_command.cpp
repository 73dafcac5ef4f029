// SPDX-License-Identifier: MIT
#include "apps/feeds_command.hpp"

#include <algorithm>
#include <optional>

#include "apps/feeds_document.hpp"
#include "apps/run_command.hpp"
#include "apps/say.hpp"
#include "apps/source_probe.hpp"
#include "apps/system_clock.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "feeds/capture.hpp"
#include "keeper/status.hpp"

namespace ballast::apps {
namespace {

using keeper::decimal_1e8;

/// A table of strings for both ways of printing.
struct Row {
    std::string feed;
    std::string source;
    std::string outcome;
    std::string detail;
};

int tell(const std::vector<Row>& rows, bool json, bool all_good) {
    JsonArray items;
    std::string text;
    for (const Row& row : rows) {
        items.push_back(JsonObject{{"detail", row.detail},
                                   {"feed", row.feed},
                                   {"outcome", row.outcome},
                                   {"source", row.source}});
        text += row.outcome + "  " + row.feed + "  " + row.source +
                (row.detail.empty() ? "" : "  " + row.detail) + "\n";
    }
    print(json ? write_json(Json(std::move(items))) + "\n" : text);
    return all_good ? 0 : exit_code(Errc::failed);
}

using Feeds = std::vector<feeds::FeedDeclaration>;

/// What the name means of what is declared: a feed with its sources, or one source of it.
Result<Feeds> select(Feeds feeds, const std::string& wanted) {
    if (wanted.empty()) return feeds;
    Feeds selected;
    for (feeds::FeedDeclaration& feed : feeds) {
        if (feed.name != wanted)
            std::erase_if(feed.sources,
                          [&](const auto& source) { return source.source.name != wanted; });
        if (!feed.sources.empty()) selected.push_back(std::move(feed));
    }
    if (!selected.empty()) return selected;
    return fail(Errc::usage, "no feed and no source is named " + wanted +
                                 "; `ballast feeds list` shows those that are declared");
}

int list(const Feeds& feeds, const FeedsOptions& options) {
    std::vector<Row> rows;
    for (const feeds::FeedDeclaration& feed : feeds)
        for (const feeds::SourceDeclaration& source : feed.sources)
            rows.push_back({feed.name, source.source.name, source.source.provider,
                            "group " + source.group + ", every " +
                                std::to_string(feed.interval.count) + " s, " + feed.unit});
    return tell(rows, options.json, true);
}

/// Of the newest observation.
Row probed_row(const feeds::FeedDeclaration& feed, const feeds::SourceDeclaration& source,
               const Result<Probed>& probed) {
    if (!probed) return {feed.name, source.source.name, "FAILED", probed.error().what};
    const providers::Observation& newest = probed->observations.back();
    return {feed.name, source.source.name, "ok",
            decimal_1e8(newest.value.count()) + " " + feed.unit + " at " +
                format_utc(newest.observed_at)};
}

int probe(const Feeds& feeds, const FeedsOptions& options, const ProbeWays& ways) {
    std::vector<Row> rows;
    bool all_good = true;
    for (const feeds::FeedDeclaration& feed : feeds) {
        for (const feeds::SourceDeclaration& source : feed.sources) {
            const auto probed = probe_source(source, ways);
            all_good = all_good && probed;
            rows.push_back(probed_row(feed, source, probed));
        }
    }
    return tell(rows, options.json, all_good);
}

/// Both the keeper and `fetch` keep it in a folder of that name.
int history(const Feeds& feeds, const FeedsOptions& options, const ProbeWays& ways) {
    if (options.history.empty() && ways.configuration == nullptr)
        return complain({Errc::usage, "--history FOLDER, or --config FILE of a keeper"});
    const auto& folder = options.history.empty() ? ways.configuration->state : options.history;
    const feeds::HistoryFiles files(folder / "history");
    std::vector<Row> rows;
    for (const feeds::FeedDeclaration& feed : feeds) {
        const auto read = files.read(feed.name);
        if (!read) return complain(read.error());
        if (options.name.empty()) {
            rows.push_back({feed.name, std::to_string(feed.sources.size()) + " sources",
                            std::to_string(read->lines.size()) + " lines",
                            std::to_string(read->damaged) + " damaged"});
            continue;
        }
        for (const feeds::HistoryLine& line : read->lines)
            if (std::any_of(feed.sources.begin(), feed.sources.end(),
                            [&](const auto& source) { return source.source.name == line.source; }))
                rows.push_back({feed.name, line.source,
                                format_utc(line.sighting.observation.observed_at),
                                decimal_1e8(line.sighting.observation.value.count())});
    }
    return tell(rows, options.json, true);
}

/// Where a history is built.
struct Store {
    feeds::HistoryFiles files;
    feeds::CaptureStore captures;
    UnixSeconds since;
};

/// Keeps what is new of one source. What a source still publishes of the past is known from now on:
/// no earlier moment is told that it knew it.
Result<std::size_t> keep_news(const feeds::Board& board, const std::string& feed,
                              const std::string& source, const Probed& probed, Store& store) {
    if (const auto put = store.captures.put(source, probed.answer); !put) return fail(put.error());
    std::vector<feeds::HistoryLine> news;
    for (const providers::Observation& seen : probed.observations) {
        const feeds::Sighting sighting{seen, probed.answer.fetched_at, probed.digest};
        if (seen.observed_at >= store.since && board.is_news(feed, source, sighting))
            news.push_back({source, sighting});
    }
    if (const auto kept = store.files.append(feed, news); !kept) return fail(kept.error());
    return news.size();
}

Status fetch_feed(const feeds::FeedDeclaration& feed, const ProbeWays& ways, Store& store,
                  std::vector<Row>& rows, bool& all_good) {
    feeds::Board board({feed});
    if (const auto restored = store.files.restore(board); !restored) return fail(restored.error());
    for (const feeds::SourceDeclaration& source : feed.sources) {
        const auto probed = probe_source(source, ways, store.since);
        if (!probed) {
            all_good = false;
            rows.push_back({feed.name, source.source.name, "FAILED", probed.error().what});
            continue;
        }
        const auto kept = keep_news(board, feed.name, source.source.name, *probed, store);
        if (!kept) return fail(kept.error());
        rows.push_back(
            {feed.name, source.source.name, "ok", std::to_string(*kept) + " new observations"});
    }
    return {};
}

int fetch(const Feeds& feeds, const FeedsOptions& options, const ProbeWays& ways) {
    const auto since = options.since.empty()
                           ? Result<UnixSeconds>(ways.clock.now() - Seconds{365 * kDay.count})
                           : parse_date(options.since);
    if (!since) return complain({Errc::usage, "--since: " + since.error().what});
    Store store{feeds::HistoryFiles(options.history / "history"),
                feeds::CaptureStore(options.history / "captures"), *since};
    std::vector<Row> rows;
    bool all_good = true;
    for (const feeds::FeedDeclaration& feed : feeds)
        if (auto fetched = fetch_feed(feed, ways, store, rows, all_good); !fetched)
            return complain(fetched.error());
    return tell(rows, options.json, all_good);
}

/// The document that is named, or the configuration's; the configuration, where there is one.
struct Documents {
    std::filesystem::path feeds;
    std::optional<keeper::Configuration> configuration;
};

Result<Documents> documents_of(const FeedsOptions& options) {
    auto loaded = load_with(options.keeper);
    if (!loaded && options.feeds.empty()) return fail(loaded.error());
    Documents documents;
    if (loaded) documents.configuration = std::move(loaded->configuration);
    documents.feeds = options.feeds.empty() ? documents.configuration->feeds : options.feeds;
    return documents;
}

Result<Feeds> declared(const Documents& documents, const FeedsOptions& options) {
    // Who only looks needs no key.
    const bool asks = options.verb == FeedsVerb::probe || options.verb == FeedsVerb::fetch;
    auto feeds = asks ? read_feeds(documents.feeds)
                      : feeds::load_feeds(documents.feeds, providers::provider_names());
    if (!feeds) return fail(feeds.error());
    return select(std::move(*feeds), options.name);
}

}  // namespace

int run_feeds(const FeedsOptions& options) {
    const auto documents = documents_of(options);
    if (!documents) return complain(documents.error());
    const auto feeds = declared(*documents, options);
    if (!feeds) return complain(feeds.error());
    SystemClock clock;
    const auto client = net::open_http_client({.response_bytes_max = providers::kAnswerBytesMax});
    const ProbeWays ways{*client, clock,
                         documents->configuration ? &*documents->configuration : nullptr};
    switch (options.verb) {
        case FeedsVerb::list:
            return list(*feeds, options);
        case FeedsVerb::probe:
            return probe(*feeds, options, ways);
        case FeedsVerb::history:
            return history(*feeds, options, ways);
        case FeedsVerb::fetch:
            return fetch(*feeds, options, ways);
    }
    return 0;
}

}  // namespace ballast::apps
