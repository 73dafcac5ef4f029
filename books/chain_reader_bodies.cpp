// SPDX-License-Identifier: MIT
// How one node is asked: in bodies of as many questions as it takes.
#include <algorithm>

#include "books/chain_reader.hpp"
#include "books/log_limits.hpp"
#include "net/redactor.hpp"
#include "rpc/questions.hpp"
#include "rpc/read.hpp"

namespace ballast::books {
namespace {

/// A node that takes smaller batches than it might is asked for twice as much after so many.
constexpr std::size_t kAsksUntilMore = 256;

bool asks_logs(const std::vector<rpc::Question>& questions) {
    return std::any_of(questions.begin(), questions.end(),
                       [](const rpc::Question& q) { return q.method == "eth_getLogs"; });
}

}  // namespace

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

}  // namespace ballast::books
