// SPDX-License-Identifier: MIT
#include "rpc/witnesses.hpp"

#include <utility>

#include "rpc/questions.hpp"
#include "rpc/read.hpp"

namespace ballast::rpc {
namespace {

/// Providers say "too many requests" with these, inside an HTTP 200. Besu uses the first for
/// other limits too, but not for eth_chainId.
bool is_request_to_wait(const RpcAnswer& answer) {
    const auto* error = std::get_if<RemoteError>(&answer);
    return error != nullptr && (error->code == -32005 || error->code == 429);
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
    std::vector<Question> batch{ask_chain_id()};
    batch.insert(batch.end(), questions.begin(), questions.end());
    const std::int64_t first_id = next_id_;
    next_id_ += static_cast<std::int64_t>(batch.size());
    const std::size_t count = batch.size();
    const std::string body = write_batch(first_id, std::move(batch));
    std::vector<NetworkRequest> requests;
    for (const std::size_t endpoint : endpoints)
        if (at(endpoint).admit(now())) requests.push_back({endpoint, body});
    if (requests.empty()) return {};
    const auto replies = network_.post(requests, total);
    std::vector<Testimony> testimonies;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const std::size_t endpoint = requests[i].endpoint;
        auto answers = judge(at(endpoint), replies[i], first_id, count);
        if (answers) testimonies.push_back({endpoint, std::move(*answers)});
    }
    return testimonies;
}

std::optional<std::vector<RpcAnswer>> Witnesses::judge(Endpoint& endpoint,
                                                       const Result<NetworkReply>& reply,
                                                       std::int64_t first_id, std::size_t count) {
    const auto out = [&](EndpointReason reason) {
        endpoint.failed(now(), reason);
        return std::nullopt;
    };
    if (!reply) return out(EndpointReason::no_answer);
    if (reply->status == 429 || (reply->status == 503 && reply->retry_after)) {
        endpoint.asked_to_wait(now(), reply->retry_after);
        return std::nullopt;
    }
    if (reply->status < 200 || reply->status > 299) return out(EndpointReason::http_status);
    auto answers = read_batch(reply->body, first_id, count);
    if (!answers) return out(EndpointReason::bad_answer);
    if (is_request_to_wait(answers->front())) {
        endpoint.asked_to_wait(now(), std::nullopt);
        return std::nullopt;
    }
    const auto chain_id = read_result(answers->front(), read_quantity64);
    if (!chain_id) return out(EndpointReason::bad_answer);
    if (*chain_id != chain_id_) {
        endpoint.on_other_chain(now());
        return std::nullopt;
    }
    endpoint.answered();
    answers->erase(answers->begin());
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
