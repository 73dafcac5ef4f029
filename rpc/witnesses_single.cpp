// SPDX-License-Identifier: MIT
// Witnesses that take no batches. Their answers come in bodies of their own, so that a chain id
// vouches for them only where it was ours before and is ours again behind them.
#include <algorithm>
#include <utility>

#include "rpc/questions.hpp"
#include "rpc/witnesses.hpp"

namespace ballast::rpc {

void Witnesses::ask_singly(std::vector<std::size_t> endpoints,
                           const std::vector<std::size_t>& refused,
                           const std::vector<Question>& questions, Milliseconds total,
                           std::vector<Testimony>& said) {
    const auto admit = [&](std::size_t bodies) {
        std::erase_if(endpoints, [&](std::size_t i) { return !at(i).admit(now(), bodies); });
    };
    const Milliseconds until{now().count + total.count};
    admit(1);
    endpoints = on_our_chain(endpoints, until);
    for (const std::size_t endpoint : endpoints)
        if (std::find(refused.begin(), refused.end(), endpoint) != refused.end())
            at(endpoint).refused_batch();
    if (questions.empty()) {
        for (const std::size_t endpoint : endpoints)
            said.push_back({endpoint, {}});
        return;
    }
    admit(questions.size() + 1);
    auto testimonies = ask_each(endpoints, questions, until);
    endpoints.clear();
    for (const Testimony& testimony : testimonies)
        endpoints.push_back(testimony.endpoint);
    const auto still = on_our_chain(endpoints, until);
    for (Testimony& testimony : testimonies)
        if (std::find(still.begin(), still.end(), testimony.endpoint) != still.end())
            said.push_back(std::move(testimony));
}

/// Whoever tells its chain has not answered yet: what it was asked for comes behind.
std::vector<std::size_t> Witnesses::on_our_chain(const std::vector<std::size_t>& endpoints,
                                                 Milliseconds until) {
    std::vector<std::size_t> ours;
    for (const Testimony& said : ask_each(endpoints, {ask_chain_id()}, until)) {
        if (is_on_our_chain(at(said.endpoint), said.answers.front())) ours.push_back(said.endpoint);
    }
    return ours;
}

std::vector<Testimony> Witnesses::ask_each(const std::vector<std::size_t>& endpoints,
                                           const std::vector<Question>& questions,
                                           Milliseconds until) {
    const std::int64_t first_id = next_id_;
    std::vector<NetworkRequest> requests;
    for (const std::size_t endpoint : endpoints)
        for (const Question& question : questions)
            requests.push_back({endpoint, write_request(next_id_++, question)});
    if (requests.empty()) return {};
    // 1 ms where the time is over: then each of them is noted as one that did not answer.
    const Milliseconds left{std::max<std::int64_t>(until.count - now().count, 1)};
    const auto replies = network_.post(requests, left);
    std::vector<Testimony> testimonies;
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        Testimony testimony{endpoints[i], {}};
        for (std::size_t k = 0; k < questions.size(); ++k) {
            const std::size_t at_reply = i * questions.size() + k;
            auto answer = read_single(endpoints[i], replies[at_reply],
                                      first_id + static_cast<std::int64_t>(at_reply));
            if (!answer) break;  // noted once, whatever else did not come
            testimony.answers.push_back(std::move(*answer));
        }
        if (testimony.answers.size() == questions.size())
            testimonies.push_back(std::move(testimony));
    }
    return testimonies;
}

std::optional<RpcAnswer> Witnesses::read_single(std::size_t number,
                                                const Result<NetworkReply>& reply,
                                                std::int64_t id) {
    if (!has_answer(at(number), reply)) return std::nullopt;
    auto answer = read_answer(reply->body, id, network_.redactor(number));
    if (answer) return std::move(*answer);
    at(number).failed(now(), EndpointReason::bad_answer);
    return std::nullopt;
}

}  // namespace ballast::rpc
