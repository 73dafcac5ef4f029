// SPDX-License-Identifier: MIT
// Pool's sending to all.
#include <algorithm>
#include <array>

#include "base/hash.hpp"
#include "rpc/pool.hpp"
#include "rpc/questions.hpp"

namespace ballast::rpc {
namespace {

bool is_taken(SendVerdict verdict) {
    return verdict == SendVerdict::accepted || verdict == SendVerdict::already_known;
}

/// Said of a transaction that another node took, these mean that one of the two is wrong about
/// the account. Fees are a matter of each node's own pool.
bool is_severe(SendVerdict verdict) {
    return verdict == SendVerdict::nonce_too_low || verdict == SendVerdict::insufficient_funds;
}

/// The order of BroadcastAnswer::verdict where every node understood.
std::size_t rank(SendVerdict verdict) {
    constexpr std::array kOrder = {SendVerdict::accepted,    SendVerdict::already_known,
                                   SendVerdict::unknown,     SendVerdict::nonce_too_low,
                                   SendVerdict::fee_too_low, SendVerdict::insufficient_funds};
    return static_cast<std::size_t>(std::find(kOrder.begin(), kOrder.end(), verdict) -
                                    kOrder.begin());
}

std::string words_of(const NodeWord& word) {
    return word.node + ": " + word.message;
}

/// What a person should read beside the verdict: where two contradict each other, the severe one's
/// words; else those of whoever has the last word; else any.
std::string message_of(const std::vector<NodeWord>& words, const BroadcastAnswer& merged) {
    const auto decides = [&](const NodeWord& word) {
        return merged.contradiction ? is_severe(word.verdict) : word.verdict == merged.verdict;
    };
    const NodeWord* any = nullptr;
    for (const NodeWord& word : words) {
        if (word.message.empty()) continue;
        if (decides(word)) return words_of(word);
        if (any == nullptr) any = &word;
    }
    return any == nullptr ? "" : words_of(*any);
}

}  // namespace

BroadcastAnswer merge_words(const std::vector<NodeWord>& words) {
    BroadcastAnswer merged;
    bool severe = false;
    bool first = true;
    for (const NodeWord& word : words) {
        severe = severe || is_severe(word.verdict);
        if (first || rank(word.verdict) < rank(merged.verdict)) merged.verdict = word.verdict;
        first = false;
    }
    merged.contradiction = severe && is_taken(merged.verdict);
    merged.message = message_of(words, merged);
    return merged;
}

Result<BroadcastAnswer> Pool::broadcast(ByteView raw) {
    std::vector<std::size_t> on_chain;
    for (const Testimony& said : witnesses_.ask(witnesses_.all(), {}, options_.read_deadline))
        on_chain.push_back(said.endpoint);
    if (on_chain.empty() && witnesses_.any_on_other_chain()) return no_quorum();
    const auto testimonies = witnesses_.ask(on_chain, {ask_send(raw)}, options_.send_deadline);
    const Hash32 tx_hash = keccak256(raw);
    std::vector<NodeWord> words;
    for (const std::size_t endpoint : on_chain) {
        NodeWord word{witnesses_.at(endpoint).status().name, SendVerdict::unknown, "no answer"};
        for (const Testimony& said : testimonies) {
            if (said.endpoint != endpoint) continue;
            const auto sent = read_send(said.answers[0], tx_hash);
            word.verdict = sent ? sent->verdict : SendVerdict::unknown;
            word.message = sent ? sent->message : sent.error().what;
        }
        words.push_back(std::move(word));
    }
    if (words.empty())
        return BroadcastAnswer{SendVerdict::unknown, no_quorum().value().what, false};
    BroadcastAnswer merged = merge_words(words);
    if (merged.contradiction) ++counters_.contradictions;
    return merged;
}

}  // namespace ballast::rpc
