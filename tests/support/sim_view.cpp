// SPDX-License-Identifier: MIT
#include "tests/support/sim_view.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "chain/signer.hpp"

namespace ballast::test {
namespace {

tl::unexpected<Error> no_answer() {
    return fail(Errc::upstream_unavailable, "simulated: no answer");
}

/// Reading recovers the sender, which is slow; equal bytes read the same.
const MockTransaction& read_once(ByteView raw) {
    static std::map<Bytes, MockTransaction> known;
    Bytes bytes(raw.begin(), raw.end());
    const auto found = known.find(bytes);
    if (found != known.end()) return found->second;
    auto read = read_transaction(raw);
    BALLAST_CHECK(read.has_value());
    return known.emplace(std::move(bytes), std::move(*read)).first->second;
}

const chain::SecretKey& secret(std::uint64_t seed) {
    static std::map<std::uint64_t, chain::SecretKey> made;
    const auto found = made.find(seed);
    if (found != made.end()) return found->second;
    Bytes bytes(32, 0x11);
    bytes.back() = static_cast<std::uint8_t>(seed);
    return made.emplace(seed, std::move(*chain::SecretKey::from_bytes(bytes))).first->second;
}

}  // namespace

bool SimView::answers() {
    if (!process_.does(Act::look)) return false;
    world_.pass({5});
    return !world_.strikes(world_.weather.no_look);
}

Result<rpc::AccountView> SimView::look(const chain::Address& account) {
    if (!answers()) return no_answer();
    const auto account_at = [&](const MockBlock& block) {
        const auto found = block.accounts.find(account);
        return found == block.accounts.end() ? MockAccount() : found->second;
    };
    const MockBlock& head = world_.chain.block(world_.chain.head());
    const std::uint64_t finalized = world_.chain.finalized_number(world_.chain.head());
    const MockBlock& final_block =
        world_.chain.block(*world_.chain.at_number(world_.chain.head(), finalized));
    return rpc::AccountView{.head = head.header,
                            .finalized_number = finalized,
                            .nonce = account_at(head).nonce,
                            .finalized_nonce = account_at(final_block).nonce,
                            .balance = account_at(head).balance,
                            .tip = U256(1'000'000'000)};
}

Result<std::optional<rpc::Receipt>> SimView::receipt(const Hash32& tx_hash) {
    if (!answers()) return no_answer();
    const auto place = world_.chain.find(world_.chain.head(), tx_hash);
    if (!place) return std::optional<rpc::Receipt>();
    for (rpc::Receipt receipt : world_.chain.block(*place).receipts) {
        if (receipt.tx_hash != tx_hash) continue;
        receipt.block_time = world_.chain.block(*place).header.timestamp;
        return std::optional(receipt);
    }
    return std::optional<rpc::Receipt>();
}

Result<bool> SimView::knows(const Hash32& tx_hash) {
    if (!answers()) return no_answer();
    return world_.pool().find(tx_hash) != nullptr ||
           world_.chain.find(world_.chain.head(), tx_hash).has_value();
}

Result<bool> SimView::keeps_receipts_above(std::uint64_t) {
    if (!answers()) return no_answer();
    return true;
}

Result<rpc::CallOutcome> SimView::call(const rpc::CallMessage&) {
    if (!answers()) return no_answer();
    return rpc::CallOutcome{};
}

Result<std::uint64_t> SimView::estimate_gas(const rpc::CallMessage& message) {
    if (!answers()) return no_answer();
    chain::Transaction transaction;
    transaction.to = message.to;
    transaction.data = message.data;
    return intrinsic_gas(transaction);
}

rpc::SendVerdict SimView::verdict(const std::optional<Refusal>& refusal) {
    if (!refusal) return rpc::SendVerdict::accepted;
    if (*refusal == Refusal::already_known) return rpc::SendVerdict::already_known;
    if (*refusal == Refusal::nonce_too_low) return rpc::SendVerdict::nonce_too_low;
    if (*refusal == Refusal::insufficient_funds) return rpc::SendVerdict::insufficient_funds;
    const bool is_fee = *refusal == Refusal::replacement_underpriced ||
                        *refusal == Refusal::tip_too_low || *refusal == Refusal::fee_below_base;
    return is_fee ? rpc::SendVerdict::fee_too_low : rpc::SendVerdict::unknown;
}

Result<rpc::BroadcastAnswer> SimView::broadcast(ByteView raw) {
    const rpc::BroadcastAnswer silence;
    if (!process_.does(Act::send)) return silence;
    if (world_.strikes(world_.weather.no_request)) return silence;
    const MockTransaction& transaction = read_once(raw);
    if (on_arrival) on_arrival(transaction);
    const auto refusal = world_.pool().add(transaction, world_.chain.head());
    if (!process_.does(Act::answer)) return silence;
    world_.pass({5});
    if (world_.strikes(world_.weather.no_answer)) return silence;
    return rpc::BroadcastAnswer{.verdict = verdict(refusal),
                                .message = refusal ? words(ClientKind::geth, *refusal).message : "",
                                .contradiction = false};
}

SimSigner::SimSigner(SimProcess& process, std::uint64_t seed) : process_(process), seed_(seed) {}

const chain::Address& SimSigner::address() const {
    return secret(seed_).address();
}

chain::Address SimSigner::address_of(std::uint64_t seed) {
    return secret(seed).address();
}

Result<Bytes> SimSigner::sign_transaction(const chain::Transaction& transaction) {
    static std::map<std::pair<std::uint64_t, Hash32>, Bytes> made;
    if (!process_.does(Act::sign)) return fail(Errc::upstream_unavailable, "simulated: dead");
    if (transaction.chain_id != kSimChain)
        return fail(Errc::configuration, "simulated: another chain");
    const auto name = std::pair(seed_, chain::signing_hash(transaction));
    auto found = made.find(name);
    if (found == made.end())
        found =
            made.emplace(name, chain::encode_signed({transaction, secret(seed_).sign(name.second)}))
                .first;
    return found->second;
}

Result<chain::Signature> SimSigner::sign_typed_data(const chain::Eip712Document&) {
    return fail(Errc::permission, "simulated: signs transactions only");
}

}  // namespace ballast::test
