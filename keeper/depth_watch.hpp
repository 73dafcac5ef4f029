// SPDX-License-Identifier: MIT
// What can be sold of each declared asset: the venues' answers, added up, and their worst hour.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "books/depth.hpp"
#include "feeds/depth_declaration.hpp"
#include "feeds/depth_memory.hpp"
#include "feeds/live_snapshot.hpp"
#include "telemetry/log.hpp"

namespace ballast::keeper {

/// A venue of the declarations: the source of that place, of the asset of that place.
struct VenuePlace {
    std::size_t asset = 0;
    std::size_t source = 0;
    bool operator==(const VenuePlace&) const = default;
};

/// Judges no venue: what it is told is what an answer said. A venue that was not heard of for three
/// intervals is silent and left out; below the quorum of upstreams nothing is noted, so that what
/// nobody answered is no drought. A venue that has nothing at any slippage is left out while
/// another has something; where all that answered have nothing, and they are the quorum, it is a
/// drought.
class DepthWatch {
  public:
    /// Keeps each asset's hours in FOLDER/ASSET.XXXXXXXX.json, with the first digits of its
    /// venues_digest: other venues have other hours. An empty folder: nowhere. `log` may be
    /// nullptr.
    DepthWatch(std::vector<feeds::DepthDeclaration> declared, std::filesystem::path folder,
               telemetry::Log* log);

    /// Reads what the last run knew, and changes no file. One that cannot be read counts as none,
    /// and the next save() is over it: a week without rises, and nothing worse.
    void restore();

    void told_depth(VenuePlace venue, const books::SellableDepth& depth, UnixSeconds at);
    void told_volume(VenuePlace venue, engine::Usd daily_volume, UnixSeconds at);

    /// Adds up what was told since the last time, and notes it. Call it after each round of
    /// answers.
    void settle(UnixSeconds now);
    /// Writes what the next run must know. What fails is told, and stops nothing.
    void save() const;

    [[nodiscard]] const std::vector<feeds::DepthDeclaration>& declared() const { return declared_; }
    /// Returns what was added up last, however old; nothing for an asset that nobody declared.
    [[nodiscard]] std::optional<feeds::SeenLiquidity> liquidity(const std::string& asset) const;
    /// Returns the hours of a declared asset, or nullptr.
    [[nodiscard]] const feeds::DepthMemory* memory(const std::string& asset) const;

  private:
    struct Venue {
        books::SellableDepth depth;
        std::optional<UnixSeconds> depth_at;
        engine::Usd volume;
        std::optional<UnixSeconds> volume_at;

        [[nodiscard]] bool has_depth() const { return depth.curve.back().count() > 0; }
    };
    struct Watched {
        std::vector<Venue> venues;  ///< as the declaration's sources
        std::optional<feeds::SeenLiquidity> seen;
        feeds::DepthMemory memory;
        bool news = false;
    };

    [[nodiscard]] static bool has_depth(const Watched& watched, Seconds hold, UnixSeconds now);
    void settle(std::size_t asset, UnixSeconds now);
    void resume(std::size_t asset);
    [[nodiscard]] std::filesystem::path path_of(std::size_t asset) const;
    [[nodiscard]] std::optional<std::size_t> find(const std::string& asset) const;
    void warn(std::string_view event, std::size_t asset, const std::string& reason) const;

    std::vector<feeds::DepthDeclaration> declared_;
    std::filesystem::path folder_;
    telemetry::Log* log_;
    std::vector<Watched> watched_;  ///< as the declarations
};

}  // namespace ballast::keeper
