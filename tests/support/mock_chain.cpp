// SPDX-License-Identifier: MIT
#include "tests/support/mock_chain.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/hash.hpp"

namespace ballast::test {
namespace {

/// Any injective function of place and content would do; the id keeps forks apart.
Hash32 block_hash(const MockBlock& block, BlockId id) {
    Bytes content;
    append(content, U256(id).to_big_endian().view());
    append(content, U256(block.parent).to_big_endian().view());
    append(content, U256(block.header.number).to_big_endian().view());
    for (const MockTransaction& transaction : block.transactions)
        append(content, transaction.hash.view());
    return keccak256(content);
}

U256 price_of(const chain::Transaction& transaction, const U256& base_fee) {
    return std::min(transaction.max_fee_per_gas, base_fee + transaction.max_priority_fee_per_gas);
}

}  // namespace

Result<MockTransaction> read_transaction(ByteView raw) {
    auto decoded = chain::decode_signed(raw);
    if (!decoded) return fail(decoded.error());
    const auto sender = chain::recover_sender(*decoded);
    if (!sender) return fail(sender.error());
    return MockTransaction{Bytes(raw.begin(), raw.end()), chain::transaction_hash(raw), *sender,
                           std::move(decoded->transaction)};
}

std::uint64_t intrinsic_gas(const chain::Transaction& transaction) {
    return 21'000 + 16 * transaction.data.size() + (transaction.to ? 0 : 32'000);
}

MockChain::MockChain(std::uint64_t chain_id, UnixSeconds genesis) : chain_id_(chain_id) {
    MockBlock& block = blocks_.emplace_back();
    block.header.timestamp = genesis;
    block.header.base_fee = base_fee;
    block.header.hash = block_hash(block, 0);
}

void MockChain::fund(const chain::Address& account, const U256& wei) {
    blocks_[head_].accounts[account].balance = wei;
}

BlockId MockChain::mine(UnixSeconds at, const std::vector<MockTransaction>& candidates) {
    head_ = append(head_, at, candidates);
    return head_;
}

std::vector<MockTransaction> MockChain::reorganise(std::uint64_t depth,
                                                   const std::vector<MockTransaction>& candidates) {
    BALLAST_CHECK(depth <= head_number() - finalized_number(head_));
    std::vector<MockTransaction> dropped;
    BlockId base = head_;
    for (std::uint64_t i = 0; i < depth; ++i) {
        const MockBlock& old = block(base);
        dropped.insert(dropped.begin(), old.transactions.begin(), old.transactions.end());
        base = old.parent;
    }
    const UnixSeconds before = block(head_).header.timestamp;
    for (std::uint64_t i = 0; i <= depth; ++i)
        base =
            append(base, before + Seconds{1}, i == 0 ? candidates : std::vector<MockTransaction>());
    head_ = base;
    return dropped;
}

std::optional<BlockId> MockChain::at_number(BlockId from, std::uint64_t number) const {
    if (number > block(from).header.number) return std::nullopt;
    while (block(from).header.number > number)
        from = block(from).parent;
    return from;
}

std::optional<BlockId> MockChain::find(BlockId from, const Hash32& tx_hash) const {
    const auto places = places_.find(tx_hash);
    if (places == places_.end()) return std::nullopt;
    for (const BlockId place : places->second)
        if (at_number(from, block(place).header.number) == place) return place;
    return std::nullopt;
}

std::uint64_t MockChain::finalized_number(BlockId from) const {
    const std::uint64_t number = block(from).header.number;
    return number - std::min(number, finality_depth);
}

BlockId MockChain::append(BlockId parent, UnixSeconds at,
                          const std::vector<MockTransaction>& candidates) {
    const BlockId id = blocks_.size();
    MockBlock block;
    block.parent = parent;
    block.header.number = blocks_[parent].header.number + 1;
    block.header.timestamp = std::max(at, blocks_[parent].header.timestamp + Seconds{1});
    block.header.base_fee = base_fee;
    block.accounts = blocks_[parent].accounts;
    for (const MockTransaction& candidate : candidates)
        include(block, candidate);
    block.header.hash = block_hash(block, id);
    std::uint64_t index = 0;
    for (rpc::Receipt& receipt : block.receipts) {
        receipt.block_hash = block.header.hash;
        for (rpc::Log& log : receipt.logs)
            log.index = index++;
        places_[receipt.tx_hash].push_back(id);
    }
    blocks_.push_back(std::move(block));
    return id;
}

void MockChain::include(MockBlock& block, const MockTransaction& transaction) const {
    const chain::Transaction& content = transaction.content;
    MockAccount& sender = block.accounts[transaction.sender];
    const U256 price = price_of(content, base_fee);
    const U256 most = U256(content.gas_limit) * content.max_fee_per_gas + content.value;
    if (content.chain_id != chain_id_ || content.nonce != sender.nonce) return;
    if (content.max_fee_per_gas < base_fee || sender.balance < most) return;
    const MockExecution done =
        execute ? execute(transaction) : MockExecution{true, intrinsic_gas(content), {}};
    rpc::Receipt receipt;
    receipt.tx_hash = transaction.hash;
    receipt.succeeded = done.succeeded;
    receipt.block_number = block.header.number;
    receipt.gas_used = std::min(done.gas_used, content.gas_limit);
    receipt.logs = done.succeeded ? done.logs : std::vector<rpc::Log>();
    if (!content.to)
        receipt.contract_address = chain::create_address(transaction.sender, content.nonce);
    receipt.effective_gas_price = price;
    ++sender.nonce;
    sender.balance = sender.balance - U256(receipt.gas_used) * price;
    if (done.succeeded && content.to) {
        sender.balance = sender.balance - content.value;
        MockAccount& target = block.accounts[*content.to];
        target.balance = target.balance + content.value;
    }
    block.transactions.push_back(transaction);
    block.receipts.push_back(std::move(receipt));
}

}  // namespace ballast::test
