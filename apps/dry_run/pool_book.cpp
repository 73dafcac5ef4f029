// SPDX-License-Identifier: MIT
#include "apps/dry_run/pool_book.hpp"

#include "apps/system_clock.hpp"
#include "books/contract_calls.hpp"
#include "books/index_walker.hpp"
#include "oracle/deployment.hpp"
#include "rpc/http.hpp"

namespace ballast::apps {
namespace {

Result<books::BorrowerIndex> walk(books::ChainReader& reader, const DryRunOptions& options,
                                  const books::IndexKey& key, std::uint64_t block) {
    auto index = books::BorrowerIndex::open(options.out.string() + ".borrowers", key);
    if (!index) return index;
    // Beyond the report's block nobody matters: whoever borrowed later owes nothing at it.
    books::IndexWalker walker(reader, *index, {.depth = 0});
    while (true) {
        const auto acted = walker.act();
        if (!acted) return fail_in("the pool's Borrow events", acted.error());
        if (*acted == books::WalkAction::caught_up || index->next_block() > block) return index;
    }
}

Result<books::AaveBook> read_book(books::ChainReader& reader, const chain::Address& pool,
                                  const rpc::Block& block, std::vector<chain::Address> accounts) {
    books::BookReader reading(reader, pool, block, std::move(accounts));
    while (true) {
        const auto done = reading.act();
        if (!done) return fail_in("the pool's book", done.error());
        if (*done) break;
    }
    if (reading.fault() != books::BookFault::none)
        return fail(Errc::mismatch,
                    "the pool's book: " + reading.what() +
                        "; begin at the pool's deployment with --from-block, or see docs/books.md");
    return reading.take();
}

Result<chain::Address> provider_of(books::ChainReader& reader, const rpc::Block& block,
                                   const chain::Address& pool) {
    const auto told = reader.calls(block, {books::message_to(pool, "ADDRESSES_PROVIDER()")});
    if (!told) return fail(told.error());
    const auto word = books::word_of(told->front());
    if (!word) return fail_in("--aave: no Aave v3 pool answers there", word.error());
    return books::address_in(*word);
}

/// The same ids as the oracle's: nothing is tied by a name.
Result<std::uint16_t> reserve_of(const books::MarketState& market, const OracleNow& oracle,
                                 const chain::Address& provider, const std::string& asset) {
    const OracleMarket* known = find_market(oracle, asset);
    for (const books::ReserveState& reserve : market.reserves)
        if (known != nullptr && known->id == oracle::market_id({.chain_id = oracle.target.chain_id,
                                                                .protocol = provider,
                                                                .pool = market.pool,
                                                                .collateral = reserve.asset}))
            return reserve.id;
    return fail(Errc::configuration,
                asset + ": the oracle's market is no reserve of the pool " +
                    chain::checksum_text(market.pool) +
                    " (chain, addresses provider, pool and collateral make its id, without a debt "
                    "or an efficiency mode); give the market's pool, or a --book in place of "
                    "--aave");
}

}  // namespace

Result<PoolBook> read_pool_book(const DryRunOptions& options, const OracleNow& oracle,
                                const std::vector<AssetRow>& rows) {
    const auto pool = address_option("--aave", options.aave);
    if (!pool) return fail(pool.error());
    const auto network = rpc::HttpNetwork::open({options.rpc});
    if (!network) return fail(network.error());
    const SystemClock clock;
    auto reader = books::ChainReader::make(**network, clock, {.chain_id = oracle.target.chain_id});
    if (!reader) return fail(reader.error());
    const auto block = reader->block(oracle.live->block);
    if (!block) return fail(block.error());
    if (block->hash != oracle.live->block_hash)
        return fail(Errc::mismatch, "block " + std::to_string(block->number) +
                                        " changed while it was read; repeat the command");
    const auto provider = provider_of(*reader, *block, *pool);
    if (!provider) return fail(provider.error());
    const auto index = walk(*reader, options, {oracle.target.chain_id, *pool, options.from_block},
                            oracle.live->block);
    if (!index) return fail(index.error());
    auto book = read_book(*reader, *pool, *block, index->owing());
    if (!book) return fail(book.error());
    PoolBook made{std::move(*book), {}};
    for (const AssetRow& row : rows) {
        const auto reserve = reserve_of(made.book.market, oracle, *provider, row.asset);
        if (!reserve) return fail(reserve.error());
        made.reserves.push_back(*reserve);
    }
    return made;
}

}  // namespace ballast::apps
