// SPDX-License-Identifier: MIT
#include "books/simulation_node.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ballast::books {
Result<rpc::RpcAnswer> SimulationNode::ask(rpc::Question question) {
    return node_.ask(question.method, std::move(question.params));
}

Result<Json> SimulationNode::need(rpc::Question question) {
    return node_.call(question.method, std::move(question.params));
}

Result<std::optional<rpc::RpcAnswer>> SimulationNode::first(rpc::Question question,
                                                            std::uint64_t at, std::string& why) {
    auto answer = ask(std::move(question));
    if (!answer && answer.error().code == Errc::upstream_unavailable) {
        // Providers answer to a method that they do not sell by an HTTP status alone.
        if (!node_.block_by_tag(rpc::BlockTag::at(at))) return fail(answer.error());
        why = answer.error().what;
        return std::nullopt;
    }
    if (!answer) return fail(answer.error());
    const auto* error = std::get_if<rpc::RemoteError>(&*answer);
    if (error == nullptr || rpc::is_revert(*error)) return std::move(*answer);
    why = rpc::sentence(*error);
    return std::nullopt;
}

Result<std::vector<rpc::RpcAnswer>> SimulationNode::ask_slice(std::vector<rpc::Question> some) {
    const std::size_t count = some.size();
    const std::int64_t first = next_id_;
    next_id_ += static_cast<std::int64_t>(count);
    const auto text = transport_.post(rpc::write_batch(first, std::move(some)));
    if (!text) return fail(text.error());
    auto answers = rpc::read_batch(*text, first, count, transport_.redactor());
    if (!answers)
        return fail(answers.error().code,
                    transport_.name() + ": the answer to a batch is bad: " + answers.error().what);
    return answers;
}

Result<std::vector<rpc::RpcAnswer>> SimulationNode::ask_all(
    const std::vector<rpc::Question>& questions) {
    std::vector<rpc::RpcAnswer> all;
    while (all.size() < questions.size()) {
        if (batch_ == 1) {
            auto answer = ask(questions[all.size()]);
            if (!answer) return fail(answer.error());
            all.push_back(std::move(*answer));
            continue;
        }
        const std::size_t count = std::min(batch_, questions.size() - all.size());
        const auto begin = questions.begin() + static_cast<std::ptrdiff_t>(all.size());
        auto some = ask_slice({begin, begin + static_cast<std::ptrdiff_t>(count)});
        if (some) {
            std::move(some->begin(), some->end(), std::back_inserter(all));
            continue;
        }
        // What cannot be read stays unreadable in smaller pieces; what was refused may not.
        if (some.error().code == Errc::bad_data) return fail(some.error());
        batch_ = std::max<std::size_t>(1, std::min(batch_, count) / 2);
    }
    return all;
}

Result<std::vector<rpc::CallOutcome>> SimulationNode::calls(
    const std::vector<rpc::CallMessage>& messages, std::uint64_t block,
    const JsonObject& overrides) {
    std::vector<rpc::Question> questions;
    for (const rpc::CallMessage& message : messages) {
        questions.push_back(rpc::ask_call(message, rpc::BlockTag::at(block)));
        if (!overrides.empty()) questions.back().params.emplace_back(overrides);
    }
    const auto answers = ask_all(questions);
    if (!answers) return fail(answers.error());
    std::vector<rpc::CallOutcome> outcomes;
    for (const rpc::RpcAnswer& answer : *answers) {
        auto outcome = rpc::read_call(answer);
        if (!outcome) return fail_in(transport_.name() + ": eth_call", outcome.error());
        outcomes.push_back(std::move(*outcome));
    }
    return outcomes;
}

}  // namespace ballast::books
