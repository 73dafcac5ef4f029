// SPDX-License-Identifier: MIT
#include "keeper/depth_quotes.hpp"

namespace ballast::keeper {
namespace {

books::DexVenue venue_of(const feeds::DepthSource& source) {
    const bool uniswap = source.venue == feeds::DepthVenue::uniswap_v3;
    return {.kind = uniswap ? books::QuoterKind::uniswap_v3 : books::QuoterKind::generic,
            .quoter = source.quoter,
            .token_in = source.token_in,
            .token_out = source.token_out,
            .fee = source.pool_fee,
            .decimals_in = source.decimals_in,
            .decimals_out = source.decimals_out};
}

}  // namespace

DepthQuotes::DepthQuotes(books::ChainReader& reader, const Clock& clock,
                         const feeds::DepthSource& source, const feeds::DepthDeclaration& declared)
    : reader_(&reader),
      clock_(&clock),
      venue_(venue_of(source)),
      largest_(declared.largest),
      interval_{declared.interval.count * 1'000} {}

Status DepthQuotes::begin(const books::DexPrices& prices) {
    const auto head = reader_->head();
    if (!head) return fail(head.error());
    const auto block = reader_->block(*head);
    if (!block) return fail(block.error());
    caller_.emplace(*reader_, *block);
    prices_ = prices;
    return {};
}

std::optional<Result<QuotedDepth>> DepthQuotes::step(const books::DexPrices& prices) {
    const Milliseconds now = clock_->monotonic();
    if (!caller_) {
        next_ = {now.count + interval_.count};
        if (const Status begun = begin(prices); !begun) return fail(begun.error());
    }
    caller_->rewind();
    auto depth = books::dex_depth(*caller_, venue_, prices_, largest_);
    // Nodes forget a block's state after minutes: what takes longer than an interval is given up.
    if (!depth && reader_->out_of_time() && now < next_) return std::nullopt;
    const UnixSeconds at = caller_->at().timestamp;
    caller_.reset();
    if (!depth) return fail(depth.error());
    return QuotedDepth{*depth, at};
}

}  // namespace ballast::keeper
