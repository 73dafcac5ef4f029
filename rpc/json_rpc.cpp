// SPDX-License-Identifier: MIT
#include "rpc/json_rpc.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "rpc/read.hpp"

namespace ballast::rpc {
namespace {

constexpr std::size_t kRevertBytesShown = 100;
/// EIP-1474 leaves it to nodes; geth, erigon, reth and anvil use it.
constexpr std::int64_t kRevertCode = 3;

Json request_json(std::int64_t id, Question question) {
    return Json(JsonObject{{"jsonrpc", Json("2.0")},
                           {"id", Json::number(id)},
                           {"method", Json(std::move(question.method))},
                           {"params", Json(std::move(question.params))}});
}

/// Some nodes nest the revert bytes one object deeper.
Bytes revert_data(const Json* data) {
    if (data != nullptr && data->as_object() != nullptr) data = data->find("data");
    if (data == nullptr) return {};
    return read_bytes(*data).value_or(Bytes{});
}

std::optional<RemoteError> read_error(const Json& json, const net::Redactor& redactor) {
    const Json* code = json.find("code");
    const Json* message = json.find("message");
    if (code == nullptr || code->as_number() == nullptr) return std::nullopt;
    if (message == nullptr || message->as_string() == nullptr) return std::nullopt;
    const auto number = parse_integer(code->as_number()->text);
    if (!number) return std::nullopt;
    const std::string& words = *message->as_string();
    return RemoteError{*number, redactor.shown(words), revert_data(json.find("data")),
                       classify_send_error(words), words.find("revert") != std::string::npos};
}

std::optional<std::int64_t> id_of(const Json& answer) {
    const Json* id = answer.find("id");
    if (id == nullptr || id->as_number() == nullptr) return std::nullopt;
    const auto number = parse_integer(id->as_number()->text);
    return number ? std::optional(*number) : std::nullopt;
}

/// Takes what stands beside the id out of the answer.
Result<RpcAnswer> content_of(Json& answer, const net::Redactor& redactor) {
    const Json* error = answer.find("error");
    Json* result = answer.find("result");
    if (error != nullptr && !error->is_null()) {
        auto remote = read_error(*error, redactor);
        if (!remote) return fail(Errc::bad_data, "its error has no code and message");
        return std::move(*remote);
    }
    if (result == nullptr) return fail(Errc::bad_data, "it has neither result nor error");
    return std::move(*result);
}

/// One error in place of the answers: the node says why it did not look at the batch.
std::optional<RemoteError> refusal_in(Json& json, std::size_t count,
                                      const net::Redactor& redactor) {
    JsonArray* answers = json.as_array();
    if (answers != nullptr && answers->size() != 1) return std::nullopt;
    Json& only = answers != nullptr ? answers->front() : json;
    if (answers != nullptr && count == 1 && id_of(only)) return std::nullopt;
    auto content = content_of(only, redactor);
    auto* error = content ? std::get_if<RemoteError>(&*content) : nullptr;
    return error == nullptr ? std::nullopt : std::optional(std::move(*error));
}

/// The parser's sentence may hold a key of the text.
Result<Json> parse_answer(std::string_view text, const net::Redactor& redactor) {
    auto json = parse_json(text);
    if (!json) return fail(json.error().code, redactor.shown(json.error().what));
    return json;
}

}  // namespace

std::string write_request(std::int64_t id, Question question) {
    return write_json(request_json(id, std::move(question)));
}

std::string write_batch(std::int64_t first_id, std::vector<Question> questions) {
    JsonArray requests;
    for (Question& question : questions)
        requests.push_back(request_json(first_id++, std::move(question)));
    return write_json(Json(std::move(requests)));
}

Result<RpcAnswer> read_answer(std::string_view text, std::int64_t id,
                              const net::Redactor& redactor) {
    auto json = parse_answer(text, redactor);
    if (!json) return fail(json.error());
    if (id_of(*json) != id) return fail(Errc::bad_data, "it answers another request");
    return content_of(*json, redactor);
}

std::optional<RemoteError> batch_refusal(std::string_view text, std::size_t count,
                                         const net::Redactor& redactor) {
    auto json = parse_json(text);
    return json ? refusal_in(*json, count, redactor) : std::nullopt;
}

Result<std::vector<RpcAnswer>> read_batch(std::string_view text, std::int64_t first_id,
                                          std::size_t count, const net::Redactor& redactor) {
    auto json = parse_answer(text, redactor);
    if (!json) return fail(json.error());
    if (const auto refusal = refusal_in(*json, count, redactor))
        return fail(Errc::failed, "the batch was refused: " + sentence(*refusal));
    JsonArray* answers = json->as_array();
    if (answers == nullptr) return fail(Errc::bad_data, "it is no array of answers");
    std::vector<std::optional<RpcAnswer>> slots(count);
    for (Json& answer : *answers) {
        const auto id = id_of(answer);
        const bool known = id && *id >= first_id &&
                           static_cast<std::uint64_t>(*id - first_id) < std::uint64_t{count};
        if (!known) return fail(Errc::bad_data, "an answer of the batch has a foreign id");
        auto& slot = slots[static_cast<std::size_t>(*id - first_id)];
        if (slot) return fail(Errc::bad_data, "an answer of the batch stands twice");
        auto content = content_of(answer, redactor);
        if (!content) return fail(content.error());
        slot = std::move(*content);
    }
    std::vector<RpcAnswer> ordered;
    for (auto& slot : slots) {
        if (!slot) return fail(Errc::bad_data, "an answer of the batch is missing");
        ordered.push_back(std::move(*slot));
    }
    return ordered;
}

bool is_revert(const RemoteError& error) {
    return error.code == kRevertCode || !error.data.empty() || error.says_revert;
}

std::string sentence(const RemoteError& error) {
    std::string text = error.message + " (code " + std::to_string(error.code) + ")";
    const std::size_t count = std::min(error.data.size(), kRevertBytesShown);
    if (count > 0) text += ", with the bytes " + to_hex(ByteView(error.data).first(count));
    return text;
}

}  // namespace ballast::rpc
