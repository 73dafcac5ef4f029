// SPDX-License-Identifier: MIT
#include "books/index_walker.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/hash.hpp"

namespace ballast::books {
namespace {

/// Debt comes into being by this event alone, whoever called and on whose behalf: the debt tokens
/// cannot be transferred, and credit delegation, flash loans that stay open and borrowing by a
/// position manager all name the debtor here (Aave v3, BorrowLogic.executeBorrow).
const Hash32& borrow_topic() {
    static const Hash32 topic =
        keccak256(as_bytes("Borrow(address,address,address,uint256,uint8,uint256,uint16)"));
    return topic;
}

/// The debtor is the second indexed argument: onBehalfOf.
Result<chain::Address> debtor_of(const rpc::Log& log) {
    if (log.topics.size() != 4) return fail(Errc::bad_data, "a Borrow event without its topics");
    return chain::address_from_bytes(log.topics[2].view().subspan(12));
}

/// Of each account the first borrow of a range and the last, which say all that is kept.
std::vector<Borrow> first_and_last(std::vector<Borrow> borrows) {
    std::sort(borrows.begin(), borrows.end());
    std::vector<Borrow> ends;
    for (std::size_t i = 0; i < borrows.size(); ++i) {
        const bool begins = i == 0 || borrows[i - 1].first != borrows[i].first;
        const bool ends_here = i + 1 == borrows.size() || borrows[i + 1].first != borrows[i].first;
        if (begins || ends_here) ends.push_back(borrows[i]);
    }
    return ends;
}

}  // namespace

IndexWalker::IndexWalker(ChainReader& reader, BorrowerIndex& index, const WalkRules& rules)
    : reader_(reader),
      index_(index),
      rules_(rules),
      range_(std::min(rules.range_first, rules.range_max)),
      ceiling_(rules.range_max + 1) {
    BALLAST_CHECK(rules.range_first > 0 && rules.range_max > 0);
}

std::optional<std::uint64_t> IndexWalker::behind() const {
    if (!target_) return std::nullopt;
    const std::uint64_t next = index_.next_block();
    return *target_ >= next ? *target_ - next + 1 : 0;
}

Result<WalkAction> IndexWalker::act() {
    tip_.reset();
    const auto head = reader_.head();
    if (!head) return fail(head.error());
    const std::uint64_t deep = *head >= rules_.depth ? *head - rules_.depth : 0;
    target_ = deep;
    if (*head >= rules_.depth && deep >= index_.next_block()) return extend(deep);
    if (index_.checkpoints().empty()) return WalkAction::caught_up;
    const Checkpoint& reached = index_.checkpoints().back();
    if (reached.number > *head)
        return fail(Errc::upstream_unavailable, "the nodes are behind what the index has read");
    const auto block = reader_.block(reached.number);
    if (!block) return fail(block.error());
    if (block->hash != reached.hash) return rewind();
    tip_ = *block;
    return WalkAction::caught_up;
}

Result<WalkAction> IndexWalker::extend(std::uint64_t target) {
    const std::uint64_t first = index_.next_block();
    const std::uint64_t last = std::min(target, first + range_ - 1);
    auto page = reader_.logs({index_.key().pool, borrow_topic(), first, last});
    if (!page) {
        // The head was told a moment ago: it may be the range that takes too long, or too many
        // bytes.
        if (!reader_.out_of_time()) range_ = std::max<std::uint64_t>(1, range_ / 2);
        return fail(page.error());
    }
    if (page->too_much) {
        range_ = last - first + 1;
        return shrink();
    }
    const auto& known = index_.checkpoints();
    if (!known.empty() && page->before && page->before->hash != known.back().hash) return rewind();
    std::vector<Borrow> borrows;
    for (const rpc::PlacedLog& placed : page->logs) {
        const auto debtor = debtor_of(placed.log);
        if (!debtor) return fail(debtor.error());
        borrows.emplace_back(*debtor, placed.block_number);
    }
    const Status written = index_.extend({last, page->last.hash}, first_and_last(borrows));
    if (!written) return fail(written.error());
    // What was refused once may have been a dense stretch: the ceiling rises again, slowly.
    ceiling_ = std::min(ceiling_ + ceiling_ / 16, rules_.range_max + 1);
    range_ = std::max<std::uint64_t>(1, std::min(range_ * 2, ceiling_ - 1));
    return WalkAction::extended;
}

Result<WalkAction> IndexWalker::shrink() {
    if (range_ == 1)
        return fail(Errc::failed, "a node refuses the logs of the single block " +
                                      std::to_string(index_.next_block()));
    ceiling_ = range_;
    range_ /= 2;
    return WalkAction::shrunk;
}

Result<WalkAction> IndexWalker::rewind() {
    const std::vector<Checkpoint> known = index_.checkpoints();
    for (std::size_t i = known.size(); i > 0; --i) {
        const auto block = reader_.block(known[i - 1].number);
        if (!block) return fail(block.error());
        if (block->hash != known[i - 1].hash) continue;
        if (i == known.size()) return WalkAction::rewound;
        const Status written = index_.rewind(known[i - 1].number);
        return written ? Result<WalkAction>(WalkAction::rewound) : fail(written.error());
    }
    const Status written = index_.rewind(std::nullopt);
    return written ? Result<WalkAction>(WalkAction::rewound) : fail(written.error());
}

}  // namespace ballast::books
