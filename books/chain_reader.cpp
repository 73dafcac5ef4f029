// SPDX-License-Identifier: MIT
#include "books/chain_reader.hpp"

#include <algorithm>
#include <functional>

#include "books/log_limits.hpp"
#include "books/placed_logs.hpp"
#include "net/redactor.hpp"
#include "rpc/questions.hpp"
#include "rpc/quorum.hpp"
#include "rpc/read.hpp"

namespace ballast::books {
namespace {

/// Whoever gives as many may have cut the answer there without a word: the cap of several
/// providers.
constexpr std::size_t kSuspiciousLogs = 10'000;
/// A node that takes smaller batches than it might is asked for twice as much after so many.
constexpr std::size_t kAsksUntilMore = 256;

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

bool asks_logs(const std::vector<rpc::Question>& questions) {
    return std::any_of(questions.begin(), questions.end(),
                       [](const rpc::Question& q) { return q.method == "eth_getLogs"; });
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

Result<std::string> ChainReader::post(const Peer& peer, std::string body) {
    const std::int64_t left = stop_at_.count - clock_->monotonic().count;
    if (left <= 0) return fail(Errc::upstream_unavailable, "the time for this step is over");
    ++requests_;
    const Milliseconds total{std::min(left, options_.request_deadline.count)};
    auto replies = network_->post({{peer.endpoint, std::move(body)}}, total);
    if (!replies.front()) return fail(replies.front().error());
    rpc::NetworkReply& reply = *replies.front();
    // A refusal in JSON-RPC is read whatever the status: providers put it into a 400 or a 413.
    const bool asks_to_wait = reply.status == 429;
    if (reply.status / 100 == 2 ||
        (!asks_to_wait && reply.body.find("\"error\"") != std::string::npos))
        return std::move(reply.body);
    const std::string status = "HTTP status " + std::to_string(reply.status);
    const char* words = reply.status == 413 ? " (entity too large)" : "";
    return fail(Errc::upstream_unavailable, network_->name(peer.endpoint) + ": " + status + words);
}

Result<ChainReader::Answers> ChainReader::ask_alone(const Peer& peer, rpc::Question question) {
    const std::int64_t id = ++last_id_;
    const auto text = post(peer, rpc::write_request(id, std::move(question)));
    if (!text) return fail(text.error());
    const net::Redactor& redactor = network_->redactor(peer.endpoint);
    // A provider that refuses before it looks at the request answers with no id.
    if (const auto refusal = rpc::batch_refusal(*text, 0, redactor))
        return Answers{rpc::RpcAnswer(*refusal)};
    auto answer = rpc::read_answer(*text, id, redactor);
    if (!answer) return fail_in(network_->name(peer.endpoint), answer.error());
    return Answers{std::move(*answer)};
}

Result<std::optional<ChainReader::Answers>> ChainReader::ask_slice(Peer& peer,
                                                                   Questions questions) {
    const std::size_t count = questions.size();
    if (count == 1) return ask_alone(peer, std::move(questions.front()));
    const bool logs = asks_logs(questions);
    const std::int64_t first = last_id_ + 1;
    last_id_ += static_cast<std::int64_t>(count);
    const auto text = post(peer, rpc::write_batch(first, questions));
    if (!text) return fail(text.error());
    const net::Redactor& redactor = network_->redactor(peer.endpoint);
    const auto refusal = rpc::batch_refusal(*text, count, redactor);
    if (refusal && logs && says_too_much(refusal->message))
        return fail(Errc::failed, rpc::sentence(*refusal));
    // Fewer questions in a body would be more bodies, where the node asks for fewer of those.
    if (refusal && says_wait(refusal->message))
        return fail(Errc::upstream_unavailable,
                    network_->name(peer.endpoint) + ": " + rpc::sentence(*refusal));
    // It takes no batch of this size: what it takes is found by halving, and kept.
    if (refusal) {
        peer.batch = count / 2;
        peer.answered = 0;
        return std::optional<Answers>();
    }
    auto answers = rpc::read_batch(*text, first, count, redactor);
    if (!answers) return fail_in(network_->name(peer.endpoint), answers.error());
    return std::optional<Answers>(std::move(*answers));
}

/// With guards of its own in every body: behind one name may stand several machines.
Result<ChainReader::Told> ChainReader::ask_in_bodies(Peer& peer, const Questions& guards,
                                                     const Questions& questions) {
    const bool apart = peer.batch < 2 * guards.size();
    const std::size_t guarded = apart ? 0 : guards.size();
    Told told;
    const auto ask_guards = [&]() -> Status {
        Answers all;
        for (const rpc::Question& guard : guards) {
            auto answer = ask_alone(peer, guard);
            if (!answer) return fail(answer.error());
            all.push_back(std::move(answer->front()));
        }
        told.guards.push_back(std::move(all));
        return {};
    };
    if (apart)
        if (auto before = ask_guards(); !before) return fail(before.error());
    while (told.answers.size() < questions.size()) {
        const auto begin = questions.begin() + static_cast<std::ptrdiff_t>(told.answers.size());
        const std::size_t room = std::max<std::size_t>(peer.batch, 1) - guarded;
        const std::size_t count = std::min(room, questions.size() - told.answers.size());
        Questions body(guards.begin(), guards.begin() + static_cast<std::ptrdiff_t>(guarded));
        body.insert(body.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
        auto some = ask_slice(peer, std::move(body));
        if (!some) return fail(some.error());
        if (!*some) return ask_in_bodies(peer, guards, questions);
        const auto answers = (*some)->begin() + static_cast<std::ptrdiff_t>(guarded);
        if (!apart) told.guards.emplace_back((*some)->begin(), answers);
        told.answers.insert(told.answers.end(), answers, (*some)->end());
    }
    // A node's chain does not change in between; its block may.
    if (apart && guards.size() > 1)
        if (auto after = ask_guards(); !after) return fail(after.error());
    return told;
}

Status ChainReader::check_chain(const Peer& peer, const Told& told) const {
    for (const Answers& guards : told.guards) {
        const auto chain = rpc::read_result(guards.front(), rpc::read_quantity64);
        if (!chain) return fail(chain.error());
        if (*chain != options_.chain_id)
            return fail(Errc::configuration,
                        network_->name(peer.endpoint) + " is on another chain");
    }
    return {};
}

Result<ChainReader::Told> ChainReader::ask(Peer& peer, const Questions& guards,
                                           const Questions& questions) {
    // What it refused once may have been a bad hour: it is tried again, now and then.
    if (peer.batch < options_.batch_max && peer.answered >= kAsksUntilMore) {
        peer.batch = std::min(options_.batch_max, std::max<std::size_t>(peer.batch, 1) * 2);
        peer.answered = 0;
    }
    Questions all{rpc::ask_chain_id()};
    all.insert(all.end(), guards.begin(), guards.end());
    auto told = ask_in_bodies(peer, all, questions);
    if (!told) return told;
    ++peer.answered;
    if (auto ours = check_chain(peer, *told); !ours) return fail(ours.error());
    return told;
}

template <class Value, class Read, class Agrees>
Result<std::vector<ChainReader::Heard<Value>>> ChainReader::hear(const Questions& guards,
                                                                 const Questions& questions,
                                                                 const Read& read,
                                                                 const Agrees& agrees) {
    std::vector<Heard<Value>> heard;
    Error last{Errc::upstream_unavailable, "no node answers"};
    std::vector<Peer> good;
    std::vector<Peer> bad;
    bool contradicted = false;
    for (Peer& peer : peers_) {
        if (heard.size() >= options_.quorum && !contradicted) {
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

Result<std::uint64_t> ChainReader::head() {
    const auto read = [](const Told& told) -> Result<std::uint64_t> {
        const auto block = block_in(told.answers.front());
        return block ? Result<std::uint64_t>(block->number) : fail(block.error());
    };
    // Nodes may well be a few blocks apart.
    const auto heard = hear<std::uint64_t>({}, {rpc::ask_block(rpc::BlockTag::latest())}, read,
                                           [](std::uint64_t, std::uint64_t) { return true; });
    if (!heard) return fail(heard.error());
    std::vector<std::uint64_t> numbers;
    for (const auto& one : *heard)
        numbers.push_back(one.value);
    return rpc::reached_by(std::move(numbers), options_.quorum);
}

Result<rpc::Block> ChainReader::block(std::uint64_t number) {
    const auto read = [&](const Told& told) -> Result<rpc::Block> {
        auto block = block_in(told.answers.front());
        if (block && block->number != number)
            return fail(Errc::bad_data, "a node gave another block");
        return block;
    };
    const auto heard =
        hear<rpc::Block>({}, {rpc::ask_block(rpc::BlockTag::at(number))}, read, std::equal_to<>());
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
    const auto heard = hear<Outcomes>({rpc::ask_block(tag)}, questions, read, same_outcomes);
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
                      read, same_page);
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
