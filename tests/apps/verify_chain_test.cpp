// SPDX-License-Identifier: MIT
// What bundles say against a node that tells an oracle's events, signers and threshold.
#include "apps/verify_chain.hpp"

#include <gtest/gtest.h>

#include "apps/verify_signers.hpp"
#include "base/hash.hpp"
#include "chain/abi.hpp"
#include "oracle/read_records.hpp"
#include "tests/support/simulated_clock.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::apps {
namespace {

using chain::AbiValue;

chain::Address numbered(std::uint8_t last) {
    chain::Address made;
    made.bytes.back() = last;
    return made;
}

const chain::Address kOracle = numbered(0xA0);

Hash32 digest_of(std::uint64_t seq) {
    return keccak256(as_bytes("report " + std::to_string(seq)));
}

std::string hex_number(std::uint64_t value) {
    return U256(value).to_quantity();
}

struct ToldQuorum {
    std::vector<chain::Address> signers;
    std::uint8_t threshold = 1;
};

/// One node on a chain of hourly reports.
class OracleNode final : public rpc::Network {
  public:
    [[nodiscard]] std::vector<Result<rpc::NetworkReply>> post(
        const std::vector<rpc::NetworkRequest>& requests, Milliseconds /*total*/) override {
        std::vector<Result<rpc::NetworkReply>> replies;
        for (const rpc::NetworkRequest& request : requests) {
            const Json body = parse_json(request.body).value();
            if (request.body.find("eth_getLogs") != std::string::npos && before_logs)
                before_logs(++pages);
            JsonArray answers;
            if (body.as_array() == nullptr) {
                replies.emplace_back(rpc::NetworkReply{200, write_json(answer(body)), {}});
                continue;
            }
            for (const Json& one : *body.as_array())
                answers.push_back(answer(one));
            replies.emplace_back(rpc::NetworkReply{200, write_json(answers), {}});
        }
        return replies;
    }
    [[nodiscard]] std::size_t size() const override { return 1; }
    [[nodiscard]] const std::string& name(std::size_t /*endpoint*/) const override { return name_; }

    [[nodiscard]] Hash32 hash(std::uint64_t number) const {
        const bool other = forked_from && number >= *forked_from;
        return keccak256(as_bytes(std::to_string(number) +
                                  (other ? " forked at " + std::to_string(*forked_from) : "")));
    }
    /// A report as a bundle has it.
    [[nodiscard]] audit::Explained explained(std::uint64_t seq, const std::string& bundle) const {
        return {.published = {.record = seq,
                              .seq = seq,
                              .digest = digest_of(seq),
                              .block_number = reports.at(seq),
                              .block_hash = hash(reports.at(seq))},
                .bundle = bundle};
    }

    std::uint64_t head = 15'000;
    std::map<std::uint64_t, std::uint64_t> reports;  ///< seq to block
    std::map<std::uint64_t, ToldQuorum> quorums;     ///< from that block on
    std::optional<std::uint64_t> forked_from;
    /// Called before each question for logs, with its number.
    std::function<void(int)> before_logs;
    int pages = 0;
    std::vector<std::uint64_t> called_at;

  private:
    Json answer(const Json& request) {
        return JsonObject{{"id", *request.find("id")},
                          {"jsonrpc", "2.0"},
                          {"result", result(*request.find("method")->as_string(),
                                            *request.find("params")->as_array())}};
    }

