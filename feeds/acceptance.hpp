// SPDX-License-Identifier: MIT
// What a feed remembers from print to print: the value it accepted last, and a jump that waits.
#pragma once

#include <map>
#include <optional>

#include "feeds/ballot.hpp"

namespace ballast::feeds {

/// A value that waits for the next print of a source that said it.
struct Waiting {
    providers::Reading value;
    std::map<std::size_t, UnixSeconds> since;  ///< by source: its first print of it
    bool operator==(const Waiting&) const = default;
};

/// A fold over the agreements of a feed, in the order of event time.
class Acceptance {
  public:
    /// Takes the next agreement, counted at `at`. Returns why it was not accepted, or nothing where
    /// it was.
    [[nodiscard]] std::optional<FeedReason> take(const FeedDeclaration& feed,
                                                 const Agreement& agreement, UnixSeconds at);

    /// What was accepted last, however long ago.
    [[nodiscard]] const std::optional<Agreement>& last() const noexcept { return last_; }
    [[nodiscard]] const std::optional<Waiting>& waiting() const noexcept { return waiting_; }

    /// Returns the value that a print at `at` is compared with: what was accepted last, unless
    /// the feed was silent through its second limit since then. Agreements that were refused are
    /// no silence: garbage does not wear out what was believed before it.
    [[nodiscard]] std::optional<providers::Reading> reference(const FeedDeclaration& feed,
                                                              UnixSeconds at) const;

    /// What a restart goes on from; `restored` is the reverse of the three of them.
    [[nodiscard]] UnixSeconds heard_at() const noexcept { return heard_at_; }
    [[nodiscard]] static Acceptance restored(std::optional<Agreement> last,
                                             std::optional<Waiting> waiting, UnixSeconds heard_at);

  private:
    [[nodiscard]] bool stays(const FeedDeclaration& feed, const Agreement& agreement) const;
    [[nodiscard]] bool confirms(const FeedDeclaration& feed, const Agreement& agreement) const;
    [[nodiscard]] bool needs_second_word(const FeedDeclaration& feed, const Agreement& agreement,
                                         UnixSeconds at) const;
    void wait(const FeedDeclaration& feed, const Agreement& agreement);
    void accept(const Agreement& agreement);

    std::optional<Agreement> last_;
    std::optional<Waiting> waiting_;
    UnixSeconds heard_at_;  ///< the newest event time of all agreements, refused ones too
};

}  // namespace ballast::feeds
