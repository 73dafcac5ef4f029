// SPDX-License-Identifier: MIT
// What each source of a feed said last, day by day where its market closes.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "calendar/day.hpp"
#include "feeds/declaration.hpp"
#include "feeds/sighting.hpp"

namespace ballast::feeds {

/// One print of each source at the most, in the order of the sources.
using Prints = std::vector<std::optional<Sighting>>;

/// The newest prints of a feed's sources. Of a market that closes the newest of each of the last
/// days on which a source printed: today's close of one is not to be mixed with yesterday's of
/// another. Of one that never closes the newest alone.
class Recent {
  public:
    explicit Recent(const FeedDeclaration& feed);

    /// Requires that the source said nothing of a later event time before.
    void put(std::size_t source, const Sighting& sighting);

    [[nodiscard]] Prints newest() const;
    [[nodiscard]] Prints of(calendar::Day day) const;
    /// Returns the days on which anybody printed, the newest first. One where the market never
    /// closes.
    [[nodiscard]] std::vector<calendar::Day> days() const;
    /// Returns all prints of a source, ascending.
    [[nodiscard]] std::vector<Sighting> all(std::size_t source) const;

  private:
    [[nodiscard]] calendar::Day day_of(UnixSeconds at) const;

    std::string_view zone_;  ///< empty: every moment is of one day
    std::vector<std::map<calendar::Day, Sighting>> prints_;
};

}  // namespace ballast::feeds