    Json result(const std::string& method, const JsonArray& params) {
        if (method == "eth_chainId") return hex_number(1);
        if (method == "eth_getLogs") return logs(params.front());
        const std::string& tag = *params[method == "eth_call" ? 1 : 0].as_string();
        const std::uint64_t number = tag == "latest" ? head : *U256::from_text(tag)->to_u64();
        if (method == "eth_call") return call(*params[0].find("data")->as_string(), number);
        return JsonObject{{"hash", to_hex(hash(number))},
                          {"number", hex_number(number)},
                          {"timestamp", hex_number(1'600'000'000 + 12 * number)}};
    }

    Json logs(const Json& filter) const {
        const auto number = [&](const char* key) {
            return *U256::from_text(*filter.find(key)->as_string())->to_u64();
        };
        JsonArray all;
        for (const auto& [seq, block] : reports) {
            if (block < number("fromBlock") || block > number("toBlock")) continue;
            // previous first, then three hashes, two times, a count and the sender.
            const Hash32 previous = digest_of(seq - 1);
            Bytes data(previous.bytes.begin(), previous.bytes.end());
            data.resize(data.size() + std::size_t{7} * Hash32::kSize);
            all.emplace_back(JsonObject{
                {"address", to_hex(kOracle)},
                {"blockHash", to_hex(hash(block))},
                {"blockNumber", hex_number(block)},
                {"data", to_hex(data)},
                {"logIndex", "0x0"},
                {"removed", Json(false)},
                {"topics", JsonArray{to_hex(oracle::report_accepted_topic()),
                                     to_hex(U256(seq).to_big_endian()), to_hex(digest_of(seq))}}});
        }
        return all;
    }

    Json call(const std::string& data, std::uint64_t number) {
        const ToldQuorum& told = std::prev(quorums.upper_bound(number))->second;
        const bool asks_signers = data == to_hex(chain::function_selector("signers()"));
        called_at.push_back(number);
        std::vector<AbiValue> list;
        for (const chain::Address& signer : told.signers)
            list.push_back(AbiValue::address(signer));
        const auto word = [](std::uint64_t value) { return AbiValue::uint(U256(value)); };
        const AbiValue value =
            asks_signers ? AbiValue::list({AbiValue::list(list)})
                         : AbiValue::list({word(told.threshold), word(told.signers.size()), word(0),
                                           word(0), word(9), word(0)});
        const std::string type =
            asks_signers ? "(address[])" : "(" + std::string(oracle::kStatusType) + ")";
        return to_hex(chain::abi_encode(chain::parse_abi_type(type).value(), value).value());
    }

    std::string name_ = "https://node.example";
};

class VerifyChain : public ::testing::Test {
  protected:
    VerifyChain() {
        node.reports = {{1, 100}, {2, 12'000}};
        node.quorums[0] = {.signers = {numbered(1), numbered(2), numbered(3)}, .threshold = 2};
        setup.oracle = kOracle;
        setup.signers = node.quorums[0].signers;
        setup.threshold = 2;
    }

    [[nodiscard]] books::ChainReader reader() {
        return books::ChainReader::make(node, clock, {.chain_id = 1, .quorum = 1}).value();
    }
    [[nodiscard]] std::optional<audit::ChainDifference> signers_differ(
        const std::vector<audit::Explained>& lasts) {
        auto chain = reader();
        const auto found = compare_signers(chain, setup, lasts);
        EXPECT_TRUE(found.has_value()) << found.error().what;
        return found.value_or(std::nullopt);
    }

    test::SimulatedClock clock;
    OracleNode node;
    audit::Setup setup;
};

TEST_F(VerifyChain, SignersAndThresholdThatAreTheSameDifferInNothing) {
    EXPECT_FALSE(signers_differ({node.explained(1, "one"), node.explained(2, "two")}));
    EXPECT_EQ(node.called_at, (std::vector<std::uint64_t>{100, 100, 12'000, 12'000}));
}

TEST_F(VerifyChain, AnotherThresholdIsNamedWithBoth) {
    node.quorums[0].threshold = 1;
    const auto found = signers_differ({node.explained(1, "one")});
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->field, audit::kSetup);
    EXPECT_EQ(found->bundle, "one");
    EXPECT_EQ(found->expected, "the threshold 1");
    EXPECT_EQ(found->found, "2");
}

TEST_F(VerifyChain, EachBundleIsAskedForAtItsOwnLastReport) {
    // Signers were exchanged between the two, and the threshold once more behind both.
    node.quorums[5'000] = {.signers = {numbered(1), numbered(2), numbered(4)}, .threshold = 2};
    node.quorums[12'001] = {.signers = setup.signers, .threshold = 1};
    EXPECT_FALSE(signers_differ({node.explained(1, "one")}));
    const auto found = signers_differ({node.explained(1, "one"), node.explained(2, "two")});
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->bundle, "two");
    EXPECT_EQ(found->seq, 2U);
    EXPECT_NE(found->expected.find(to_hex(numbered(4))), std::string::npos) << found->expected;
    EXPECT_NE(found->found.find(to_hex(numbered(3))), std::string::npos) << found->found;
}

TEST_F(VerifyChain, ABundleWithoutReportsAsksNobody) {
    EXPECT_FALSE(signers_differ({}));
    EXPECT_TRUE(node.called_at.empty());
}

/// Whoever goes on from what was kept brings new bundles alone: what was wrong with the old ones
/// must not be behind it.
TEST_F(VerifyChain, ADifferenceIsFoundAgainByTheNextRun) {
    const test::TemporaryFolder folder;
    const std::vector<audit::Explained> both = {node.explained(1, "one"), node.explained(2, "two")};
    const auto run = [&](std::vector<audit::Explained> explained) {
        auto chain = reader();
        return verify_chain(
            chain, {.chain_id = 1, .oracle = kOracle, .state = folder / "audit.json"}, explained,
            [&, explained] { return compare_signers(chain, setup, explained); });
    };
    node.quorums[0].threshold = 1;
    for (int time = 0; time < 2; ++time) {
        const auto check = run(both);
        ASSERT_TRUE(check && check->first_difference) << time;
        EXPECT_EQ(check->first_difference->expected, "the threshold 1");
        EXPECT_FALSE(std::filesystem::exists(folder / "audit.json"));
    }
    node.quorums[0].threshold = 2;
    // A report that the chain does not have is found behind all pages.
    std::vector<audit::Explained> more = both;
    more.push_back(node.explained(2, "three"));
    more.back().published.seq = 3;
    more.back().published.digest = digest_of(3);
    for (int time = 0; time < 2; ++time) {
        const auto check = run(more);
        ASSERT_TRUE(check && check->first_difference) << time;
        EXPECT_EQ(check->first_difference->seq, 3U);
    }
    const auto whole = run(both);
    ASSERT_TRUE(whole) << whole.error().what;
    EXPECT_FALSE(whole->first_difference);
    EXPECT_TRUE(std::filesystem::exists(folder / "audit.json"));
    node.reports[3] = ++node.head;
    const auto next = run({node.explained(3, "three")});
    ASSERT_TRUE(next) << next.error().what;
    EXPECT_FALSE(next->first_difference);
    EXPECT_EQ(next->reports, 3U);
}

TEST_F(VerifyChain, AReorganisationBetweenTwoPagesBeginsAnew) {
    // Before the second page the chain is another from block 5000 on: report 2 stands in what was
    // read already.
    node.before_logs = [&](int page) {
        if (page != 2) return;
        node.forked_from = 5'000;
        node.reports[2] = 9'000;
    };
    OracleNode later;
    later.forked_from = 5'000;
    later.reports = {{1, 100}, {2, 9'000}};
    auto chain = reader();
    const auto check = verify_chain(chain, {.chain_id = 1, .oracle = kOracle, .state = {}},
                                    {later.explained(1, "one"), later.explained(2, "one")});
    ASSERT_TRUE(check.has_value()) << check.error().what;
    EXPECT_FALSE(check->first_difference.has_value()) << check->first_difference->expected;
    EXPECT_EQ(check->reports, 2U);
    EXPECT_EQ(node.pages, 4);
}

TEST_F(VerifyChain, AChainThatIsReorganisedAgainAndAgainIsAskedLater) {
    node.before_logs = [&](int page) {
        node.forked_from = std::uint64_t{9'000} - static_cast<std::uint64_t>(page);
    };
    auto chain = reader();
    const auto check = verify_chain(chain, {.chain_id = 1, .oracle = kOracle, .state = {}},
                                    {node.explained(1, "one"), node.explained(2, "one")});
    ASSERT_FALSE(check.has_value());
    EXPECT_EQ(check.error().code, Errc::upstream_unavailable);
    EXPECT_NE(check.error().what.find("again and again"), std::string::npos) << check.error().what;
}

}  // namespace
}  // namespace ballast::apps
