// SPDX-License-Identifier: MIT
#include "keeper/depth_watch.hpp"

#include <algorithm>
#include <system_error>

#include "base/file.hpp"
#include "feeds/sighting.hpp"

namespace ballast::keeper {
namespace {

using feeds::DepthDeclaration;
using feeds::DepthSource;

/// Two questions may fail before a venue counts as silent.
constexpr std::int64_t kIntervals = 3;

bool is_recent(const std::optional<UnixSeconds>& told, Seconds hold, UnixSeconds now) {
    return told && *told + hold >= now && *told <= now + feeds::kAheadMax;
}

Result<feeds::DepthMemory> memory_in(const std::string& text, const Hash32& venues) {
    const auto document = parse_json(text);
    if (!document) return fail(document.error());
    const auto of = string_member(*document, "venues");
    if (!of) return fail(of.error());
    if (*of != to_hex(venues)) return fail(Errc::mismatch, "it is of other venues");
    const Json* memory = document->find("memory");
    if (memory == nullptr) return fail(Errc::bad_data, "memory is missing");
    return feeds::DepthMemory::from_json(*memory);
}

}  // namespace

DepthWatch::DepthWatch(std::vector<DepthDeclaration> declared, std::filesystem::path folder,
                       telemetry::Log* log)
    : declared_(std::move(declared)), folder_(std::move(folder)), log_(log) {
    for (const DepthDeclaration& each : declared_)
        watched_.push_back({std::vector<Venue>(each.sources.size()), {}, {}, false});
}

void DepthWatch::restore() {
    if (folder_.empty()) return;
    for (std::size_t i = 0; i < declared_.size(); ++i)
        resume(i);
}

void DepthWatch::resume(std::size_t asset) {
    const std::filesystem::path path = path_of(asset);
    std::error_code code;
    if (!std::filesystem::exists(path, code)) return;
    const auto text = read_file(path);
    auto memory = text ? memory_in(*text, feeds::venues_digest(declared_[asset]))
                       : Result<feeds::DepthMemory>(fail(text.error()));
    if (memory) {
        watched_[asset].memory = std::move(*memory);
        return;
    }
    warn("depth_history_lost", asset, memory.error().what);
}

void DepthWatch::told_depth(VenuePlace place, const books::SellableDepth& depth, UnixSeconds at) {
    Watched& watched = watched_.at(place.asset);
    Venue& venue = watched.venues.at(place.source);
    venue.depth = depth;
    venue.depth_at = at;
    watched.news = true;
}

void DepthWatch::told_volume(VenuePlace place, engine::Usd daily_volume, UnixSeconds at) {
    Watched& watched = watched_.at(place.asset);
    Venue& venue = watched.venues.at(place.source);
    venue.volume = daily_volume;
    venue.volume_at = at;
    watched.news = true;
}

void DepthWatch::settle(UnixSeconds now) {
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        if (watched_[i].news) settle(i, now);
        watched_[i].news = false;
    }
}

/// Where one venue has something, those that have nothing show an empty page and no drain.
bool DepthWatch::has_depth(const Watched& watched, Seconds hold, UnixSeconds now) {
    return std::any_of(watched.venues.begin(), watched.venues.end(), [&](const Venue& venue) {
        return is_recent(venue.depth_at, hold, now) && venue.has_depth();
    });
}

void DepthWatch::settle(std::size_t asset, UnixSeconds now) {
    const DepthDeclaration& declared = declared_[asset];
    Watched& watched = watched_[asset];
    const Seconds hold{kIntervals * declared.interval.count};
    const bool any = has_depth(watched, hold, now);
    std::vector<books::VenueDepth> heard;
    UnixSeconds oldest = now;
    for (std::size_t i = 0; i < watched.venues.size(); ++i) {
        const Venue& venue = watched.venues[i];
        if (!is_recent(venue.depth_at, hold, now) || (any && !venue.has_depth())) continue;
        const DepthSource& source = declared.sources[i];
        books::VenueDepth told{source.name, source.upstream, venue.depth, std::nullopt};
        if (is_recent(venue.volume_at, hold, now)) told.daily_volume = venue.volume;
        heard.push_back(std::move(told));
        oldest = std::min(oldest, *venue.depth_at);
    }
    const books::MarketDepth merged = books::merge_depth(heard);
    if (merged.upstreams < declared.quorum) return;
    watched.seen = feeds::SeenLiquidity{merged.curve, merged.daily_volume, oldest};
    if (const Status noted = watched.memory.note(now, merged.curve); !noted)
        warn("depth_not_noted", asset, noted.error().what);
}

void DepthWatch::save() const {
    if (folder_.empty()) return;
    for (std::size_t i = 0; i < declared_.size(); ++i) {
        const Json document(JsonObject{{"memory", watched_[i].memory.to_json()},
                                       {"venues", to_hex(feeds::venues_digest(declared_[i]))}});
        if (const Status written = write_file(path_of(i), write_json(document) + "\n"); !written)
            warn("depth_not_saved", i, written.error().what);
    }
}

std::optional<feeds::SeenLiquidity> DepthWatch::liquidity(const std::string& asset) const {
    const auto found = find(asset);
    return found ? watched_[*found].seen : std::nullopt;
}

const feeds::DepthMemory* DepthWatch::memory(const std::string& asset) const {
    const auto found = find(asset);
    return found ? &watched_[*found].memory : nullptr;
}

std::filesystem::path DepthWatch::path_of(std::size_t asset) const {
    const std::string venues = to_hex(feeds::venues_digest(declared_[asset]));
    return folder_ / (declared_[asset].asset + "." + venues.substr(2, 8) + ".json");
}

std::optional<std::size_t> DepthWatch::find(const std::string& asset) const {
    for (std::size_t i = 0; i < declared_.size(); ++i)
        if (declared_[i].asset == asset) return i;
    return std::nullopt;
}

void DepthWatch::warn(std::string_view event, std::size_t asset, const std::string& reason) const {
    if (log_ == nullptr) return;
    log_->write(telemetry::LogLevel::warning, event,
                "the hours of depth are not as they should be; nothing rises on what is missing",
                {{"asset", declared_[asset].asset}, {"reason", reason}});
}

}  // namespace ballast::keeper
