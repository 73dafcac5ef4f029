// SPDX-License-Identifier: MIT
#include "tests/books/mock_target.hpp"

#include "base/check.hpp"
#include "chain/abi.hpp"
#include "tests/books/mock_aave.hpp"

namespace ballast::test {
namespace {

using chain::Address;

const Address kProvider = MockAave::address(0xA2);
const Address kSource = MockAave::address(0xB1);
const Address kOwnSource = MockAave::address(0xB5);
const Address kConfigurator = MockAave::address(0xB2);
const Address kAcl = MockAave::address(0xB3);
const Address kAdmin = MockAave::address(0xB4);

Bytes words(const std::vector<U256>& values) {
    Bytes all;
    for (const U256& value : values)
        append(all, value.to_big_endian().view());
    return all;
}

Bytes word_of(const Address& address) {
    return words({U256::from_big_endian(address.view())});
}

bool calls(const std::string& data, std::string_view signature) {
    return data.starts_with(to_hex(chain::function_selector(signature)));
}

Address argument_of(const std::string& data) {
    return chain::address_from_bytes(ByteView(*from_hex(data)).subspan(16, 20)).value();
}

U256 configuration(const books::ReserveConfig& config) {
    return U256{config.ltv} + U256{config.lt * (std::uint64_t{1} << 16U)} +
           U256{config.bonus * (std::uint64_t{1} << 32U)} +
           U256{config.decimals * (std::uint64_t{1} << 48U)};
}

Json refusal(int code, const std::string& message) {
    return JsonObject{{"code", Json::number(code)}, {"message", message}};
}

const std::string& data_of(const Json& message) {
    const Json* data = message.find("data");
    return *(data != nullptr ? data : message.find("input"))->as_string();
}

}  // namespace

books::MarketState MockTarget::market(View view) const {
    books::MarketState made =
        view.fallen ? books::fallen(book_.market, change_).value() : book_.market;
    if (view.changed && !keeps_threshold) made = books::with_thresholds(made, change_);
    if (view.fallen && other_price && !view.pinned) made.reserves[1].price = U256{1};
    return made;
}

std::optional<Bytes> MockTarget::pool(const std::string& data, View view) const {
    const books::MarketState state = market(view);
    if (calls(data, "ADDRESSES_PROVIDER()")) return word_of(kProvider);
    if (calls(data, "getUserAccountData(address)")) {
        for (books::Account account : book_.accounts) {
            if (account.who != argument_of(data)) continue;
            BALLAST_CHECK(books::value_account(account, state).has_value());
            const U256 more{view.changed ? collateral_more : 0};
            return words(
                {account.collateral + more, account.debt, U256(), U256(), U256(), account.health});
        }
        return std::nullopt;
    }
    const books::ReserveState* reserve = state.find(argument_of(data));
    if (reserve == nullptr) return std::nullopt;
    if (calls(data, "getConfiguration(address)")) return words({configuration(reserve->config)});
    const bool debt = calls(data, "getReserveNormalizedVariableDebt(address)");
    return words({debt ? reserve->debt_index : reserve->income_index});
}

std::optional<Bytes> MockTarget::call(const Json& message, View view) const {
    const std::string& data = data_of(message);
    const auto to = chain::parse_address(*message.find("to")->as_string()).value();
    if (to == book_.market.pool) return pool(data, view);
    if (to == kProvider) {
        if (calls(data, "getPoolConfigurator()")) return word_of(kConfigurator);
        return word_of(calls(data, "getACLManager()") ? kAcl : kAdmin);
    }
    if (to == kAcl) return words({U256{not_admin ? 0U : 1U}});
    if (to == kConfigurator) return change_reverts ? std::nullopt : std::optional(Bytes());
    const bool is_second = argument_of(data) == book_.market.reserves[1].asset;
    if (calls(data, "getSourceOfAsset(address)"))
        return word_of(other_source && is_second ? kOwnSource : kSource);
    return words({market(view).find(argument_of(data))->price});
}

Json MockTarget::simulate(const JsonArray& params) {
    const Json& block = params[0].find("blockStateCalls")->as_array()->front();
    const JsonArray& messages = *block.find("calls")->as_array();
    if (messages.size() > calls_max) return refusal(-38'015, "block gas limit reached");
    JsonArray made;
    const Json* overrides = block.find("stateOverrides");
    View view{true, false, overrides->find(to_hex(kOwnSource)) != nullptr};
    for (const Json& message : messages) {
        const auto output = call(message, view);
        if (*message.find("to")->as_string() == to_hex(kConfigurator)) view.changed = true;
        made.emplace_back(JsonObject{{"returnData", to_hex(output.value_or(Bytes()))},
                                     {"status", output ? "0x1" : "0x0"}});
    }
    Json result = JsonArray{Json(JsonObject{{"calls", std::move(made)}})};
    if (lies) lies(result);
    return result;
}

std::optional<Json> MockTarget::result(const std::string& method, const JsonArray& params) {
    if (method == "eth_getBlockByNumber")
        return JsonObject{{"hash", to_hex(book_.market.block.hash)},
                          {"number", U256(book_.market.block.number).to_quantity()},
                          {"timestamp", U256{1'700'000'000}.to_quantity()}};
    if (method != "eth_call") return std::nullopt;
    View view;
    if (params.size() > 2 && !ignores_overrides) {
        view.fallen = true;
        view.changed = params[2].find(to_hex(book_.market.pool)) != nullptr;
        view.pinned = params[2].find(to_hex(kOwnSource)) != nullptr;
    }
    const auto output = call(params[0], view);
    return output ? Json(to_hex(*output)) : Json("0x");
}

Json MockTarget::answer(const Json& request) {
    const std::string method = *request.find("method")->as_string();
    const JsonArray& params = *request.find("params")->as_array();
    ++asked[method];
    JsonObject made{{"jsonrpc", "2.0"}, {"id", *request.find("id")}};
    const bool third = method == "eth_call" && params.size() > 2 && refuses_third_parameter;
    if (unknown_methods.contains(method))
        made["error"] = refusal(-32'601, "the method " + method + " does not exist");
    else if (third)
        made["error"] = refusal(-32'602, "too many arguments, want at most 2");
    else if (method == "eth_simulateV1") {
        Json found = simulate(params);
        const bool refused = found.find("code") != nullptr;
        made[refused ? "error" : "result"] = std::move(found);
    } else if (auto found = result(method, params))
        made["result"] = std::move(*found);
    else
        made["error"] = refusal(-32'601, "method not found");
    return made;
}

Result<std::string> MockTarget::post(std::string_view body) {
    ++bodies;
    if (replies && bodies > 1) return *replies;
    const Json json = parse_json(body).value();
    const Json* method = json.find("method");
    if (method != nullptr && silent_methods.contains(*method->as_string()))
        return fail(Errc::upstream_unavailable, name_ + ": HTTP status 403");
    const JsonArray* batch = json.as_array();
    if (batch == nullptr) return write_json(answer(json));
    if (batch->size() > batch_max)
        return write_json(Json(JsonObject{
            {"jsonrpc", "2.0"}, {"id", Json()}, {"error", refusal(-32'600, "batch too large")}}));
    JsonArray answers;
    for (const Json& request : *batch)
        answers.push_back(answer(request));
    return write_json(Json(std::move(answers)));
}

}  // namespace ballast::test
