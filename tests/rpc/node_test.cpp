// SPDX-License-Identifier: MIT
#include "rpc/node.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hash.hpp"

namespace ballast::rpc {
namespace {

using ::testing::HasSubstr;

/// Answers every request with one text, in which $ID stands for the request's id.
class Scripted final : public Transport {
  public:
    explicit Scripted(std::string answer) : answer_(std::move(answer)) {}
    Result<std::string> post(std::string_view body) override {
        request = std::string(body);
        const std::string id = parse_json(body)->find("id")->as_number()->text;
        std::string text = answer_;
        if (const auto at = text.find("$ID"); at != std::string::npos) text.replace(at, 3, id);
        return text;
    }
    const std::string& name() const override { return name_; }
    std::string request;

  private:
    std::string answer_;
    std::string name_ = "scripted";
};

std::string result(const std::string& json) {
    return R"({"jsonrpc":"2.0","id":$ID,"result":)" + json + "}";
}
std::string error(const std::string& json) {
    return R"({"jsonrpc":"2.0","id":$ID,"error":)" + json + "}";
}

const std::string kHash = "0x" + std::string(64, 'a');
const Hash32 kHashValue = *hash_from_hex(kHash);
const chain::Address kAccount = *chain::parse_address("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");

/// Asks `use` of a node that gives `answer`.
template <class Use>
auto ask(const std::string& answer, const Use& use) {
    Scripted transport(answer);
    Node rpc(transport);
    return use(rpc);
}

TEST(Node, WritesRequests) {
    Scripted transport(result("\"0x7\""));
    Node rpc(transport);
    EXPECT_EQ(rpc.transaction_count(kAccount, BlockTag::latest()).value(), 7U);
    EXPECT_EQ(transport.request,
              R"({"id":1,"jsonrpc":"2.0","method":"eth_getTransactionCount","params":)"
              R"(["0x7e5f4552091a69125d5dfcb7b8c2659029395bdf","latest"]})");
    EXPECT_TRUE(rpc.balance(kAccount, BlockTag::at(256)));
    EXPECT_THAT(transport.request, HasSubstr(R"("id":2)"));
    EXPECT_THAT(transport.request, HasSubstr(R"("0x100"])"));
}

TEST(Node, RefusesWhatIsNoAnswer) {
    for (const std::string& answer :
         {std::string(""), std::string("[]"), std::string("<html>"), std::string(R"({"id":$ID})"),
          std::string(R"({"id":99,"result":"0x1"})"), std::string(R"({"id":"$ID","result":"0x1"})"),
          std::string(R"({"result":"0x1"})"),
          std::string(R"({"id":$ID,"result":"0x1","result":"0x1"})"), error("\"no\""),
          error(R"({"code":-1})"), result("1"), result("\"1\""), result("\"0x\""),
          result("\"0xg\""), result("null"), result("{}"), result("\"0x10000000000000000\"")}) {
        const auto id = ask(answer, [](Node& rpc) { return rpc.chain_id(); });
        ASSERT_FALSE(id) << answer;
        EXPECT_EQ(id.error().code, Errc::bad_data) << answer;
        EXPECT_THAT(id.error().what, HasSubstr("scripted"));
    }
}

TEST(Node, KeepsCodeMessageAndRevertData) {
    for (const char* text :
         {R"({"code":3,"message":"execution reverted","data":"0x32d6d3ef"})",
          R"({"code":-32015,"message":"VM execution error","data":{"data":"0x32d6d3ef"}})"}) {
        const auto outcome = ask(error(text), [](Node& rpc) {
            return rpc.eth_call(kAccount, Bytes{1}, BlockTag::latest());
        });
        ASSERT_TRUE(outcome) << outcome.error().what;
        EXPECT_TRUE(outcome->reverted);
        EXPECT_EQ(to_hex(outcome->output), "0x32d6d3ef");
    }
    const auto remote = ask(error(R"({"code":-32005,"message":"limit exceeded"})"),
                            [](Node& rpc) { return rpc.ask("eth_call", {}); });
    EXPECT_EQ(std::get<RemoteError>(*remote).code, -32005);
    EXPECT_EQ(std::get<RemoteError>(*remote).message, "limit exceeded");
    const auto limited = ask(error(R"({"code":-32005,"message":"limit exceeded"})"), [](Node& rpc) {
        return rpc.eth_call(kAccount, Bytes{}, BlockTag::latest());
    });
    ASSERT_FALSE(limited);
    EXPECT_EQ(limited.error().code, Errc::failed);
    EXPECT_THAT(limited.error().what, HasSubstr("limit exceeded (code -32005)"));
}

TEST(Node, ReadsCallsAndCode) {
    const auto outcome = ask(result("\"0x0102\""), [](Node& rpc) {
        return rpc.eth_call(kAccount, Bytes{1}, BlockTag::finalized());
    });
    EXPECT_FALSE(outcome->reverted);
    EXPECT_EQ(outcome->output, (Bytes{1, 2}));
    const auto code =
        ask(result("\"0x\""), [](Node& rpc) { return rpc.get_code(kAccount, BlockTag::latest()); });
    EXPECT_TRUE(code.value().empty());
}

TEST(Node, ReadsBlocks) {
    const auto by_tag = [](Node& rpc) { return rpc.block_by_tag(BlockTag::latest()); };
    const auto block = ask(result(R"({"number":"0x10","timestamp":"0x66b04e40","hash":")" + kHash +
                                  R"(","baseFeePerGas":"0x3b9aca00"})"),
                           by_tag);
    ASSERT_TRUE(block) << block.error().what;
    EXPECT_EQ(block->number, 16U);
    EXPECT_EQ(block->timestamp.count, 0x66b04e40);
    EXPECT_EQ(block->hash, kHashValue);
    EXPECT_EQ(block->base_fee, U256(1'000'000'000));
    EXPECT_EQ(ask(result("null"), by_tag).error().code, Errc::upstream_unavailable);
    const auto pending = ask(result(R"({"number":"0x10","timestamp":"0x1","hash":null})"), by_tag);
    ASSERT_FALSE(pending);
    EXPECT_THAT(pending.error().what, HasSubstr("\"hash\""));
    EXPECT_FALSE(
        ask(result(R"({"number":"0x10","timestamp":"0xffffffffffffffff","hash":")" + kHash + "\"}"),
            by_tag));
}

std::string receipt_json(const std::string& hash, const std::string& status) {
    return R"({"transactionHash":")" + hash + R"(","status":")" + status +
           R"(","blockNumber":"0x5","blockHash":")" + kHash +
           R"(","gasUsed":"0x5208","contractAddress":"0x7e5f4552091a69125d5dfcb7b8c2659029395bdf",)"
           R"("logs":[{"address":"0x7e5f4552091a69125d5dfcb7b8c2659029395bdf","topics":[")" +
           kHash + R"("],"data":"0x01","logIndex":"0x3"}]})";
}

