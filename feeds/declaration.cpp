// SPDX-License-Identifier: MIT
#include "feeds/declaration.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "calendar/calendar.hpp"
#include "chain/types.hpp"
#include "policies/document_reader.hpp"
#include "policies/toml_extends.hpp"

namespace ballast::feeds {
namespace {

using engine::kWadOne;
using policies::Bounds;
using policies::TableReader;
using providers::Reading;

constexpr Bounds kSessions = {1, 250, "sessions; a year at the most"};
constexpr Bounds kSeconds = {1, 7 * kDay.count, "seconds; a week at the most"};
constexpr Bounds kInterval = {5, kDay.count, "seconds between two questions to a public server"};
constexpr Bounds kReading = {Reading::Rep{providers::ReadingTag::kMin},
                             Reading::Rep{providers::ReadingTag::kMax}, "a reading"};
constexpr Bounds kRelativeJump = {1, 4 * Int128{kWadOne}, "a part of the last value, up to 4"};
constexpr Bounds kAbsoluteJump = {1, engine::LevelTag::kMax, "in the feed's own unit"};
constexpr Bounds kScale = {1, engine::WadTag::kMax, "the reading is the number times this"};
constexpr Bounds kQuorum = {1, 16, "groups"};
constexpr std::array<std::string_view, 4> kTimeFormats = {"unix_s", "unix_ms", "rfc3339", "date"};

/// Reads a text that may be left out.
std::string optional_text(TableReader& reader, std::string_view key) {
    return reader.has(key) ? reader.text(key) : std::string();
}

FeedTarget read_target(TableReader& reader) {
    const std::string text = reader.text("feeds");
    if (text == "indicator") return FeedTarget::indicator;
    if (text == "price") return FeedTarget::price;
    if (text == "fallback") return FeedTarget::fallback;
    if (!text.empty())
        reader.fault("feeds", "expected indicator, price or fallback, found \"" + text + "\"");
    return FeedTarget::indicator;
}

std::string read_calendar(TableReader& reader) {
    std::string name = reader.text("calendar");
    if (!name.empty() && calendar::find_calendar(name) == nullptr)
        reader.fault("calendar",
                     "expected nyse, cboe, tokyo, london_fx or crypto, found \"" + name + "\"");
    return name;
}

/// A market that closes is counted in its sessions; only one that never does has an age in seconds.
StaleLimits read_stale(TableReader& reader, const FeedDeclaration& feed) {
    StaleLimits limits;
    limits.in_sessions = !reader.has("hold_seconds");
    if (!limits.in_sessions && feed.calendar != "crypto")
        reader.fault("hold_seconds", "expected hold_sessions: this feed's market closes");
    if (limits.in_sessions && feed.target == FeedTarget::price)
        reader.fault("hold_sessions", "expected hold_seconds: a price is old after minutes");
    const Bounds& bounds = limits.in_sessions ? kSessions : kSeconds;
    const std::string_view preset = limits.in_sessions ? "preset_sessions" : "preset_seconds";
    limits.hold = reader.integer(limits.in_sessions ? "hold_sessions" : "hold_seconds", bounds);
    limits.preset = reader.integer(preset, bounds);
    if (reader.sound() && limits.preset <= limits.hold)
        reader.fault(preset, "expected more than the first limit");
    return limits;
}

/// Quiet markets differ by less than one of them jumps; in a fall they differ by more.
void read_agreement(TableReader& reader, FeedDeclaration& feed) {
    const std::string_view key = feed.jump.relative ? "agree_relative" : "agree_absolute";
    if (!reader.has(key)) return;
    const Int128 most = feed.jump.relative ? reader.decimal(key, 18, kRelativeJump)
                                           : reader.decimal(key, 8, kAbsoluteJump);
    feed.agree = JumpLimit{feed.jump.relative, static_cast<std::int64_t>(most)};
}

void read_plausibility(TableReader& reader, FeedDeclaration& feed) {
    feed.band_min = Reading::saturated(reader.decimal("band_min", 8, kReading));
    feed.band_max = Reading::saturated(reader.decimal("band_max", 8, kReading));
    if (reader.sound() && feed.band_max <= feed.band_min)
        reader.fault("band_max", "expected more than band_min");
    feed.jump.relative = !reader.has("jump_absolute");
    feed.jump.most = static_cast<std::int64_t>(
        feed.jump.relative ? reader.decimal("jump_relative", 18, kRelativeJump)
                           : reader.decimal("jump_absolute", 8, kAbsoluteJump));
    // A part of nothing is nothing, and a part of a negative number has no direction.
    if (reader.sound() && feed.jump.relative && feed.band_min.count() <= 0)
        reader.fault("jump_relative", "expected jump_absolute: the feed may be zero or below");
    read_agreement(reader, feed);
}

void check_provider(TableReader& reader, const std::string& name,
                    const std::vector<std::string_view>& known) {
    if (known.empty() || name.empty() || std::count(known.begin(), known.end(), name) > 0) return;
    reader.fault("provider", "there is no provider \"" + name + "\"");
}

KeyReference read_key(TableReader& reader) {
    KeyReference key{optional_text(reader, "key_env"), optional_text(reader, "key_file")};
    if (!key.environment.empty() && !key.file.empty())
        reader.fault("key_file", "expected either key_env or key_file");
    if (reader.has("api_key"))
        reader.fault("api_key", "a key does not belong in a document: name key_env or key_file");
    return key;
}

void read_generic(TableReader& reader, providers::Source& source) {
    source.value_at = optional_text(reader, "value_at");
    source.time_at = optional_text(reader, "time_at");
    source.time_format = optional_text(reader, "time_format");
    if (!source.time_format.empty() &&
        std::count(kTimeFormats.begin(), kTimeFormats.end(), source.time_format) == 0)
        reader.fault("time_format", "expected unix_s, unix_ms, rfc3339 or date");
}

/// Where the bytes come from that no URL leads to.
void read_way(TableReader& reader, SourceDeclaration& declared) {
    const auto* provider = providers::find_provider(declared.source.provider);
    if (provider == nullptr) return;
    if (provider->transport() == providers::Transport::file) declared.file = reader.text("file");
    if (provider->transport() != providers::Transport::rpc) return;
    declared.chain = reader.identifier("chain");
    const auto contract = chain::parse_address(declared.source.series);
    if (!contract)
        reader.fault("series", "expected the contract's address: " + contract.error().what);
}

SourceDeclaration read_source(TableReader& reader, const std::string& calendar,
                              const std::vector<std::string_view>& known) {
    SourceDeclaration declared;
    providers::Source& source = declared.source;
    source.name = reader.name();
    source.provider = reader.text("provider");
    check_provider(reader, source.provider, known);
    source.url = optional_text(reader, "url");
    source.series = optional_text(reader, "series");
    read_generic(reader, source);
    source.calendar = reader.has("calendar") ? read_calendar(reader) : calendar;
    if (reader.has("scale")) source.scale = engine::Wad::of(reader.decimal("scale", 18, kScale));
    if (reader.has("inverse")) source.inverse = reader.boolean("inverse");
    declared.group = reader.has("group") ? reader.identifier("group") : source.name;
    declared.key = read_key(reader);
    read_way(reader, declared);
    reader.finish();
    return declared;
}

/// A quorum that the declared groups can never reach is a slip of the pen.
void check_quorum(TableReader& reader, const FeedDeclaration& feed) {
    std::set<std::string> groups;
    for (const SourceDeclaration& source : feed.sources)
        groups.insert(source.group);
    if (reader.sound() && feed.quorum > groups.size())
        reader.fault("quorum", "expected at most " + std::to_string(groups.size()) +
                                   ", the number of groups, found " + std::to_string(feed.quorum));
}

/// What decides which number a source gives, whatever it is called and scaled by: not its mirror.
/// Of a generic format the URL or file and the place in it.
std::vector<std::string> number_of(const SourceDeclaration& declared) {
    const providers::Source& source = declared.source;
    std::string series = source.series;
    std::transform(series.begin(), series.end(), series.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const bool generic = !source.value_at.empty();
    return {source.provider,        series,
            declared.chain,         generic ? source.url : std::string(),
            declared.file.string(), source.value_at};
}

/// An upstream under two names would be a quorum of its own.
void check_witnesses(std::vector<TableReader>& readers, const FeedDeclaration& feed) {
    for (std::size_t i = 0; i < feed.sources.size(); ++i) {
        const SourceDeclaration& one = feed.sources[i];
        const auto twin =
            std::find_if(feed.sources.begin(), feed.sources.begin() + std::ptrdiff_t(i),
                         [&](const SourceDeclaration& other) {
                             return other.group != one.group && number_of(other) == number_of(one);
                         });
        if (twin != feed.sources.begin() + std::ptrdiff_t(i))
            readers[i].fault("provider", "this is the number that source " + twin->source.name +
                                             " gives under another group: one upstream is one "
                                             "witness. Give both the same group");
    }
}

FeedDeclaration read_feed(TableReader& reader, const std::vector<std::string_view>& known) {
    FeedDeclaration feed;
    feed.name = reader.name();
    feed.target = read_target(reader);
    feed.of = reader.identifier("of");
    feed.calendar = read_calendar(reader);
    feed.unit = reader.text("unit");
    feed.stale = read_stale(reader, feed);
    read_plausibility(reader, feed);
    feed.quorum = static_cast<std::size_t>(reader.integer("quorum", kQuorum));
    feed.interval = Seconds{reader.integer("interval_seconds", kInterval)};
    std::vector<TableReader> sources = reader.named_tables("source");
    for (TableReader& source : sources)
        feed.sources.push_back(read_source(source, feed.calendar, known));
    check_witnesses(sources, feed);
    check_quorum(reader, feed);
    reader.finish();
    return feed;
}

/// Two feeds of one number would leave it open which of them counts.
void check_twins(std::vector<TableReader>& readers, const std::vector<FeedDeclaration>& feeds) {
    std::set<std::pair<FeedTarget, std::string>> fed;
    for (std::size_t i = 0; i < feeds.size(); ++i)
        if (!feeds[i].of.empty() && !fed.emplace(feeds[i].target, feeds[i].of).second)
            readers[i].fault("of", "another feed has it already");
}

Result<FeedsDocument> read_document(const policies::TomlNode& document,
                                    const std::vector<std::string_view>& known) {
    policies::Faults faults;
    TableReader root(document, "", faults);
    std::vector<TableReader> readers = root.named_tables("feed");
    FeedsDocument read;
    for (TableReader& reader : readers)
        read.feeds.push_back(read_feed(reader, known));
    check_twins(readers, read.feeds);
    read.depth = read_depth(root);
    root.finish();
    if (faults.count() > 0) return fail(faults.error());
    return read;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Status resolve_key(SourceDeclaration& declared, const SecretReaders& readers) {
    const KeyReference& key = declared.key;
    if (key.environment.empty() && key.file.empty()) return {};
    const auto text = key.environment.empty() ? readers.private_file(key.file)
                                              : readers.environment(key.environment);
    const std::string place = "source " + declared.source.name;
    if (!text) return fail_in(place, text.error());
    declared.source.api_key = trimmed(*text);
    if (declared.source.api_key.empty())
        return fail(Errc::configuration, place + ": its API key is empty");
    return {};
}

}  // namespace

Result<FeedsDocument> parse_feeds_document(std::string_view text, const std::string& file_name,
                                           const std::vector<std::string_view>& providers) {
    const auto document = policies::parse_toml(text, file_name);
    if (!document) return fail(document.error());
    return read_document(*document, providers);
}

Result<std::vector<FeedDeclaration>> parse_feeds(std::string_view text,
                                                 const std::string& file_name,
                                                 const std::vector<std::string_view>& providers) {
    auto read = parse_feeds_document(text, file_name, providers);
    if (!read) return fail(read.error());
    return std::move(read->feeds);
}

Result<FeedsDocument> load_feeds_document(const std::filesystem::path& path,
                                          const std::vector<std::string_view>& providers) {
    const auto document = policies::load_toml(path);
    if (!document) return fail(document.error());
    auto read = read_document(*document, providers);
    if (!read) return fail(read.error());
    const std::filesystem::path folder = path.parent_path();
    for (FeedDeclaration& feed : read->feeds)
        for (SourceDeclaration& source : feed.sources) {
            if (!source.key.file.empty()) source.key.file = folder / source.key.file;
            if (!source.file.empty()) source.file = folder / source.file;
        }
    return read;
}

Result<std::vector<FeedDeclaration>> load_feeds(const std::filesystem::path& path,
                                                const std::vector<std::string_view>& providers) {
    auto read = load_feeds_document(path, providers);
    if (!read) return fail(read.error());
    return std::move(read->feeds);
}

Status resolve_keys(std::vector<FeedDeclaration>& feeds, const SecretReaders& readers) {
    for (FeedDeclaration& feed : feeds)
        for (SourceDeclaration& source : feed.sources)
            if (auto resolved = resolve_key(source, readers); !resolved) return resolved;
    return {};
}

}  // namespace ballast::feeds
