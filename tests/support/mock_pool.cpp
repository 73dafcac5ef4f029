// SPDX-License-Identifier: MIT
#include "tests/support/mock_pool.hpp"

#include <algorithm>

namespace ballast::test {
namespace {

MockAccount account_at(const MockBlock& block, const chain::Address& address) {
    const auto found = block.accounts.find(address);
    return found == block.accounts.end() ? MockAccount() : found->second;
}

/// floor(fee * 110 / 100), as geth, erigon and reth ask for.
U256 bumped(const U256& fee) {
    return mul_div_down(fee, U256(110), U256(100));
}

U256 cost_of(const chain::Transaction& content) {
    return U256(content.gas_limit) * content.max_fee_per_gas + content.value;
}

}  // namespace

bool MockPool::may_replace(const chain::Transaction& old, const chain::Transaction& fresh) const {
    const U256& base = chain_.base_fee;
    const auto price = [&](const chain::Transaction& transaction) {
        return std::min(transaction.max_fee_per_gas, base + transaction.max_priority_fee_per_gas);
    };
    switch (kind_) {
        case ClientKind::anvil:  // One wei suffices.
            return fresh.max_fee_per_gas > old.max_fee_per_gas;
        case ClientKind::besu:  // Besu compares what would be paid now, then what the tip would be.
            if (price(fresh) == price(old))
                return fresh.max_priority_fee_per_gas >= bumped(old.max_priority_fee_per_gas);
            return price(fresh) >= bumped(price(old));
        case ClientKind::nethermind:  // A tenth more of both, rounded down.
        case ClientKind::geth:
        case ClientKind::erigon:
        case ClientKind::reth:
            return fresh.max_fee_per_gas > old.max_fee_per_gas &&
                   fresh.max_priority_fee_per_gas > old.max_priority_fee_per_gas &&
                   fresh.max_fee_per_gas >= bumped(old.max_fee_per_gas) &&
                   fresh.max_priority_fee_per_gas >= bumped(old.max_priority_fee_per_gas);
    }
    return false;
}

U256 MockPool::promised_beside(const MockTransaction& transaction) const {
    U256 sum;
    for (const auto& [place, held] : held_)
        if (place.first == transaction.sender && place.second != transaction.content.nonce)
            sum = sum + cost_of(held.content);
    return sum;
}

std::optional<Refusal> MockPool::judge(const MockTransaction& transaction,
                                       const MockAccount& account) const {
    const chain::Transaction& content = transaction.content;
    const bool holds_cheap =
        kind_ == ClientKind::geth || kind_ == ClientKind::erigon || kind_ == ClientKind::reth;
    const U256 cost = cost_of(content) + (sums_up ? promised_beside(transaction) : U256());
    if (content.chain_id != chain_.chain_id()) return Refusal::wrong_chain;
    if (content.gas_limit > chain_.gas_limit) return Refusal::gas_limit_exceeded;
    if (content.gas_limit < intrinsic_gas(content)) return Refusal::intrinsic_gas;
    if (content.max_priority_fee_per_gas < tip_min) return Refusal::tip_too_low;
    if (content.nonce < account.nonce) return Refusal::nonce_too_low;
    if (!holds_cheap && content.max_fee_per_gas < chain_.base_fee) return Refusal::fee_below_base;
    if (account.balance < cost) return Refusal::insufficient_funds;
    return std::nullopt;
}

std::optional<Refusal> MockPool::add(const MockTransaction& transaction, BlockId view) {
    if (find(transaction.hash) != nullptr) return Refusal::already_known;
    const MockAccount account = account_at(chain_.block(view), transaction.sender);
    if (const auto refused = judge(transaction, account)) return refused;
    const std::pair place{transaction.sender, transaction.content.nonce};
    const auto old = held_.find(place);
    if (old == held_.end() && held_.size() >= capacity) return Refusal::pool_full;
    if (old != held_.end() && !may_replace(old->second.content, transaction.content))
        return Refusal::replacement_underpriced;
    held_.insert_or_assign(place, transaction);
    return std::nullopt;
}

void MockPool::put_back(const MockTransaction& transaction) {
    if (kind_ == ClientKind::anvil) return;
    held_.try_emplace({transaction.sender, transaction.content.nonce}, transaction);
}

void MockPool::erase(const Hash32& hash) {
    std::erase_if(held_, [&](const auto& entry) { return entry.second.hash == hash; });
}

void MockPool::prune(BlockId view) {
    const MockBlock& block = chain_.block(view);
    std::erase_if(held_, [&](const auto& entry) {
        const MockTransaction& held = entry.second;
        const bool too_cheap =
            kind_ == ClientKind::anvil && held.content.max_fee_per_gas < chain_.base_fee;
        return too_cheap || held.content.nonce < account_at(block, held.sender).nonce;
    });
}

const MockTransaction* MockPool::find(const Hash32& hash) const {
    for (const auto& [place, held] : held_)
        if (held.hash == hash) return &held;
    return nullptr;
}

std::uint64_t MockPool::pending_nonce(const chain::Address& account, std::uint64_t nonce) const {
    while (held_.contains({account, nonce}))
        ++nonce;
    return nonce;
}

std::vector<MockTransaction> MockPool::all() const {
    std::vector<MockTransaction> transactions;
    for (const auto& [place, held] : held_)
        transactions.push_back(held);
    return transactions;
}

}  // namespace ballast::test
