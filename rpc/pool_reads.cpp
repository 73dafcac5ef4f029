// SPDX-License-Identifier: MIT
// Pool's reading functions.
#include <algorithm>
#include <utility>

#include "rpc/pool.hpp"
#include "rpc/questions.hpp"
#include "rpc/quorum.hpp"
#include "rpc/read.hpp"

namespace ballast::rpc {
namespace {

/// Each costs a batch to every node: enough for a fork a few blocks deep.
constexpr std::size_t kCandidatesMax = 8;

struct AccountFacts {
    std::uint64_t nonce = 0;
    std::uint64_t finalized_nonce = 0;
    U256 balance;
    bool operator==(const AccountFacts&) const = default;
};

Result<AccountFacts> read_account(const std::vector<RpcAnswer>& answers) {
    const auto nonce = read_result(answers[0], read_quantity64);
    const auto balance = read_result(answers[1], read_quantity);
    const auto finalized = read_result(answers[2], read_quantity64);
    if (!nonce) return fail(nonce.error());
    if (!balance) return fail(balance.error());
    if (!finalized) return fail(finalized.error());
    if (*finalized > *nonce) return fail(Errc::bad_data, "a final nonce is above the nonce");
    return AccountFacts{*nonce, *finalized, *balance};
}

/// Nodes word a revert each in their own way: only that it reverted, and the bytes, must agree.
struct CallFacts {
    CallOutcome outcome;
    bool operator==(const CallFacts& other) const {
        return outcome.reverted == other.outcome.reverted && outcome.output == other.outcome.output;
    }
};

/// A question about the head alone.
struct Nothing {
    bool operator==(const Nothing&) const = default;
};

std::vector<std::uint64_t> numbers_of(const auto& samples, const auto& member) {
    std::vector<std::uint64_t> numbers;
    for (const auto& sample : samples)
        numbers.push_back(member(sample));
    return numbers;
}

}  // namespace

template <class Extra>
std::vector<Pool::AtHead<Extra>> Pool::ask_at(const std::vector<std::size_t>& endpoints,
                                              std::uint64_t head, std::uint64_t finalized,
                                              const Inquiry<Extra>& inquiry,
                                              std::vector<std::size_t>& speakers) {
    const BlockTag at = BlockTag::at(head);
    const BlockTag under = BlockTag::at(finalized);
    std::vector<Question> questions{ask_block(at), ask_block(under)};
    for (Question& question : inquiry.ask(at, under))
        questions.push_back(std::move(question));
    std::vector<AtHead<Extra>> facts;
    for (Testimony& said : witnesses_.ask(endpoints, questions, options_.read_deadline)) {
        auto& answers = said.answers;
        const auto block = read_result(answers[0], read_block);
        const auto final_block = read_result(answers[1], read_block);
        const std::vector<RpcAnswer> rest(answers.begin() + 2, answers.end());
        auto extra = inquiry.read(rest);
        const bool fits = block && final_block && extra && block->number == head &&
                          final_block->number == finalized;
        if (!fits) continue;  // It may have lost the block in a reorganisation meanwhile.
        facts.push_back({*block, *final_block, std::move(*extra)});
        speakers.push_back(said.endpoint);
    }
    return facts;
}

template <class Extra>
Result<Pool::AtHead<Extra>> Pool::agree_at_head(const std::vector<Sample>& samples,
                                                const Inquiry<Extra>& inquiry) {
    const auto heads = numbers_of(samples, [](const Sample& s) { return s.latest.number; });
    const auto finals = numbers_of(samples, [](const Sample& s) { return s.finalized; });
    const std::uint64_t finalized =
        std::max(reached_by(finals, options_.quorum), memory_.finalized_number());
    for (const std::uint64_t head : head_candidates(heads, options_.quorum, kCandidatesMax)) {
        std::vector<std::size_t> endpoints;
        for (const Sample& sample : samples)
            if (sample.latest.number >= head) endpoints.push_back(sample.endpoint);
        if (endpoints.size() < options_.quorum || head < finalized) continue;
        std::vector<std::size_t> speakers;
        const auto facts = ask_at(endpoints, head, finalized, inquiry, speakers);
        auto agreed = agree(facts, options_.quorum);
        if (agreed.vote == Vote::several) break;
        if (agreed.vote == Vote::none) continue;
        note_dissent(speakers, agreed.voices);
        if (auto taken = remember(agreed.value.head, agreed.value.finalized); !taken)
            return fail(taken.error());
        return std::move(agreed.value);
    }
    return disagreement("a head");
}

Result<AccountView> Pool::look(const chain::Address& account) {
    const auto samples = sample({ask_tip()});
    if (!samples) return fail(samples.error());
    const Inquiry<AccountFacts> inquiry{
        [&](const BlockTag& head, const BlockTag& finalized) {
            return std::vector<Question>{ask_nonce(account, head), ask_balance(account, head),
                                         ask_nonce(account, finalized)};
        },
        read_account};
    const auto agreed = agree_at_head(*samples, inquiry);
    if (!agreed) return fail(agreed.error());
    std::vector<U256> tips;
    for (const Sample& sample : *samples)
        if (const auto tip = read_result(sample.rest[0], read_quantity)) tips.push_back(*tip);
    if (tips.empty()) return disagreement("a tip");
    const AccountFacts& facts = agreed->extra;
    return AccountView{.head = agreed->head,
                       .finalized_number = agreed->finalized.number,
                       .nonce = facts.nonce,
                       .finalized_nonce = facts.finalized_nonce,
                       .balance = facts.balance,
                       .tip = lower_median(std::move(tips))};
}

Result<CallOutcome> Pool::call(const CallMessage& message) {
    const auto samples = sample({});
    if (!samples) return fail(samples.error());
    const Inquiry<CallFacts> inquiry{
        [&](const BlockTag& head, const BlockTag&) {
            return std::vector<Question>{ask_call(message, head)};
        },
        [](const std::vector<RpcAnswer>& answers) -> Result<CallFacts> {
            auto outcome = read_call(answers[0]);
            if (!outcome) return fail(outcome.error());
            return CallFacts{std::move(*outcome)};
        }};
    auto agreed = agree_at_head(*samples, inquiry);
    if (!agreed) return fail(agreed.error());
    return std::move(agreed->extra.outcome);
}

Result<Block> Pool::head() {
    const auto samples = sample({});
    if (!samples) return fail(samples.error());
    const Inquiry<Nothing> inquiry{
        [](const BlockTag&, const BlockTag&) { return std::vector<Question>{}; },
        [](const std::vector<RpcAnswer>&) -> Result<Nothing> { return Nothing{}; }};
    const auto agreed = agree_at_head(*samples, inquiry);
    if (!agreed) return fail(agreed.error());
    return agreed->head;
}

template <class Value>
Result<Value> Pool::agree_alive(
    const std::vector<Question>& questions,
    const std::function<std::optional<Value>(const std::vector<RpcAnswer>&)>& read,
    const std::string& about) {
    std::vector<std::size_t> alive = witnesses_.all();
    std::erase_if(alive, [&](std::size_t i) { return !witnesses_.at(i).is_alive(); });
    if (alive.size() < options_.quorum) return no_quorum();
    std::vector<Value> values;
    std::vector<std::size_t> speakers;
    for (const Testimony& said : witnesses_.ask(alive, questions, options_.read_deadline)) {
        auto value = read(said.answers);
        if (!value) continue;
        values.push_back(std::move(*value));
        speakers.push_back(said.endpoint);
    }
    auto agreed = agree(values, options_.quorum);
    if (agreed.vote == Vote::one) note_dissent(speakers, agreed.voices);
    if (agreed.vote == Vote::one) return std::move(agreed.value);
    return values.size() < options_.quorum ? Result<Value>(no_quorum()) : disagreement(about);
}

Result<Block> Pool::block(std::uint64_t number) {
    return agree_alive<Block>(
        {ask_block(BlockTag::at(number))},
        [number](const std::vector<RpcAnswer>& answers) -> std::optional<Block> {
            const auto block = read_result(answers[0], read_block);
            if (!block || block->number != number) return std::nullopt;
            return *block;
        },
        "block " + std::to_string(number));
}

Result<CallOutcome> Pool::call_at(const CallMessage& message, const Block& at) {
    const BlockTag tag = BlockTag::at(at.number);
    auto agreed = agree_alive<CallFacts>(
        {ask_block(tag), ask_call(message, tag)},
        [&at](const std::vector<RpcAnswer>& answers) -> std::optional<CallFacts> {
            const auto block = read_result(answers[0], read_block);
            auto outcome = read_call(answers[1]);
            if (!block || block->hash != at.hash || !outcome) return std::nullopt;
            return CallFacts{std::move(*outcome)};
        },
        "a call at block " + std::to_string(at.number));
    if (!agreed) return fail(agreed.error());
    return std::move(agreed->outcome);
}

Result<std::optional<Receipt>> Pool::receipt(const Hash32& tx_hash) {
    const auto samples = sample({ask_receipt(tx_hash)});
    if (!samples) return fail(samples.error());
    std::vector<Receipt> receipts;
    std::vector<std::size_t> speakers;
    std::size_t none = 0;
    for (const Sample& sample : *samples) {
        const auto said = read_receipt_of(sample.rest[0], tx_hash);
        if (!said) {
            witnesses_.unreadable(sample.endpoint);
        } else if (*said) {
            receipts.push_back(**said);
            speakers.push_back(sample.endpoint);
        } else if (!memory_.head() || sample.latest.number >= memory_.head()->number) {
            ++none;  // A node that is behind what we know cannot say that there is none.
        }
    }
    auto agreed = agree(receipts, options_.quorum);
    if (agreed.vote == Vote::one) {
        note_dissent(speakers, agreed.voices);
        const auto time = check_canonical(agreed.value);
        if (!time) return fail(time.error());
        agreed.value.block_time = *time;
        return std::optional<Receipt>(std::move(agreed.value));
    }
    if (agreed.vote == Vote::none && none >= options_.quorum) return std::optional<Receipt>();
    return disagreement("the receipt of " + to_hex(tx_hash));
}

Result<UnixSeconds> Pool::check_canonical(const Receipt& receipt) {
    const auto agreed = block(receipt.block_number);
    if (!agreed) return fail(agreed.error());
    if (agreed->hash != receipt.block_hash)
        return disagreement("the block of the receipt of " + to_hex(receipt.tx_hash));
    return agreed->timestamp;
}

Result<bool> Pool::knows(const Hash32& tx_hash) {
    const std::vector<Question> question{ask_transaction(tx_hash)};
    std::size_t none = 0;
    for (const Testimony& said :
         witnesses_.ask(witnesses_.all(), question, options_.read_deadline)) {
        const auto* answer = std::get_if<Json>(&said.answers[0]);
        if (answer == nullptr) continue;
        if (answer->is_null()) ++none;
        const Json* hash = answer->find("hash");
        const auto named = hash == nullptr ? fail(Errc::bad_data, "") : read_hash(*hash);
        if (named && *named == tx_hash) return true;
    }
    if (none < options_.quorum) return no_quorum();
    return false;
}

Result<std::uint64_t> Pool::estimate_gas(const CallMessage& message) {
    const auto samples = sample({ask_estimate(message)});
    if (!samples) return fail(samples.error());
    std::vector<std::uint64_t> estimates;
    std::size_t reverts = 0;
    std::string words;
    for (const Sample& sample : *samples) {
        const auto* error = std::get_if<RemoteError>(&sample.rest[0]);
        if (error != nullptr && is_revert(*error)) {
            ++reverts;
            words = witnesses_.at(sample.endpoint).status().name + ": " + sentence(*error);
        }
        if (const auto gas = read_result(sample.rest[0], read_quantity64))
            estimates.push_back(*gas);
    }
    // The largest of the lowest quorum: neither one absurd estimate nor one too low counts alone.
    if (estimates.size() >= options_.quorum) return within(estimates, options_.quorum);
    if (reverts >= options_.quorum) return fail(Errc::failed, words);
    return disagreement("an estimate of gas");
}

}  // namespace ballast::rpc
