// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "keeper/tick.hpp"

namespace ballast::apps {

/// Tells each epoch as it happens, on stderr: each market that moves, or the followed one where
/// none does. On a terminal it is a table whose last line moves on while only confirmations come;
/// otherwise plain lines. Colour obeys NO_COLOR and TERM.
class LiveLog {
  public:
    /// `asset` is the market that is followed while none moves.
    LiveLog(std::string asset, std::size_t epochs);

    /// Tells of epoch `index`, counted from 0.
    void tell(std::size_t index, const keeper::TickOutcome& outcome);

    /// Ends the moving line, if there is one, so that what is said next has a line of its own.
    ~LiveLog();
    LiveLog(const LiveLog&) = delete;
    LiveLog& operator=(const LiveLog&) = delete;

  private:
    void table_rows(std::size_t index, const keeper::TickOutcome& outcome);

    std::string asset_;
    std::size_t epochs_;
    bool terminal_;
    bool colour_;
    bool begun_ = false;
};

}  // namespace ballast::apps
