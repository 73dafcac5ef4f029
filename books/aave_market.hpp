// SPDX-License-Identifier: MIT
// An Aave v3 market over RPC: its book, kept up to date by small steps.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "books/book_reader.hpp"
#include "books/borrower_index.hpp"
#include "books/index_walker.hpp"
#include "engine/snapshot.hpp"

namespace ballast::books {

struct AaveMarketOptions {
    IndexKey key;
    std::filesystem::path index_file;
    WalkRules walk;
    /// How long after a book was begun the next one is.
    Seconds book_every{300};
    /// By the timestamp of its block, against the wall clock: an older book is not the newest any
    /// more, but still the last.
    Seconds book_age_max{1'800};
};

enum class MarketPhase {
    indexing,  ///< the index does not reach the chain yet
    reading,   ///< a book is being read
    idle,      ///< the book is up to date, until the next is due
};

/// What is wrong. Closed list; each has its remedy in docs/books.md.
enum class MarketFault {
    none,
    nodes_unavailable,  ///< too few answer, or in time
    nodes_disagree,     ///< they contradict each other, or the chain changed under a book
    bad_answer,         ///< what answers is no Aave v3 pool as we know it, or answers nonsense
    missing_borrowers,  ///< BookFault::missing_borrowers
    other_arithmetic,   ///< BookFault::other_arithmetic
    index_file,         ///< it cannot be written
    configuration,      ///< another chain, another unit
};

[[nodiscard]] std::string_view name(MarketPhase phase) noexcept;
[[nodiscard]] std::string_view name(MarketFault fault) noexcept;

/// Where the work stands.
struct MarketProgress {
    MarketPhase phase = MarketPhase::indexing;
    /// The block up to which every borrower is known; nothing before the first.
    std::optional<std::uint64_t> indexed;
    /// Blocks yet to read; nothing where the chain's head is not known yet.
    std::optional<std::uint64_t> behind;
    std::size_t accounts = 0;  ///< that have ever borrowed
    std::size_t read = 0;      ///< accounts of the book that is being read
    std::size_t to_read = 0;   ///< of so many
    std::uint64_t rewinds = 0;
    std::uint64_t requests = 0;             ///< bodies sent since the start
    MarketFault fault = MarketFault::none;  ///< of the last step that met one, until it is over
    std::string what;                       ///< of the fault
};

class AaveMarket {
  public:
    /// Keeps the references. Errors: those of BorrowerIndex::open.
    [[nodiscard]] static Result<std::unique_ptr<AaveMarket>> open(ChainReader& reader,
                                                                  const Clock& clock,
                                                                  AaveMarketOptions options);

    /// Works until nothing is to be done, something fails, or that moment of the monotonic clock.
    /// A single request is bounded by it, too: a step gets on where its time is enough for two
    /// bodies of each node of the quorum, and loses nothing where it is not.
    MarketProgress step(Milliseconds until);
    [[nodiscard]] MarketProgress progress() const;

    /// Returns the newest book. Errors: upstream_unavailable where there is none yet or it is too
    /// old, with how far the reader is; mismatch where the last book read was not believed.
    [[nodiscard]] Result<const AaveBook*> book() const;

    /// Returns the book that was believed last, however old and whatever was met since; nullptr
    /// before the first. What tightens reads it; nothing may loosen on it where book() has none
    /// for another reason than its age.
    [[nodiscard]] const AaveBook* last_book() const { return book_ ? &*book_ : nullptr; }
    /// Tells whether something speaks against the last book: a fault, or another chain under it.
    [[nodiscard]] bool is_doubted() const { return doubted_; }

    /// Forgets the index, to be built anew: what helps where it lacks a borrower.
    [[nodiscard]] Status rebuild();

    [[nodiscard]] const BorrowerIndex& index() const { return index_; }

  private:
    AaveMarket(ChainReader& reader, const Clock& clock, AaveMarketOptions options,
               BorrowerIndex index);

    /// Returns false where there is nothing to do until later.
    [[nodiscard]] Result<bool> act();
    [[nodiscard]] Result<bool> walk();
    [[nodiscard]] Status finish();
    void note(const Error& error);
    [[nodiscard]] bool is_due() const;

    ChainReader& reader_;
    const Clock& clock_;
    AaveMarketOptions options_;
    BorrowerIndex index_;
    IndexWalker walker_;
    std::optional<BookReader> reading_;
    std::optional<AaveBook> book_;  ///< believed last
    bool doubted_ = false;
    std::optional<Milliseconds> begun_;  ///< the last book
    MarketPhase phase_ = MarketPhase::indexing;
    MarketFault fault_ = MarketFault::none;
    std::string what_;
    std::uint64_t rewinds_ = 0;
};

/// Returns the book of a collateral as the engine takes it: debts of those whose collateral in
/// `asset` stands under the reserve's own threshold. Whoever holds it in an efficiency mode that
/// takes it is in book_in_mode(). Errors: input_missing where the pool has no such reserve or mode;
/// bad_data where a sum is beyond what the engine holds.
[[nodiscard]] Result<engine::Book> book_against(const AaveBook& book, const chain::Address& asset);
[[nodiscard]] Result<engine::Book> book_in_mode(const AaveBook& book, std::uint8_t mode);

/// Returns the positions of the same accounts, for adapters::judge_cut.
[[nodiscard]] std::vector<adapters::AavePosition> positions_against(const AaveBook& book,
                                                                    std::uint16_t reserve);
[[nodiscard]] std::vector<adapters::AavePosition> positions_in_mode(const AaveBook& book,
                                                                    std::uint8_t mode);

}  // namespace ballast::books
