// SPDX-License-Identifier: MIT
// Sources of feeds that no URL leads to: contracts of a chain, and files that somebody drops.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "books/chain_reader.hpp"
#include "feeds/fetch.hpp"

namespace ballast::keeper {

/// A source with where it is: a contract over `reader`, or else a file.
struct DirectSource {
    feeds::FetchSource source;
    books::ChainReader* reader = nullptr;
    chain::Address contract;
    std::filesystem::path file;
};

/// Reads each at its interval. What it returns is as if it had been fetched: an answer, its digest.
class DirectSources {
  public:
    /// Keeps the reference.
    explicit DirectSources(const Clock& clock) : clock_(clock) {}

    void add(DirectSource source);
    [[nodiscard]] const feeds::FetchSource& at(std::size_t source) const {
        return lines_.at(source).source.source;
    }

    /// Reads all that is due: files at once, and contracts of one chain in one question, until
    /// `until` of the monotonic clock, shared among the chains. `Fetched::source` counts as they
    /// were added.
    [[nodiscard]] std::vector<feeds::Fetched> step(Milliseconds until);

  private:
    struct Line {
        DirectSource source;
        Milliseconds next;
    };
    [[nodiscard]] feeds::Fetched read_file(std::size_t source) const;
    void ask_chain(books::ChainReader& reader, const std::vector<std::size_t>& sources,
                   std::vector<feeds::Fetched>& outcomes) const;
    [[nodiscard]] feeds::Fetched captured(std::size_t source, providers::Answer answer) const;

    const Clock& clock_;
    std::vector<Line> lines_;
};

}  // namespace ballast::keeper
