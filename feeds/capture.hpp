// SPDX-License-Identifier: MIT
// What the sources answered, byte for byte, and what was read from it: so that parsers are audited
// too, and a restart knows what the last run knew.
#pragma once

#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "feeds/board.hpp"
#include "providers/provider.hpp"

namespace ballast::feeds {

/// One fetch, as its line tells of it.
struct CapturedFetch {
    std::string source;
    Hash32 body;  ///< SHA-256 of what was answered
    std::string content_type;
    int status = 200;
    UnixSeconds at;
};

/// What a day's file of fetches holds.
struct CapturedDay {
    std::vector<CapturedFetch> fetches;  ///< ascending in time
    std::size_t torn = 0;                ///< lines that a crash left unfinished
    std::size_t damaged = 0;             ///< other lines that are no fetch
};

/// Bodies by their SHA-256 under FOLDER/bodies/ab/abcd..., each once; every fetch as a line of
/// FOLDER/fetches/2025-11-17.jsonl, a file a UTC day. One writer.
class CaptureStore {
  public:
    explicit CaptureStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Stores an answer of a source and returns its digest once body and line are on the disk.
    /// Errors: cannot_write.
    [[nodiscard]] Result<Hash32> put(std::string_view source, const providers::Answer& answer);

    /// Returns a body. Errors: input_missing; bad_data where its bytes have another digest or are
    /// more than an answer's; permission where its file is a symbolic link or no plain file.
    [[nodiscard]] Result<std::string> body(const Hash32& digest) const;

    /// Returns the files of the days on which something was fetched, the oldest first.
    [[nodiscard]] std::vector<std::filesystem::path> days() const;
    /// Reads one of them. A line of another day than the file's is damage. Errors: input_missing
    /// where it cannot be read; permission where it is a symbolic link or no plain file; bad_data
    /// where it is too large.
    [[nodiscard]] static Result<CapturedDay> day(const std::filesystem::path& file);

    /// Tells whether fetches of days that ended before `oldest` are there. Where none are, the next
    /// has little to drop and the whole store to read.
    [[nodiscard]] bool has_days_before(UnixSeconds oldest) const;
    /// Drops the fetches of days that ended before `oldest`, and the bodies that no later fetch and
    /// no line of the folders `histories` has (HistoryFiles::folders). Returns how many bodies.
    /// Errors: cannot_write, input_missing.
    [[nodiscard]] Result<std::size_t> forget_before(
        UnixSeconds oldest, const std::vector<std::filesystem::path>& histories = {});

  private:
    [[nodiscard]] std::filesystem::path path_of(const Hash32& digest) const;

    std::filesystem::path folder_;
};

/// Behind all moments: for who reads a history without a clock.
constexpr UnixSeconds kNoClock{std::numeric_limits<std::int64_t>::max()};

/// One observation of one source, as a feed's history file has it.
struct HistoryLine {
    std::string source;
    Sighting sighting;
    bool operator==(const HistoryLine&) const = default;
};

/// What a history file holds.
struct History {
    std::vector<HistoryLine> lines;
    std::size_t damaged = 0;  ///< lines that are no observation
};

/// The observations of each feed in FOLDER/FEED/2025-11-17.jsonl, a file for each UTC day on which
/// they were fetched, in the order in which they were seen. One writer.
class HistoryFiles {
  public:
    explicit HistoryFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Errors: cannot_write.
    [[nodiscard]] Status append(std::string_view feed, const std::vector<HistoryLine>& lines);
    /// Errors: input_missing where a file cannot be read.
    [[nodiscard]] Result<History> read(std::string_view feed) const;
    /// Has the board go on from what `forget_before` left of its feeds, and adds what stands in
    /// their files; lines of a source that is no longer declared are passed over. Where a source of
    /// the same name has another series, scale or place since, the feed begins anew, and what was
    /// kept of it is put aside as FEED.old-N. A memory that reaches beyond `now` is a wrong clock's
    /// and ends there. Returns how many lines were damaged. Errors: as
    /// `read`; cannot_write.
    [[nodiscard]] Result<std::size_t> restore(Board& board, UnixSeconds now = kNoClock) const;
    /// Writes the memory of each of the board's feeds to FOLDER/FEED.memory.json, and drops what
    /// was observed before both it and `oldest`. Damaged lines go. Errors: cannot_write, bad_data.
    [[nodiscard]] Status forget_before(const Board& board, UnixSeconds oldest);
    /// Returns the folders of the board's feeds, there or not.
    [[nodiscard]] std::vector<std::filesystem::path> folders(const Board& board) const;

  private:
    [[nodiscard]] std::filesystem::path path_of(std::string_view feed) const;
    [[nodiscard]] std::filesystem::path memory_path(std::string_view feed) const;
    [[nodiscard]] Status resume(Board& board, const FeedDeclaration& feed, UnixSeconds now) const;
    [[nodiscard]] Status put_aside_if_redeclared(const FeedDeclaration& feed) const;

    std::filesystem::path folder_;
};

}  // namespace ballast::feeds
