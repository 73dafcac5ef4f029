// SPDX-License-Identifier: MIT
#include "rpc/witnesses.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "rpc/questions.hpp"
#include "rpc/read.hpp"

namespace ballast::rpc {
namespace {

bool is_request_to_wait(const RemoteError& error) {
    return error.code == -32005 || error.code == 429;
}

/// Providers say "too many requests" with these, inside an HTTP 200. Besu uses the first for
/// other limits too, but not for eth_chainId.
bool is_request_to_wait(const RpcAnswer& answer) {
    const auto* error = std::get_if<RemoteError>(&answer);
    return error != nullptr && is_request_to_wait(*error);
}

bool is_result(const RpcAnswer& answer) {
    return std::holds_alternative<Json>(answer);
}

/// Whoever refuses everything with such a status does so once more when asked for its chain id
/// alone, and is out then. 401, 407, 408, 425 and 429 are not about what was asked.
bool is_batch_refused(const NetworkReply& reply, std::size_t count) {
    constexpr std::array kAboutOtherThings = {401, 407, 408, 425, 429};
    const auto* end = kAboutOtherThings.end();
    if (std::find(kAboutOtherThings.begin(), end, reply.status) != end) return false;
    if (reply.status >= 400 && reply.status <= 499) return true;
    if (reply.status < 200 || reply.status > 299) return false;
    const auto refusal = batch_refusal(reply.body, count);
    return refusal && !is_request_to_wait(*refusal);
}

}  // namespace

Witnesses::Witnesses(Network& network, const Clock& clock, std::uint64_t chain_id,
                     const EndpointRules& rules, std::uint64_t seed,
                     const EndpointObserver& observer)
    : network_(network), clock_(clock), chain_id_(chain_id) {
    for (std::size_t i = 0; i < network.size(); ++i)
        endpoints_.emplace_back(network.name(i), rules, seed + i, observer);
}

std::vector<std::size_t> Witnesses::all() const {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < endpoints_.size(); ++i)
        numbers.push_back(i);
    return numbers;
}

std::vector<Testimony> Witnesses::ask(const std::vector<std::size_t>& endpoints,
                                      const std::vector<Question>& questions, Milliseconds total) {
    std::vector<std::size_t> in_batches;
    std::vector<std::size_t> singly;
    for (const std::size_t endpoint : endpoints)
        (at(endpoint).may_take_batches(now()) ? in_batches : singly).push_back(endpoint);
    std::vector<Testimony> said;
    const std::vector<std::size_t> refused = ask_in_batches(in_batches, questions, total, said);
    singly.insert(singly.end(), refused.begin(), refused.end());
    ask_singly(std::move(singly), refused, questions, total, said);
    std::sort(said.begin(), said.end(),
              [](const Testimony& a, const Testimony& b) { return a.endpoint < b.endpoint; });
    return said;
}

std::vector<std::size_t> Witnesses::ask_in_batches(const std::vector<std::size_t>& endpoints,
                                                   const std::vector<Question>& questions,
                                                   Milliseconds total,
                                                   std::vector<Testimony>& said) {
    std::vector<Question> batch{ask_chain_id()};
    batch.insert(batch.end(), questions.begin(), questions.end());
    const std::int64_t first_id = next_id_;
    next_id_ += static_cast<std::int64_t>(batch.size());
    const std::size_t count = batch.size();
    const std::string body = write_batch(first_id, std::move(batch));
    std::vector<NetworkRequest> requests;
    for (const std::size_t endpoint : endpoints) {
        if (!at(endpoint).admit(now())) continue;
        at(endpoint).tries_batch(now());
        requests.push_back({endpoint, body});
    }
    if (requests.empty()) return {};
    const auto replies = network_.post(requests, total);
    std::vector<std::size_t> refused;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const std::size_t endpoint = requests[i].endpoint;
        if (replies[i] && is_batch_refused(*replies[i], count)) {
            refused.push_back(endpoint);
        } else if (has_answer(at(endpoint), replies[i])) {
            auto answers = judge(endpoint, *replies[i], first_id, count);
            if (answers) said.push_back({endpoint, std::move(*answers)});
        }
    }
    return refused;
}

bool Witnesses::has_answer(Endpoint& endpoint, const Result<NetworkReply>& reply) const {
    if (!reply) {
        endpoint.failed(now(), EndpointReason::no_answer);
    } else if (reply->status == 429 || (reply->status == 503 && reply->retry_after)) {
        endpoint.asked_to_wait(now(), reply->retry_after);
    } else if (reply->status < 200 || reply->status > 299) {
        endpoint.failed(now(), EndpointReason::http_status);
    } else {
        return true;
    }
    return false;
}

bool Witnesses::is_on_our_chain(Endpoint& endpoint, const RpcAnswer& chain_id) const {
    if (is_request_to_wait(chain_id)) {
        endpoint.asked_to_wait(now(), std::nullopt);
        return false;
    }
    const auto number = read_result(chain_id, read_quantity64);
    if (number && *number == chain_id_) return true;
    if (number)
        endpoint.on_other_chain(now());
    else
        endpoint.failed(now(), EndpointReason::bad_answer);
    return false;
}

std::optional<std::vector<RpcAnswer>> Witnesses::judge(std::size_t number,
                                                       const NetworkReply& reply,
                                                       std::int64_t first_id, std::size_t count) {
    Endpoint& endpoint = at(number);
    auto answers = read_batch(reply.body, first_id, count, network_.redactor(number));
    if (!answers) {
        const auto refusal = batch_refusal(reply.body, count);
        if (refusal && is_request_to_wait(*refusal))
            endpoint.asked_to_wait(now(), std::nullopt);
        else
            endpoint.failed(now(), EndpointReason::bad_answer);
        return std::nullopt;
    }
    if (!is_on_our_chain(endpoint, answers->front())) return std::nullopt;
    answers->erase(answers->begin());
    // One of errors alone is no proof that batches are taken: asked singly it may well answer.
    if (answers->empty() || std::any_of(answers->begin(), answers->end(), is_result))
        endpoint.took_batch();
    return std::move(*answers);
}

void Witnesses::unreadable(std::size_t endpoint) {
    at(endpoint).failed(now(), EndpointReason::bad_answer);
}

bool Witnesses::any_on_other_chain() const {
    for (const Endpoint& endpoint : endpoints_)
        if (endpoint.status().state == EndpointState::wrong_chain) return true;
    return false;
}

std::string Witnesses::summary() const {
    std::string text;
    for (const Endpoint& endpoint : endpoints_) {
        const EndpointStatus& status = endpoint.status();
        text += (text.empty() ? "" : ", ") + status.name + " is " + std::string(name(status.state));
        if (status.reason != EndpointReason::none && status.state != EndpointState::alive)
            text += " (" + std::string(name(status.reason)) + ")";
    }
    return text;
}

}  // namespace ballast::rpc
