// SPDX-License-Identifier: MIT
// What the feeds said at a moment that is past, out of nothing but the bytes that were captured.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "feeds/board.hpp"
#include "feeds/capture.hpp"

namespace ballast::feeds {

/// Why a captured answer says nothing.
enum class CaptureFault {
    withheld,    ///< a line names it, and its body is not there
    damaged,     ///< its body has another digest than the line names, or is no plain file
    unreadable,  ///< its provider does not read it
};

/// Returns "withheld", "damaged" or "unreadable".
[[nodiscard]] std::string_view name(CaptureFault fault) noexcept;

/// An answer that could not be read again.
struct LostCapture {
    CaptureFault fault = CaptureFault::withheld;
    std::string feed;
    std::string source;
    UnixSeconds at;  ///< of the fetch
    Hash32 body;
    std::string what;
};

/// A day's file with lines that are no fetch.
struct SpoiltDay {
    std::filesystem::path file;
    std::size_t damaged = 0;
    std::size_t torn = 0;  ///< by a crash, at the end of what was written
};

/// So many lost answers are named, the rest counted.
constexpr std::size_t kLostNamedMax = 100;

/// Reads the fetches of a CaptureStore's folder again as time passes, with the providers and by the
/// rules that the keeper read them with: what the board then holds is what the keeper's held.
class CapturedBoard {
  public:
    /// Requires what Board requires.
    CapturedBoard(std::vector<FeedDeclaration> feeds, const std::filesystem::path& captures);

    /// Reads what was fetched up to `at` and returns what all feeds say then, in the order of their
    /// declarations. Errors: bad_data where `at` is before an earlier one; those of
    /// CaptureStore::day. A body that cannot be read is none: see lost().
    [[nodiscard]] Result<std::vector<Verdict>> verdicts(UnixSeconds at);

    /// Returns when the first answer was captured, or nothing where none was. Errors: those of
    /// CaptureStore::day.
    [[nodiscard]] Result<std::optional<UnixSeconds>> begins();

    [[nodiscard]] const std::vector<FeedDeclaration>& feeds() const { return board_.feeds(); }
    /// What is still held: of each feed not much more than Board::forget leaves.
    [[nodiscard]] const Board& board() const { return board_; }
    /// Answers that were read, those that were not, lines that are no fetch, those that a crash
    /// tore, the files of both, and fetches of sources that nobody declares.
    [[nodiscard]] std::size_t answers() const { return answers_; }
    [[nodiscard]] const std::vector<LostCapture>& lost() const { return lost_; }
    [[nodiscard]] std::size_t lost_count() const { return lost_count_; }
    [[nodiscard]] std::size_t damaged_lines() const { return damaged_lines_; }
    [[nodiscard]] std::size_t torn_lines() const { return torn_lines_; }
    [[nodiscard]] const std::vector<SpoiltDay>& spoilt() const { return spoilt_; }
    [[nodiscard]] std::size_t undeclared() const { return undeclared_; }

  private:
    void forget(UnixSeconds now);
    [[nodiscard]] Status next_day();
    [[nodiscard]] Status advance(UnixSeconds at);
    void take(const CapturedFetch& fetch);
    void lose(CaptureFault fault, const std::string& feed, const CapturedFetch& fetch,
              const std::string& what);
    void add(const std::string& feed, const CapturedFetch& fetch,
             const std::vector<providers::Observation>& seen);

    Board board_;
    CaptureStore store_;
    std::vector<std::filesystem::path> days_;
    std::size_t next_day_ = 0;
    std::vector<CapturedFetch> fetches_;  ///< of the day that is read
    std::size_t next_fetch_ = 0;
    std::optional<UnixSeconds> begins_;
    UnixSeconds told_at_;
    UnixSeconds forgotten_at_;
    std::size_t answers_ = 0;
    std::vector<LostCapture> lost_;
    std::size_t lost_count_ = 0;
    std::size_t damaged_lines_ = 0;
    std::size_t torn_lines_ = 0;
    std::vector<SpoiltDay> spoilt_;
    std::size_t undeclared_ = 0;
};

}  // namespace ballast::feeds
