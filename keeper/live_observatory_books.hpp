// SPDX-License-Identifier: MIT
// The books that were believed last, kept over a restart: borrowers that cannot be read at the
// moment are not gone.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/hash.hpp"
#include "feeds/live_snapshot.hpp"
#include "rpc/types.hpp"
#include "telemetry/log.hpp"

namespace ballast::keeper {

/// By chain and asset. What comes from a file is doubted until the borrowers were read again.
class LastBooks {
  public:
    using Books = std::map<std::string, feeds::SeenBook>;  ///< by asset

    /// Keeps each chain's in FOLDER/CHAIN.json. An empty folder: nowhere. `log` may be nullptr.
    LastBooks(std::filesystem::path folder, telemetry::Log* log)
        : folder_(std::move(folder)), log_(log) {}

    /// Reads what the last run knew of the markets whose digest is `of`; other markets have other
    /// books. A file that cannot be read is told, and counts as none.
    void restore(const std::string& chain, const Hash32& of);

    /// Tells whether the chain's books are of another block, or of none.
    [[nodiscard]] bool is_news(const std::string& chain, const rpc::Block& block) const;
    /// Takes the books of one block, and writes the chain's file. An asset that is not among them
    /// keeps the one it had. A file that cannot be written is told, and stops nothing.
    void note(const std::string& chain, const Hash32& of, const rpc::Block& block,
              const Books& books);

    /// Returns the book of an asset that was believed last, however old.
    [[nodiscard]] std::optional<feeds::SeenBook> find(const std::string& chain,
                                                      const std::string& asset) const;

  private:
    struct Known {
        std::optional<rpc::Block> block;  ///< nothing: all from the file
        Books books;
    };

    [[nodiscard]] std::filesystem::path path_of(const std::string& chain) const;
    void warn(std::string_view event, const std::string& chain, const std::string& reason) const;

    std::filesystem::path folder_;
    telemetry::Log* log_;
    std::map<std::string, Known> known_;  ///< by chain
};

}  // namespace ballast::keeper
