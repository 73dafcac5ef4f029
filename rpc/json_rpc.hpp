// SPDX-License-Identifier: MIT
// JSON-RPC 2.0 as text: requests and batches out, answers in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "net/redactor.hpp"
#include "rpc/send_verdict.hpp"

namespace ballast::rpc {

/// The node understood and refused.
struct RemoteError {
    std::int64_t code = 0;
    std::string message;
    /// error.data where it is hex: for a revert, the bytes the contract gave.
    Bytes data;
    /// What the node's own words mean, read before the redactor changed them: a secret may be a
    /// part of any word.
    SendVerdict verdict = SendVerdict::unknown;
    bool says_revert = false;
};

using RpcAnswer = std::variant<Json, RemoteError>;

/// One method with its parameters.
struct Question {
    std::string method;
    JsonArray params;
};

/// Returns one request.
[[nodiscard]] std::string write_request(std::int64_t id, Question question);

/// Returns a batch, whose ids ascend from `first_id`.
[[nodiscard]] std::string write_batch(std::int64_t first_id, std::vector<Question> questions);

/// Reads the answer to one request. The node's words, in refusals and errors, pass `redactor`.
/// Errors: bad_data where it is no answer to that id.
[[nodiscard]] Result<RpcAnswer> read_answer(std::string_view text, std::int64_t id,
                                            const net::Redactor& redactor = {});

/// Reads the answers to a batch of `count` requests, in the order they were asked, whatever order
/// they come in. A refusal of one request is an answer. Errors: failed where the node refused the
/// batch as a whole; bad_data where an answer is missing, stands twice, or has a foreign id: a
/// node that is confused about one answer is believed in none.
[[nodiscard]] Result<std::vector<RpcAnswer>> read_batch(std::string_view text,
                                                        std::int64_t first_id, std::size_t count,
                                                        const net::Redactor& redactor = {});

/// Returns the one error with which a node refuses a batch of `count` requests as a whole: alone,
/// or alone in an array where it answers to no request or several were asked, as geth has it.
/// Nothing for any other text.
[[nodiscard]] std::optional<RemoteError> batch_refusal(std::string_view text, std::size_t count,
                                                       const net::Redactor& redactor = {});

/// Tells whether a refusal of eth_call or eth_estimateGas is a revert of the contract.
[[nodiscard]] bool is_revert(const RemoteError& error);

/// Returns the node's words with the code, and the first bytes of a revert.
[[nodiscard]] std::string sentence(const RemoteError& error);

}  // namespace ballast::rpc