TEST(Node, ReadsReceipts) {
    const auto of_hash = [](Node& rpc) { return rpc.transaction_receipt(kHashValue); };
    const auto receipt = ask(result(receipt_json(kHash, "0x1")), of_hash);
    ASSERT_TRUE(receipt) << receipt.error().what;
    EXPECT_TRUE((*receipt)->succeeded);
    EXPECT_EQ((*receipt)->gas_used, 21000U);
    EXPECT_EQ((*receipt)->contract_address, kAccount);
    ASSERT_EQ((*receipt)->logs.size(), 1U);
    EXPECT_EQ((*receipt)->logs[0].topics.at(0), kHashValue);
    EXPECT_EQ((*receipt)->logs[0].index, 3U);
    EXPECT_FALSE(ask(result("null"), of_hash)->has_value());
    EXPECT_FALSE((*ask(result(receipt_json(kHash, "0x0")), of_hash))->succeeded);
    EXPECT_FALSE(ask(result(receipt_json(kHash, "0x2")), of_hash));
    const std::string other = "0x" + std::string(64, 'b');
    EXPECT_EQ(ask(result(receipt_json(other, "0x1")), of_hash).error().code, Errc::bad_data);
}

TEST(Node, JudgesSending) {
    const Bytes raw{1, 2, 3};
    const auto verdict = [&](const std::string& answer) {
        return ask(answer, [&](Node& rpc) { return rpc.send_raw_transaction(raw)->verdict; });
    };
    EXPECT_EQ(verdict(result("\"" + to_hex(keccak256(raw)) + "\"")), SendVerdict::accepted);
    EXPECT_EQ(verdict(result("\"" + kHash + "\"")), SendVerdict::unknown);
    EXPECT_EQ(verdict(error(R"({"code":-32000,"message":"already known"})")),
              SendVerdict::already_known);
}

}  // namespace
}  // namespace ballast::rpc
