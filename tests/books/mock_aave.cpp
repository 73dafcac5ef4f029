// SPDX-License-Identifier: MIT
#include "tests/books/mock_aave.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/abi.hpp"

namespace ballast::test {
namespace {

using chain::Address;

const Address kProvider = MockAave::address(0xA2);
const Address kOracle = MockAave::address(0xA3);
const Address kQuoter = MockAave::address(0xA4);

/// The tokens of a reserve stand right behind its asset.
Address token(const Address& asset, unsigned behind) {
    Address made = asset;
    made.bytes[19] = static_cast<std::uint8_t>(made.bytes[19] + behind);
    return made;
}

U256 word_of(const Address& who) {
    return U256::from_big_endian(who.view());
}

U256 ray() {
    return U256{1'000'000'000'000'000'000} * U256{1'000'000'000};
}

bool calls(ByteView data, std::string_view signature) {
    const auto selector = chain::function_selector(signature);
    return data.size() >= 4 &&
           std::equal(selector.bytes.begin(), selector.bytes.end(), data.begin());
}

Address account_in(ByteView data) {
    return chain::address_from_bytes(data.subspan(16, 20)).value();
}

Json error(int code, const std::string& words) {
    return JsonObject{{"code", Json::number(code)}, {"message", words}};
}

std::string quantity(std::uint64_t number) {
    return U256(number).to_quantity();
}

/// LT 80 % and 8 decimals, active; of reserve 1 without LT.
U256 configuration(bool collateral) {
    const U256 decimals = U256{8} * U256{std::uint64_t{1} << 48U};
    const U256 active{std::uint64_t{1} << 56U};
    return decimals + active + (collateral ? U256{7500} + U256{8000} * U256{1U << 16U} : U256());
}

}  // namespace

Address MockAave::address(std::uint64_t number) {
    return chain::address_from_bytes(U256(number).to_big_endian().view().subspan(12)).value();
}

rpc::Block MockAave::block(std::uint64_t number) const {
    const auto after = forks_.upper_bound(number);
    const std::uint64_t fork = after == forks_.begin() ? 0 : std::prev(after)->second;
    rpc::Block made;
    made.number = number;
    made.hash = keccak256(as_bytes(std::to_string(number) + "/" + std::to_string(fork)));
    made.timestamp = head_at - Seconds{12 * static_cast<std::int64_t>(head - number)};
    return made;
}

std::vector<Result<rpc::NetworkReply>> MockAave::post(
    const std::vector<rpc::NetworkRequest>& requests, Milliseconds total) {
    std::vector<Result<rpc::NetworkReply>> replies;
    for (const rpc::NetworkRequest& request : requests) {
        AaveNode& asked_node = node.at(request.endpoint);
        clock_.wait(takes);
        if (asked_node.dead || takes > total) {
            replies.emplace_back(fail(Errc::upstream_unavailable, "Timeout was reached"));
            continue;
        }
        if (asked_node.replies) {
            replies.emplace_back(rpc::NetworkReply{200, *asked_node.replies, {}});
            continue;
        }
        ++asked_node.bodies;
        const Json body = parse_json(request.body).value();
        rpc::NetworkReply reply;
        const JsonArray* batch = body.as_array();
        if (batch == nullptr) {
            reply.body = write_json(answer(asked_node, body));
        } else if (batch->size() > asked_node.batch_max) {
            reply.body = write_json(JsonObject{{"error", error(-32600, asked_node.batch_words)},
                                               {"id", Json()},
                                               {"jsonrpc", "2.0"}});
        } else {
            JsonArray answers;
            for (const Json& one : *batch)
                answers.push_back(answer(asked_node, one));
            reply.body = write_json(answers);
        }
        if (std::exchange(silent_, false)) {
            replies.emplace_back(fail(Errc::upstream_unavailable, "Timeout was reached"));
            continue;
        }
        if (reply.body.find(asked_node.too_much) != std::string::npos)
            reply.status = asked_node.too_much_status;
        replies.emplace_back(std::move(reply));
    }
    return replies;
}

Json MockAave::answer(AaveNode& from, const Json& request) {
    const std::string method = *request.find("method")->as_string();
    ++asked[method];
    JsonObject made{{"id", *request.find("id")}, {"jsonrpc", "2.0"}};
    Json said = result(from, method, *request.find("params")->as_array());
    const bool refused = said.find("message") != nullptr;
    made.emplace(refused ? "error" : "result", std::move(said));
    return made;
}

Json MockAave::result(AaveNode& from, const std::string& method, const JsonArray& params) {
    const std::uint64_t seen = head - std::min(head, from.lag);
    if (method == "eth_chainId") return quantity(from.chain_id);
    if (method == "eth_getLogs") return logs(from, params.front());
    const std::string& tag = *params[method == "eth_call" ? 1 : 0].as_string();
    const std::uint64_t number = tag == "latest" ? seen : *U256::from_text(tag)->to_u64();
    if (method == "eth_getBlockByNumber") {
        if (number > seen) return {};
        rpc::Block known = block(number);
        if (from.other_hashes_after_first_body && from.bodies > 1) known.hash.bytes[0] ^= 1U;
        return JsonObject{
            {"hash", to_hex(known.hash)},
            {"number", quantity(number)},
            {"timestamp", quantity(static_cast<std::uint64_t>(known.timestamp.count))}};
    }
    BALLAST_CHECK(method == "eth_call");
    const Address to = chain::parse_address(*params[0].find("to")->as_string()).value();
    const Bytes data = from_hex(*params[0].find("data")->as_string()).value();
    const auto words = call(from, to, data, number);
    if (!words) return error(3, "execution reverted");
    Bytes out;
    for (const U256& one : *words)
        append(out, one.to_big_endian().view());
    return to_hex(out);
}

Json MockAave::logs(const AaveNode& from, const Json& filter) {
    const std::uint64_t first = *U256::from_text(*filter.find("fromBlock")->as_string())->to_u64();
    const std::uint64_t last = *U256::from_text(*filter.find("toBlock")->as_string())->to_u64();
    silent_ = last - first + 1 > from.silent_above;
    if (last - first + 1 > from.range_max) return error(-32602, from.too_much);
    JsonArray all;
    std::uint64_t index = 0;
    const auto add = [&](const Address& who, std::uint64_t at) {
        const JsonArray topics{*filter.find("topics")->as_array()->front().as_string(),
                               to_hex(word_of(owed()).to_big_endian()),
                               to_hex(word_of(who).to_big_endian()), to_hex(Hash32{})};
        all.emplace_back(JsonObject{{"address", to_hex(pool())},
                                    {"blockHash", to_hex(block(at).hash)},
                                    {"blockNumber", quantity(at)},
                                    {"data", "0x"},
                                    {"logIndex", quantity(index++)},
                                    {"removed", Json(false)},
                                    {"topics", topics}});
    };
    for (const AaveLoan& loan : loans)
        if (loan.block >= first && loan.block <= last && !from.hides_logs_of.contains(loan.who))
            add(loan.who, loan.block);
    for (const Address& who : from.makes_up_logs_of)
        add(who, first);
    return all;
}

const AaveLoan* MockAave::loan_of(const Address& who, std::uint64_t at) const {
    for (const AaveLoan& loan : loans)
        if (loan.who == who && loan.block <= at && (!loan.repaid || *loan.repaid > at))
            return &loan;
    return nullptr;
}

std::uint64_t MockAave::total_debt(std::uint64_t at) const {
    std::uint64_t total = 0;
    for (const AaveLoan& loan : loans)
        if (loan.block <= at && (!loan.repaid || *loan.repaid > at)) total += loan.debt;
    return total;
}

std::optional<std::vector<U256>> MockAave::call(const AaveNode& from, const Address& to,
                                                ByteView data, std::uint64_t at) const {
    if (to == pool()) return pool_call(from, data, at);
    if (to == kProvider) return std::vector{word_of(kOracle)};
    if (to == kOracle && calls(data, "getAssetPrice(address)")) {
        const auto said = price(account_in(data));
        return said ? std::optional(std::vector{*said}) : std::nullopt;
    }
    if (to == kOracle) return std::vector{U256{100'000'000}};
    if (to == kQuoter) {
        // The amount is the third word of both kinds of quoter.
        const auto paid = quote(U256::from_big_endian(data.subspan(4 + 64, 32)));
        return paid ? std::optional(std::vector{*paid}) : std::nullopt;
    }
    if (calls(data, "decimals()") || calls(data, "latestRoundData()")) {
        const auto found = aggregators.find(to);
        if (found == aggregators.end()) return std::nullopt;
        const MockAggregator& told = found->second;
        if (calls(data, "decimals()")) return std::vector{U256{told.decimals}};
        const U256 updated{static_cast<std::uint64_t>(told.updated_at.count)};
        return std::vector{U256{7}, U256{told.answer}, updated, updated, U256{7}};
    }
    if (calls(data, "scaledTotalSupply()")) {
        if (to == token(owed(), 2)) return std::vector{U256{total_debt(at) - from.total_less}};
        const bool none = to == token(collateral(), 2) || to == token(idle(), 2);
        return std::vector{none ? U256() : U256{1'000'000}};
    }
    const AaveLoan* loan = loan_of(account_in(data), at);
    if (loan == nullptr) return std::vector{U256()};
    if (to == token(owed(), 2)) return std::vector{U256{loan->debt}};
    return std::vector{U256{loan->collateral + from.collateral_more}};
}

std::optional<std::vector<U256>> MockAave::pool_call(const AaveNode& from, ByteView data,
                                                     std::uint64_t at) const {
    if (calls(data, "ADDRESSES_PROVIDER()")) return std::vector{word_of(kProvider)};
    if (calls(data, "getReservesList()"))
        return has_idle ? std::vector{U256{32}, U256{3}, word_of(collateral()), word_of(owed()),
                                      word_of(idle())}
                        : std::vector{U256{32}, U256{2}, word_of(collateral()), word_of(owed())};
    if (calls(data, "getEModeCategoryCollateralConfig(uint8)")) {
        const bool first = data.back() == 1;  // the one mode that there is
        return std::vector{U256{first ? 9000U : 0U}, U256{first ? 9300U : 0U}, U256{10'100U}};
    }
    if (calls(data, "getEModeCategoryCollateralBitmap(uint8)")) return std::vector{U256{1}};
    if (calls(data, "getReserveNormalizedIncome(address)") ||
        calls(data, "getReserveNormalizedVariableDebt(address)"))
        return std::vector{ray()};
    const Address who = account_in(data);
    if (calls(data, "getReserveData(address)")) {
        std::vector<U256> words(15);
        words[0] = configuration(who == collateral());
        words[7] = U256{who == collateral() ? 0U : who == owed() ? 1U : 2U};
        words[8] = word_of(token(who, 1));
        words[10] = word_of(token(who, 2));
        return words;
    }
    const AaveLoan* loan = loan_of(who, at);
    if (calls(data, "getUserEMode(address)")) return std::vector{U256()};
    if (calls(data, "getUserConfiguration(address)"))
        return std::vector{U256{loan == nullptr ? 0U : 0b0110U}};
    BALLAST_CHECK(calls(data, "getUserAccountData(address)"));
    if (loan == nullptr) return std::vector<U256>(6);
    const std::uint64_t kept = loan->collateral + from.collateral_more;
    const std::uint64_t owes = loan->debt + from.pool_debt_more;
    const U256 one{1'000'000'000'000'000'000};
    const U256 half_up = U256{kept} * U256{8000} * one + (U256{owes} >> 1U);
    const U256 health =
        mul_div_down(mul_div_down(half_up, U256{1}, U256{owes}), U256{1}, U256{10'000});
    return std::vector{U256{kept}, U256{owes}, U256(), U256(), U256(), health};
}

}  // namespace ballast::test
