// SPDX-License-Identifier: MIT
#include "books/chain_reader.hpp"

#include <algorithm>
#include <functional>

#include "books/log_limits.hpp"
#include "books/placed_logs.hpp"
#include "rpc/questions.hpp"
#include "rpc/quorum.hpp"
#include "rpc/read.hpp"

namespace ballast::books {
namespace {

/// Whoever gives as many may have cut the answer there without a word: the cap of several
/// providers.
constexpr std::size_t kSuspiciousLogs = 10'000;
/// Nodes at one head are no further apart than one of these: slow chains need the blocks, fast ones
/// the seconds.
constexpr std::uint64_t kHeadBlocks = 3;
constexpr Seconds kHeadSeconds{30};
/// A head that stands still for so long is asked of every node: those who were asked may stand
/// still together.
constexpr Milliseconds kHeadStill{60'000};

Result<rpc::Block> block_in(const rpc::RpcAnswer& answer) {
    const auto* json = std::get_if<Json>(&answer);
    if (json != nullptr && json->is_null())
        return fail(Errc::upstream_unavailable, "the node does not have the block");
    return rpc::read_result(answer, rpc::read_block);
}

/// What one node says of many calls; nothing where it has another block there.
using Outcomes = std::optional<std::vector<rpc::CallOutcome>>;

bool same_outcomes(const Outcomes& a, const Outcomes& b) {
    if (!a || !b) return a.has_value() == b.has_value();
    return std::equal(a->begin(), a->end(), b->begin(), b->end(), [](const auto& x, const auto& y) {
        return x.reverted == y.reverted && x.output == y.output;
    });
}

bool same_blocks(const LogPage& a, const LogPage& b) {
    return a.before == b.before && a.last == b.last;
}

bool same_page(const LogPage& a, const LogPage& b) {
    return a.too_much || b.too_much || (same_blocks(a, b) && a.logs == b.logs);
}

/// Two nodes of which neither has fallen behind.
bool at_one_head(const rpc::Block& a, const rpc::Block& b) {
    const auto [low, high] = std::minmax(a.number, b.number);
    const auto [older, newer] = std::minmax(a.timestamp, b.timestamp);
    return high - low <= kHeadBlocks || newer - older <= kHeadSeconds;
}

}  // namespace

Result<ChainReader> ChainReader::make(rpc::Network& network, const Clock& clock,
                                      ChainReaderOptions options) {
    if (options.quorum == 0 || options.quorum > network.size())
        return fail(Errc::configuration, "a quorum of " + std::to_string(options.quorum) + " of " +
                                             std::to_string(network.size()) + " nodes cannot be");
    if (options.batch_max == 0) return fail(Errc::configuration, "batches of 0 questions");
    return ChainReader(network, clock, options);
}

ChainReader::ChainReader(rpc::Network& network, const Clock& clock, ChainReaderOptions options)
    : network_(&network), clock_(&clock), options_(options) {
    for (std::size_t i = 0; i < network.size(); ++i)
        peers_.push_back({i, options.batch_max, 0});
}

void ChainReader::put_last(std::size_t endpoint) {
    std::stable_partition(peers_.begin(), peers_.end(),
                          [&](const Peer& peer) { return peer.endpoint != endpoint; });
}

template <class Value, class Read, class Agrees>
Result<std::vector<ChainReader::Heard<Value>>> ChainReader::hear(const Questions& guards,
                                                                 const Questions& questions,
                                                                 const Read& read,
                                                                 const Agrees& agrees,
                                                                 std::size_t enough) {
    std::vector<Heard<Value>> heard;
    Error last{Errc::upstream_unavailable, "no node answers"};
    std::vector<Peer> good;
    std::vector<Peer> bad;
    bool contradicted = false;
    for (Peer& peer : peers_) {
        if (heard.size() >= enough && !contradicted) {
            good.push_back(peer);
            continue;
        }
        const auto told = ask(peer, guards, questions);
        Result<Value> value = told ? read(*told) : Result<Value>(fail(told.error()));
        if (!value) {
            last = value.error();
            (out_of_time() ? good : bad).push_back(peer);
            continue;
        }
        contradicted = contradicted || (!heard.empty() && !agrees(heard.front().value, *value));
        heard.push_back({peer.endpoint, std::move(*value)});
        good.push_back(peer);
    }
    good.insert(good.end(), bad.begin(), bad.end());
    peers_ = std::move(good);
    if (contradicted) ++disagreements_;
    if (contradicted && out_of_time())
        return fail(Errc::upstream_unavailable, "the time for this step is over");
    if (heard.size() < options_.quorum) return fail(last);
    return heard;
}

template <class Value, class Agrees>
Result<Value> ChainReader::settle(const std::vector<Heard<Value>>& heard, const Agrees& agrees,
                                  const std::string& about) {
    const Heard<Value>* agreed = nullptr;
    for (const Heard<Value>& one : heard) {
        if (agreed != nullptr && agrees(agreed->value, one.value)) continue;
        const auto with = std::count_if(heard.begin(), heard.end(), [&](const auto& other) {
            return agrees(one.value, other.value);
        });
        if (static_cast<std::size_t>(with) < options_.quorum) continue;
        if (agreed != nullptr)
            return fail(Errc::mismatch, "the nodes contradict each other about " + about);
        agreed = &one;
    }
    if (agreed == nullptr)
        return fail(Errc::mismatch, "the nodes contradict each other about " + about);
    for (const Heard<Value>& one : heard)
        if (!agrees(agreed->value, one.value)) put_last(one.endpoint);
    return agreed->value;
}

Result<std::uint64_t> ChainReader::head_of(std::size_t enough) {
    const auto read = [](const Told& told) { return block_in(told.answers.front()); };
    const auto heard =
        hear<rpc::Block>({}, {rpc::ask_block(rpc::BlockTag::latest())}, read, at_one_head, enough);
    if (!heard) return fail(heard.error());
    std::vector<std::uint64_t> numbers;
    for (const auto& one : *heard)
        numbers.push_back(one.value.number);
    const std::uint64_t reached = rpc::reached_by(std::move(numbers), options_.quorum);
    const auto is_reached = [&](const auto& one) { return one.value.number == reached; };
    const auto at = std::find_if(heard->begin(), heard->end(), is_reached);
    for (const auto& one : *heard)
        if (!at_one_head(one.value, at->value)) put_last(one.endpoint);
    return reached;
}

Result<std::uint64_t> ChainReader::head() {
    auto reached = head_of(options_.quorum);
    if (!reached) return reached;
    const Milliseconds now = clock_->monotonic();
    if (*reached > head_ || !head_rose_) {
        head_ = *reached;
        head_rose_ = now;
    }
    if (now.count - head_rose_->count < kHeadStill.count) return reached;
    // Once a minute, so that a node that does not answer costs its time no more often.
    head_rose_ = now;
    auto of_all = head_of(network_->size());
    if (!of_all) return reached;
    head_ = std::max(head_, *of_all);
    return of_all;
}

Result<rpc::Block> ChainReader::block(std::uint64_t number) {
    const auto read = [&](const Told& told) -> Result<rpc::Block> {
        auto block = block_in(told.answers.front());
        if (block && block->number != number)
            return fail(Errc::bad_data, "a node gave another block");
        return block;
    };
    const auto heard = hear<rpc::Block>({}, {rpc::ask_block(rpc::BlockTag::at(number))}, read,
                                        std::equal_to<>(), options_.quorum);
    if (!heard) return fail(heard.error());
    return settle(*heard, std::equal_to<>(), "block " + std::to_string(number));
}

Result<std::vector<rpc::CallOutcome>> ChainReader::call_slice(const rpc::Block& at,
                                                              const rpc::CallMessage* first,
                                                              std::size_t count) {
    const rpc::BlockTag tag = rpc::BlockTag::at(at.number);
    Questions questions;
    for (std::size_t i = 0; i < count; ++i)
        questions.push_back(rpc::ask_call(first[i], tag));
    const auto read = [&](const Told& told) -> Result<Outcomes> {
        for (const Answers& guards : told.guards) {
            const auto block = block_in(guards.back());
            if (!block) return fail(block.error());
            if (block->hash != at.hash) return Outcomes();
        }
        std::vector<rpc::CallOutcome> outcomes;
        for (const rpc::RpcAnswer& answer : told.answers) {
            auto outcome = rpc::read_call(answer);
            if (!outcome) return fail(outcome.error());
            outcomes.push_back(std::move(*outcome));
        }
        return Outcomes(std::move(outcomes));
    };
    const auto heard =
        hear<Outcomes>({rpc::ask_block(tag)}, questions, read, same_outcomes, options_.quorum);
    if (!heard) return fail(heard.error());
    auto agreed = settle(*heard, same_outcomes, "a call at block " + std::to_string(at.number));
    if (!agreed) return fail(agreed.error());
    if (!*agreed)
        return fail(Errc::mismatch,
                    "block " + std::to_string(at.number) + " is not what it was: a reorganisation");
    return std::move(**agreed);
}

std::size_t ChainReader::calls_max() const {
    // Two places of a body are the chain id's and the block's.
    return options_.batch_max > 3 ? options_.batch_max - 2 : 1;
}

Result<std::vector<rpc::CallOutcome>> ChainReader::calls(
    const rpc::Block& at, const std::vector<rpc::CallMessage>& messages) {
    std::vector<rpc::CallOutcome> all;
    while (all.size() < messages.size()) {
        const std::size_t count = std::min(calls_max(), messages.size() - all.size());
        auto some = call_slice(at, messages.data() + all.size(), count);
        if (!some) return fail(some.error());
        std::move(some->begin(), some->end(), std::back_inserter(all));
    }
    return all;
}

Result<LogPage> ChainReader::logs(const rpc::LogFilter& filter) {
    BALLAST_CHECK(filter.first <= filter.last);
    const bool single = filter.first == filter.last;
    const auto read = [&](const Told& told) -> Result<LogPage> {
        LogPage page;
        const auto* error = std::get_if<rpc::RemoteError>(&told.answers[1]);
        page.too_much = error != nullptr && says_too_much(error->message);
        // Less than one block cannot be asked for: that node cannot answer.
        if (page.too_much && single) return fail(Errc::failed, rpc::sentence(*error));
        if (page.too_much) return page;
        const auto first = block_in(told.answers[0]);
        const auto last = block_in(told.answers[2]);
        auto logs = rpc::read_result(told.answers[1], rpc::read_placed_logs);
        if (!first) return fail(first.error());
        if (!last) return fail(last.error());
        if (!logs) return fail(logs.error());
        if (const Status fits = check_logs(*logs, filter); !fits) return fail(fits.error());
        page.too_much = logs->size() >= kSuspiciousLogs && !single;
        page.before = *first;
        page.last = *last;
        page.logs = std::move(*logs);
        put_in_order(page.logs);
        page.logs.erase(std::unique(page.logs.begin(), page.logs.end()), page.logs.end());
        return page;
    };
    const std::uint64_t before = filter.first == 0 ? 0 : filter.first - 1;
    const auto heard =
        hear<LogPage>({},
                      {rpc::ask_block(rpc::BlockTag::at(before)), rpc::ask_logs(filter),
                       rpc::ask_block(rpc::BlockTag::at(filter.last))},
                      read, same_page, options_.quorum);
    const LogPage too_much{true, {}, {}, {}};
    if (!heard) {
        if (says_too_much(heard.error().what)) return too_much;
        return fail(heard.error());
    }
    for (const auto& one : *heard)
        if (one.value.too_much) return too_much;
    auto page = settle(*heard, same_blocks, "a block");
    if (!page) return page;
    std::vector<rpc::PlacedLog> all;
    std::size_t pages = 0;
    bool same = true;
    for (const auto& one : *heard) {
        if (!same_blocks(one.value, *page)) continue;
        same = same && one.value.logs == page->logs;
        all.insert(all.end(), one.value.logs.begin(), one.value.logs.end());
        ++pages;
    }
    // Two that stand at one place and differ both stay where nobody else can be asked.
    if (!same) page->logs = given_by(std::move(all), pages > options_.quorum ? options_.quorum : 1);
    if (filter.first == 0) page->before.reset();
    return page;
}

}  // namespace ballast::books
