// SPDX-License-Identifier: MIT
#include "tests/sender/fake_view.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace ballast::sender::test {
namespace {

using ballast::test::BlockId;
using ballast::test::MockAccount;
using ballast::test::MockBlock;
using ballast::test::Refusal;

MockAccount account_in(const MockBlock& block, const chain::Address& account) {
    const auto found = block.accounts.find(account);
    return found == block.accounts.end() ? MockAccount() : found->second;
}

rpc::SendVerdict verdict_of(const std::optional<Refusal>& refused) {
    if (!refused) return rpc::SendVerdict::accepted;
    if (*refused == Refusal::already_known) return rpc::SendVerdict::already_known;
    if (*refused == Refusal::nonce_too_low) return rpc::SendVerdict::nonce_too_low;
    if (*refused == Refusal::insufficient_funds) return rpc::SendVerdict::insufficient_funds;
    const bool fee = *refused == Refusal::replacement_underpriced ||
                     *refused == Refusal::fee_below_base || *refused == Refusal::tip_too_low;
    return fee ? rpc::SendVerdict::fee_too_low : rpc::SendVerdict::unknown;
}

}  // namespace

Status FakeView::check() const {
    if (unreachable) return fail(Errc::upstream_unavailable, "no quorum of nodes answers");
    if (configured_chain != chain_.chain_id())
        return fail(Errc::configuration,
                    "the node is on chain " + std::to_string(chain_.chain_id()));
    return {};
}

BlockId FakeView::head() const {
    return *chain_.at_number(chain_.head(), chain_.head_number() - lag);
}

Result<rpc::AccountView> FakeView::look(const chain::Address& account) {
    if (auto fine = check(); !fine) return fail(fine.error());
    const MockBlock& newest = chain_.block(head());
    const std::uint64_t final_number = chain_.finalized_number(head());
    const MockBlock& final_block = chain_.block(*chain_.at_number(head(), final_number));
    rpc::AccountView view;
    view.head = newest.header;
    view.head.base_fee = chain_.base_fee;
    view.finalized_number = final_number;
    view.nonce = account_in(newest, account).nonce;
    view.finalized_nonce = account_in(final_block, account).nonce;
    view.balance = account_in(newest, account).balance;
    view.tip = tip;
    return view;
}

Result<std::optional<rpc::Receipt>> FakeView::receipt(const Hash32& tx_hash) {
    if (auto fine = check(); !fine) return fail(fine.error());
    if (disputed == tx_hash) return fail(Errc::upstream_unavailable, "no quorum agrees");
    const auto place = chain_.find(head(), tx_hash);
    if (!place || chain_.block(*place).header.number < pruned_under)
        return std::optional<rpc::Receipt>();
    for (rpc::Receipt receipt : chain_.block(*place).receipts) {
        if (receipt.tx_hash != tx_hash) continue;
        receipt.block_time = chain_.block(*place).header.timestamp;
        return std::optional(receipt);
    }
    return std::optional<rpc::Receipt>();
}

Result<bool> FakeView::knows(const Hash32& tx_hash) {
    if (auto fine = check(); !fine) return fail(fine.error());
    if (claims_to_know) return true;
    const auto place = chain_.find(head(), tx_hash);
    return pool.find(tx_hash) != nullptr ||
           (place && chain_.block(*place).header.number >= pruned_under);
}

Result<bool> FakeView::keeps_receipts_above(std::uint64_t number) {
    if (auto fine = check(); !fine) return fail(fine.error());
    return number + 1 >= pruned_under;
}

Result<rpc::CallOutcome> FakeView::call(const rpc::CallMessage& message) {
    if (auto fine = check(); !fine) return fail(fine.error());
    return on_call ? on_call(message) : rpc::CallOutcome();
}

Result<std::uint64_t> FakeView::estimate_gas(const rpc::CallMessage& message) {
    if (auto fine = check(); !fine) return fail(fine.error());
    if (estimate) return *estimate;
    return 21'000 + 16 * message.data.size() + (message.to ? 0 : 32'000);
}

Result<rpc::BroadcastAnswer> FakeView::broadcast(ByteView raw) {
    if (configured_chain != chain_.chain_id())
        return fail(Errc::configuration, "no node is on this chain");
    if (on_broadcast) on_broadcast(raw);
    if (unreachable) return rpc::BroadcastAnswer{};
    sent.emplace_back(raw.begin(), raw.end());
    const auto read = ballast::test::read_transaction(raw);
    BALLAST_CHECK(read.has_value());
    const bool dear =
        too_dear && std::equal(raw.begin(), raw.end(), too_dear->begin(), too_dear->end());
    const rpc::SendVerdict verdict =
        verdict_of(dear ? std::optional(Refusal::insufficient_funds) : pool.add(*read, head()));
    verdicts.push_back(verdict);
    rpc::BroadcastAnswer answer;
    if (!drops_answers) answer.verdict = verdict;
    answer.message = words;
    answer.contradiction = contradicts;
    return answer;
}

void FakeView::mine(bool with_pool) {
    const UnixSeconds at = chain_.block(chain_.head()).header.timestamp + Seconds{12};
    chain_.mine(at, with_pool ? pool.all() : std::vector<MockTransaction>());
    pool.prune(chain_.head());
}

void FakeView::reorganise(std::uint64_t depth, bool gives_back) {
    for (const MockTransaction& dropped : chain_.reorganise(depth))
        if (gives_back) pool.put_back(dropped);
    pool.prune(chain_.head());
}

std::size_t inclusions(const MockChain& chain, ByteView data) {
    std::size_t count = 0;
    for (ballast::test::BlockId id = chain.head(); chain.block(id).header.number > 0;
         id = chain.block(id).parent)
        for (const MockTransaction& transaction : chain.block(id).transactions)
            count += std::equal(data.begin(), data.end(), transaction.content.data.begin(),
                                transaction.content.data.end())
                         ? 1U
                         : 0U;
    return count;
}

}  // namespace ballast::sender::test
