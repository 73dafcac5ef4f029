// SPDX-License-Identifier: MIT
// Every account that has ever borrowed on a pool, up to a block, in memory and in a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "books/index_file.hpp"
#include "chain/types.hpp"

namespace ballast::books {

/// What an index is about. A file of another one is refused.
struct IndexKey {
    std::uint64_t chain_id = 0;
    chain::Address pool;
    std::uint64_t first_block = 0;  ///< of the pool's deployment, or before
    bool operator==(const IndexKey&) const = default;
};

/// A block up to which the index knows every borrower.
struct Checkpoint {
    std::uint64_t number = 0;
    Hash32 hash;
    bool operator==(const Checkpoint&) const = default;
};

/// An account on whose behalf somebody borrowed in that block.
using Borrow = std::pair<chain::Address, std::uint64_t>;

class BorrowerIndex {
  public:
    /// Opens or creates the file. Errors: as IndexFile::open; configuration where the file is of
    /// another key; bad_data where a line is none of an index (remove the file to build it anew).
    [[nodiscard]] static Result<BorrowerIndex> open(const std::filesystem::path& path,
                                                    const IndexKey& key);

    [[nodiscard]] const IndexKey& key() const { return key_; }
    /// Ascending, the newest 128; the last is how far the index reaches.
    [[nodiscard]] const std::vector<Checkpoint>& checkpoints() const { return checkpoints_; }
    /// The first block that the index does not know yet.
    [[nodiscard]] std::uint64_t next_block() const;
    /// How many accounts it knows, and which of them may owe something; ascending.
    [[nodiscard]] std::size_t size() const { return borrowers_.size(); }
    [[nodiscard]] std::vector<chain::Address> owing() const;
    /// Over each account, with the block in which it first borrowed: equal for equal chains,
    /// however the index was made.
    [[nodiscard]] Hash32 digest() const;

    // Each of these is one synced line of the file before it is true in memory, and afterwards
    // compacts a file that has grown long. Errors: cannot_write; failed beyond a million accounts.

    /// Takes in the borrows from next_block() to `reached`. Requires their blocks in that range.
    [[nodiscard]] Status extend(const Checkpoint& reached, const std::vector<Borrow>& borrows);
    /// Forgets all above the checkpoint with that number, or all where there is none such.
    [[nodiscard]] Status rewind(std::optional<std::uint64_t> number);
    /// Says that these owed nothing at block `at`: until they borrow again nobody asks for them.
    /// Ignores those who borrowed later. Requires next_block() > at.
    [[nodiscard]] Status settle(const std::vector<chain::Address>& accounts, std::uint64_t at);

  private:
    struct Borrower {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::optional<std::uint64_t> settled;
    };

    BorrowerIndex(IndexFile file, const IndexKey& key) : file_(std::move(file)), key_(key) {}
    [[nodiscard]] Status load();
    [[nodiscard]] Status write(const Json& line);
    [[nodiscard]] Status apply(const Json& line);
    [[nodiscard]] Status apply_borrowers(const Json& line);
    [[nodiscard]] Status apply_settled(const Json& line);
    [[nodiscard]] Status apply_kept(const Json& line);
    [[nodiscard]] Status apply_rewind(const Json& line);
    [[nodiscard]] std::vector<std::string> compacted() const;
    [[nodiscard]] Json header() const;

    IndexFile file_;
    IndexKey key_;
    std::map<chain::Address, Borrower> borrowers_;
    std::vector<Checkpoint> checkpoints_;
    std::size_t compact_at_ = 0;
};

}  // namespace ballast::books
