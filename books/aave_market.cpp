// SPDX-License-Identifier: MIT
#include "books/aave_market.hpp"

#include <utility>

namespace ballast::books {
namespace {

MarketFault fault_of(Errc code) {
    if (code == Errc::upstream_unavailable || code == Errc::failed)
        return MarketFault::nodes_unavailable;
    if (code == Errc::mismatch) return MarketFault::nodes_disagree;
    if (code == Errc::cannot_write) return MarketFault::index_file;
    return code == Errc::configuration ? MarketFault::configuration : MarketFault::bad_answer;
}

/// Those that hold anything under the threshold that moves.
template <class Position>
std::vector<adapters::AavePosition> concerned(const AaveBook& book, const Position& position) {
    std::vector<adapters::AavePosition> all;
    for (const Account& account : book.accounts) {
        adapters::AavePosition one = position(account);
        if (one.collateral != U256{}) all.push_back(std::move(one));
    }
    return all;
}

Result<engine::Book> engine_book(const std::vector<adapters::AavePosition>& positions,
                                 std::uint16_t threshold) {
    const auto now = engine::Bps::from(Int128{threshold});
    if (!now || now->count() > engine::kBpsOne)
        return fail(Errc::bad_data, "the pool has a liquidation threshold above 100 %");
    return adapters::book_of(positions, *now);
}

}  // namespace

std::string_view name(MarketPhase phase) noexcept {
    switch (phase) {
        case MarketPhase::indexing:
            return "indexing";
        case MarketPhase::reading:
            return "reading";
        case MarketPhase::idle:
            return "idle";
    }
    return "?";
}

std::string_view name(MarketFault fault) noexcept {
    switch (fault) {
        case MarketFault::none:
            return "none";
        case MarketFault::nodes_unavailable:
            return "nodes_unavailable";
        case MarketFault::nodes_disagree:
            return "nodes_disagree";
        case MarketFault::bad_answer:
            return "bad_answer";
        case MarketFault::missing_borrowers:
            return "missing_borrowers";
        case MarketFault::other_arithmetic:
            return "other_arithmetic";
        case MarketFault::index_file:
            return "index_file";
        case MarketFault::configuration:
            return "configuration";
    }
    return "?";
}

Result<std::unique_ptr<AaveMarket>> AaveMarket::open(ChainReader& reader, const Clock& clock,
                                                     AaveMarketOptions options) {
    auto index = BorrowerIndex::open(options.index_file, options.key);
    if (!index) return fail(index.error());
    return std::unique_ptr<AaveMarket>(
        new AaveMarket(reader, clock, std::move(options), std::move(*index)));
}

AaveMarket::AaveMarket(ChainReader& reader, const Clock& clock, AaveMarketOptions options,
                       BorrowerIndex index)
    : reader_(reader),
      clock_(clock),
      options_(std::move(options)),
      index_(std::move(index)),
      walker_(reader_, index_, options_.walk) {}

MarketProgress AaveMarket::step(Milliseconds until) {
    reader_.stop_at(until);
    while (!reader_.out_of_time()) {
        const auto more = act();
        if (!more && !reader_.out_of_time()) note(more.error());
        if (!more || !*more) break;
    }
    return progress();
}

void AaveMarket::note(const Error& error) {
    fault_ = fault_of(error.code);
    what_ = error.what;
    // A book of a block that is not the chain's any more, or that nodes tell differently, is given
    // up; after silence it is gone on with.
    if (error.code != Errc::upstream_unavailable) reading_.reset();
}

bool AaveMarket::is_due() const {
    if (!begun_) return true;
    return clock_.monotonic().count - begun_->count >= options_.book_every.count * 1000;
}

Result<bool> AaveMarket::act() {
    if (!reading_) return walk();
    phase_ = MarketPhase::reading;
    const auto done = reading_->act();
    if (!done) return fail(done.error());
    if (!*done) return true;
    const Status finished = finish();
    reading_.reset();
    phase_ = MarketPhase::idle;
    return finished ? Result<bool>(false) : fail(finished.error());
}

Result<bool> AaveMarket::walk() {
    const auto action = walker_.act();
    if (!action) return fail(action.error());
    if (*action == WalkAction::rewound) {
        ++rewinds_;
        if (book_ && book_->market.block.number >= index_.next_block()) doubted_ = true;
    }
    if (*action != WalkAction::caught_up) {
        phase_ = MarketPhase::indexing;
        return true;
    }
    if (fault_ != MarketFault::missing_borrowers && fault_ != MarketFault::other_arithmetic)
        fault_ = MarketFault::none;
    if (!walker_.tip() || !is_due()) {
        phase_ = MarketPhase::idle;
        return false;
    }
    begun_ = clock_.monotonic();
    reading_.emplace(reader_, index_.key().pool, *walker_.tip(), index_.owing());
    return true;
}

Status AaveMarket::finish() {
    if (reading_->fault() != BookFault::none) {
        fault_ = reading_->fault() == BookFault::missing_borrowers ? MarketFault::missing_borrowers
                                                                   : MarketFault::other_arithmetic;
        what_ = reading_->what();
        doubted_ = true;
        return {};
    }
    fault_ = MarketFault::none;
    what_.clear();
    book_ = reading_->take();
    doubted_ = false;
    // Only now, with the totals right, is it known that they owe nothing.
    return index_.settle(reading_->settled(), reading_->block().number);
}

MarketProgress AaveMarket::progress() const {
    MarketProgress progress;
    progress.phase = phase_;
    if (!index_.checkpoints().empty()) progress.indexed = index_.checkpoints().back().number;
    progress.behind = walker_.behind();
    progress.accounts = index_.size();
    if (reading_) {
        progress.read = reading_->done();
        progress.to_read = reading_->total();
    }
    progress.rewinds = rewinds_;
    progress.requests = reader_.requests();
    progress.fault = fault_;
    if (fault_ != MarketFault::none) progress.what = what_;
    return progress;
}

Result<const AaveBook*> AaveMarket::book() const {
    const bool none = !book_ || doubted_;
    if (none &&
        (fault_ == MarketFault::missing_borrowers || fault_ == MarketFault::other_arithmetic))
        return fail(Errc::mismatch, "there is no book: " + what_);
    const auto behind = walker_.behind();
    if (none)
        return fail(Errc::upstream_unavailable,
                    "there is no book yet: " + std::string(name(phase_)) +
                        (behind ? ", " + std::to_string(*behind) + " blocks behind" : ""));
    const Seconds age = clock_.now() - book_->market.block.timestamp;
    if (age > options_.book_age_max)
        return fail(Errc::upstream_unavailable,
                    "the newest book is " + std::to_string(age.count) + " s old");
    return &*book_;
}

Status AaveMarket::rebuild() {
    reading_.reset();
    doubted_ = true;
    begun_.reset();
    fault_ = MarketFault::none;
    phase_ = MarketPhase::indexing;
    return index_.rewind(std::nullopt);
}

std::vector<adapters::AavePosition> positions_against(const AaveBook& book, std::uint16_t reserve) {
    return concerned(book, [&](const Account& a) { return position_in_reserve(a, reserve); });
}

std::vector<adapters::AavePosition> positions_in_mode(const AaveBook& book, std::uint8_t mode) {
    return concerned(book, [&](const Account& a) { return position_in_mode(a, mode); });
}

Result<engine::Book> book_against(const AaveBook& book, const chain::Address& asset) {
    const ReserveState* reserve = book.market.find(asset);
    if (reserve == nullptr) return fail(Errc::input_missing, "the pool has no such reserve");
    return engine_book(positions_against(book, reserve->id), reserve->config.lt);
}

Result<engine::Book> book_in_mode(const AaveBook& book, std::uint8_t mode) {
    const auto found = book.market.modes.find(mode);
    if (found == book.market.modes.end())
        return fail(Errc::input_missing, "the pool has no efficiency mode " + std::to_string(mode));
    return engine_book(positions_in_mode(book, mode), found->second.lt);
}

}  // namespace ballast::books
