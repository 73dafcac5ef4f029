// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

#include "base/time.hpp"

namespace ballast::feeds {

/// What is asked for. Hosts limit their calls one by one: depth is the dear one, and a host that
/// wants no more of it still has prices.
enum class FetchKind { price, depth };

/// What one host may be asked, by all sources together, and what its clock says.
class FetchHost {
  public:
    /// Requires `per_minute_max` >= 1.
    explicit FetchHost(std::uint64_t per_minute_max) : per_minute_max_(per_minute_max) {}

    /// It asked us to wait: nothing of that kind goes there before.
    void close(FetchKind kind, Milliseconds until);
    [[nodiscard]] bool is_closed(FetchKind kind, Milliseconds now) const {
        return now < closed_until(kind);
    }
    [[nodiscard]] Milliseconds closed_until(FetchKind kind) const {
        return closed_until_.at(static_cast<std::size_t>(kind));
    }

    /// Counts a request, or refuses it: the budget of this minute is spent.
    [[nodiscard]] bool admit(Milliseconds now);
    /// When it has room again after admit() has refused.
    [[nodiscard]] Milliseconds next_room() const;

    /// Takes the server's time, of an answer that came between the two moments of our clock: no
    /// skew where it lies between them, being exact to the second.
    void saw_time(UnixSeconds date, UnixSeconds asked, UnixSeconds answered);
    /// Its clock less ours, when it was last seen.
    [[nodiscard]] std::optional<Seconds> skew() const { return skew_; }

  private:
    std::uint64_t per_minute_max_;
    /// Requests of the last minute, the oldest first.
    std::deque<Milliseconds> sent_;
    std::array<Milliseconds, 2> closed_until_{};  ///< by FetchKind
    std::optional<Seconds> skew_;
};

}  // namespace ballast::feeds
