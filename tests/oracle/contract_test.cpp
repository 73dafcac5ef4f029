// SPDX-License-Identifier: MIT
// The contract over a scripted node: what is read, and which answers are refused.
#include "oracle/contract.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "rpc/node.hpp"

namespace ballast::oracle {
namespace {

using chain::AbiValue;

Hash32 id(std::uint8_t first) {
    Hash32 hash;
    hash.bytes[0] = first;
    return hash;
}

chain::Address address(std::uint8_t first) {
    chain::Address made;
    made.bytes[0] = first;
    return made;
}

Bytes encoded(std::string_view type, std::vector<AbiValue> values) {
    return *chain::abi_encode(*chain::parse_abi_type(type), AbiValue::list(std::move(values)));
}

/// `count` numbers from `first` on.
AbiValue counting(std::uint64_t first, std::size_t count) {
    std::vector<AbiValue> items;
    for (std::uint64_t i = 0; i < count; ++i)
        items.push_back(AbiValue::uint(U256(first + i)));
    return AbiValue::list(std::move(items));
}

constexpr const char* kState =
    "(((uint16,uint16,uint16,uint16,uint40,uint32,uint40,uint8,uint8,uint64),"
    "(uint40,uint40,uint40,uint40,uint16,uint16,uint16,uint16,uint16,uint40,uint16),"
    "(uint16,uint16,uint16,uint64,uint32,uint40,uint64)))";
constexpr const char* kLimits =
    "((uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,"
    "uint16,uint32,uint24,uint24,uint24,uint24,uint24,uint24,uint24,uint24,uint24,uint16,uint16,"
    "bool,uint64,uint64,uint16))";

/// Answers eth_call by the calldata's selector.
class ScriptedNode final : public rpc::Transport {
  public:
    ScriptedNode() {
        set("head()", encoded("(uint64,bytes32,uint40,bytes32)",
                              {AbiValue::uint(7U), AbiValue::bytes(id(1).view()),
                               AbiValue::uint(1'722'830'400U), AbiValue::bytes(id(2).view())}));
        set("status()",
            encoded("(uint8,uint8,bool,bool,uint32,uint40)",
                    {AbiValue::uint(2U), AbiValue::uint(3U), AbiValue::boolean(true),
                     AbiValue::boolean(false), AbiValue::uint(245U), AbiValue::uint(1000U)}));
        set_state(2);
        std::vector<AbiValue> limits = *counting(200, 30).as_list();
        limits[26] = AbiValue::boolean(true);
        set("limits(bytes32)", encoded(kLimits, {AbiValue::list(std::move(limits))}));
    }

    void set_state(std::uint64_t listing) {
        std::vector<AbiValue> market = *counting(101, 8).as_list();
        market.push_back(AbiValue::uint(U256(listing)));
        market.push_back(AbiValue::uint(110U));
        set("marketState(bytes32)",
            encoded(kState, {AbiValue::list({AbiValue::list(std::move(market)), counting(301, 11),
                                             counting(241, 7)})}));
    }

    void set(std::string_view signature, const Bytes& output) {
        answers_[key(signature)] = "\"result\":\"" + to_hex(output) + "\"";
    }
    void set_revert(std::string_view signature) {
        answers_[key(signature)] =
            "\"error\":{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x12345678\"}";
    }
    void set_raw(std::string_view signature, std::string text) {
        answers_[key(signature)] = std::move(text);
    }
    bool unreachable = false;
    std::vector<std::string> blocks;  ///< that were asked about

    Result<std::string> post(std::string_view body) override {
        if (unreachable) return fail(Errc::upstream_unavailable, "nobody there");
        const Json request = *parse_json(body);
        const JsonArray& params = *request.find("params")->as_array();
        const Json* data = params[0].find("data");
        if (data == nullptr) data = params[0].find("input");
        blocks.push_back(*params[1].as_string());
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.find("id")->as_number()->text + "," +
               answers_.at(data->as_string()->substr(0, 10)) + "}";
    }
    const std::string& name() const override { return name_; }

  private:
    static std::string key(std::string_view signature) {
        return to_hex(chain::function_selector(signature));
    }
    std::map<std::string, std::string> answers_;
    std::string name_ = "scripted";
};

constexpr const char* kPreview =
    "preview((bytes32,uint64,uint40,uint40,bytes32,bytes32,bytes32,bytes32,"
    "(bytes32,uint16,uint16,uint16,uint64,uint16,uint16,uint32,uint64,uint8)[]))";

class Contract : public ::testing::Test {
  protected:
    ScriptedNode node_;
    rpc::Node rpc_{node_};
    OracleContract contract_{rpc_, address(9), {{"BTC", id(3)}}};
    rpc::BlockTag block_ = rpc::BlockTag::at(77);

    Result<OracleState> read() { return contract_.read(block_); }
    void expect_refused(Errc code) {
        const auto state = read();
        ASSERT_FALSE(state.has_value());
        EXPECT_EQ(state.error().code, code) << state.error().what;
    }
};

TEST_F(Contract, ReadsEveryFieldInItsPlace) {
    const auto state = read();
    ASSERT_TRUE(state) << state.error().what;
    EXPECT_EQ(state->head.seq, 7U);
    EXPECT_EQ(state->head.last_report, id(1));
    EXPECT_EQ(state->head.observed_at.count, 1'722'830'400);
    EXPECT_EQ(state->head.config_digest, id(2));
    EXPECT_TRUE(state->current.loosening_paused);
    EXPECT_FALSE(state->current.frozen);
    ASSERT_EQ(state->current.markets.size(), 1U);
    const engine::PublishedMarket& m = state->current.markets[0];
    EXPECT_EQ(m.asset, "BTC");
    EXPECT_EQ(m.ltv.count(), 101);
    EXPECT_EQ(m.lt.count(), 102);
    EXPECT_EQ(m.lt_start.count(), 103);
    EXPECT_EQ(m.bonus.count(), 104);
    EXPECT_EQ(m.ramp_start.count, 1105) << "on the wall clock";
    EXPECT_EQ(m.ramp.count, 106);
    EXPECT_EQ(m.as_of.count, 107);
    EXPECT_EQ(m.limiter.ltv_raised_at.count, 301);
    EXPECT_EQ(m.limiter.ltv_cut_at.count, 302);
    EXPECT_EQ(m.limiter.lt_raised_at.count, 303);
    EXPECT_EQ(m.limiter.lt_cut_at.count, 304);
    EXPECT_EQ(m.limiter.lt_cut_week_used.count(), 309);
    EXPECT_EQ(m.limits.gap_min.count(), 206);
    EXPECT_EQ(m.limits.lt_cut_week.count(), 213);
    EXPECT_EQ(m.limits.max_age.count, 214);
    EXPECT_EQ(m.limits.lt_veto.count, 223);
    ASSERT_TRUE(m.pending.has_value());
    EXPECT_EQ(m.pending->ltv.count(), 241);
    EXPECT_EQ(m.pending->lt.count(), 242);
    EXPECT_EQ(m.pending->executable_at.count, 246);
    const MarketRecord& record = state->records.at(0);
    EXPECT_EQ(record.market.ramp_start.count, 105) << "on the ramp clock";
    EXPECT_EQ(record.regime, 108);
    EXPECT_TRUE(record.supply_cap == (SupplyCap{110, {310}, engine::Bps::of(311)}));
    EXPECT_TRUE(record.queued == (Queued{engine::Bps::of(243), 244, 245, 247}));
    const OwnLimits own = {engine::Bps::of(204),
                           engine::Bps::of(205),
                           engine::Bps::of(224),
                           engine::Bps::of(225),
                           true,
                           227,
                           228,
                           engine::Bps::of(229)};
    EXPECT_TRUE(record.own_limits == own);
    EXPECT_EQ(state->switches.held.count, 1000);
    EXPECT_EQ(state->switches.config_count, 245U);
    for (const std::string& asked : node_.blocks)
        EXPECT_EQ(asked, "0x4d") << "every question is about one block";
}

TEST_F(Contract, WithoutAPendingLooseningThereIsNone) {
    node_.set_state(1);
    EXPECT_FALSE(read()->current.markets[0].pending.has_value());
}

TEST_F(Contract, APendingLooseningOfAnOlderConfigurationIsNoneForTheEngine) {
    node_.set("status()",
              encoded("(uint8,uint8,bool,bool,uint32,uint40)",
                      {AbiValue::uint(2U), AbiValue::uint(3U), AbiValue::boolean(false),
                       AbiValue::boolean(false), AbiValue::uint(246U), AbiValue::uint(0U)}));
    const auto state = read();
    ASSERT_TRUE(state) << state.error().what;
    EXPECT_FALSE(state->current.markets[0].pending.has_value());
    EXPECT_TRUE(state->records.at(0).market.pending.has_value()) << "the contract stores it still";
}

TEST_F(Contract, WrongShapesAreBadData) {
    for (const char* signature : {"head()", "status()", "marketState(bytes32)", "limits(bytes32)"})
        for (const std::size_t size : {0U, 1U, 31U, 32U, 95U}) {
            ScriptedNode node;
            node.set(signature, Bytes(size));
            rpc::Node rpc(node);
            const auto state = OracleContract(rpc, address(9), {{"BTC", id(3)}}).read(block_);
            ASSERT_FALSE(state.has_value()) << signature << " " << size;
            EXPECT_EQ(state.error().code, Errc::bad_data) << state.error().what;
        }
}

TEST_F(Contract, NumbersWiderThanTheirTypeAreBadData) {
    // Each word of each answer with its highest bit set; a bytes32 may have it.
    const std::map<std::string, std::pair<std::size_t, std::vector<std::size_t>>> answers = {
        {"head()", {4, {1, 3}}},
        {"status()", {6, {}}},
        {"marketState(bytes32)", {28, {}}},
        {"limits(bytes32)", {30, {}}}};
    for (const auto& [signature, shape] : answers)
        for (std::size_t word = 0; word < shape.first; ++word) {
            Bytes output(shape.first * 32);
            output[word * 32] = 0x80;
            ScriptedNode node;
            node.set(signature, output);
            rpc::Node rpc(node);
            const auto state = OracleContract(rpc, address(9), {{"BTC", id(3)}}).read(block_);
            const bool is_hash = std::count(shape.second.begin(), shape.second.end(), word) > 0;
            EXPECT_EQ(state.has_value(), is_hash) << signature << " word " << word;
            if (!state) {
                EXPECT_EQ(state.error().code, Errc::bad_data);
            }
        }
}

TEST_F(Contract, RevertsAreAMismatchThatNamesTheOracle) {
    for (const char* signature :
         {"head()", "status()", "marketState(bytes32)", "limits(bytes32)"}) {
        ScriptedNode node;
        node.set_revert(signature);
        rpc::Node rpc(node);
        const auto state = OracleContract(rpc, address(9), {{"BTC", id(3)}}).read(block_);
        ASSERT_FALSE(state.has_value());
        EXPECT_EQ(state.error().code, Errc::mismatch);
        EXPECT_NE(state.error().what.find("0x12345678"), std::string::npos);
    }
}

TEST_F(Contract, FaultsOfTheNodeArePassedOn) {
    node_.unreachable = true;
    expect_refused(Errc::upstream_unavailable);
    node_.unreachable = false;
    node_.set_raw("head()", "\"error\":{\"code\":-32000,\"message\":\"header not found\"}");
    EXPECT_FALSE(read().has_value());
    node_.set_raw("head()", "\"result\":7");
    expect_refused(Errc::bad_data);
}

TEST_F(Contract, PreviewGivesAVerdictForEachEntry) {
    node_.set(kPreview, encoded("(uint8[])", {counting(0, kVerdicts)}));
    const auto verdicts = contract_.preview({.updates = {{}, {}}}, block_);
    ASSERT_TRUE(verdicts) << verdicts.error().what;
    ASSERT_EQ(verdicts->size(), kVerdicts);
    EXPECT_EQ(verdicts->back(), Verdict::config_changed);
}

TEST_F(Contract, PreviewRefusesWhatItDoesNotKnow) {
    node_.set(kPreview, encoded("(uint8[])", {counting(kVerdicts, 1)}));
    EXPECT_EQ(contract_.preview({}, block_).error().code, Errc::bad_data);
    node_.set(kPreview, encoded("(uint16[])", {counting(256, 1)}));
    EXPECT_EQ(contract_.preview({}, block_).error().code, Errc::bad_data);
    node_.set(kPreview, {});
    EXPECT_EQ(contract_.preview({}, block_).error().code, Errc::bad_data);
    node_.set_revert(kPreview);
    EXPECT_EQ(contract_.preview({}, block_).error().code, Errc::mismatch);
}

Hash32 topic(std::string_view signature) {
    return keccak256(as_bytes(signature));
}
const Hash32 kUpdated = topic(
    "ParamsUpdated(bytes32,uint64,(uint16,uint16,uint16,uint16,uint16,uint64,uint40,uint32,"
    "uint8,uint64))");
const Hash32 kQueued = topic("PendingQueued(bytes32,uint64,uint16,uint16,uint16,uint64,uint40)");
const Hash32 kSkipped = topic("UpdateSkipped(bytes32,uint64,uint8)");

Bytes word(std::uint8_t last, std::size_t size = 32) {
    Bytes bytes(size);
    if (size > 0) bytes.back() = last;
    return bytes;
}

TEST(EntryOutcomes, AreReadInTheOrderOfTheEvents) {
    const chain::Address oracle = address(9);
    const rpc::Receipt receipt{.tx_hash = {},
                               .succeeded = true,
                               .logs = {{oracle, {topic("ReportAccepted()"), id(5)}, {}},
                                        {oracle, {kQueued, id(2), id(0)}, Bytes(128)},
                                        {address(8), {kUpdated, id(7), id(0)}, Bytes(288)},
                                        {oracle, {kSkipped, id(1), id(0)}, word(14)},
                                        {oracle, {}, {}},
                                        {oracle, {kUpdated}, {}},
                                        {oracle, {kUpdated, id(3), id(0)}, Bytes(288)}}};
    const auto outcomes = entry_outcomes(receipt, oracle);
    ASSERT_TRUE(outcomes) << outcomes.error().what;
    const std::vector<EntryOutcome> expected = {
        {id(2), Verdict::queued}, {id(1), Verdict::lt_down_budget}, {id(3), Verdict::applied}};
    EXPECT_EQ(*outcomes, expected);
    EXPECT_TRUE(entry_outcomes({}, oracle)->empty());
}

TEST(EntryOutcomes, SkipsWithoutAKnownReasonAreBadData) {
    const auto skip = [](Bytes data) {
        return entry_outcomes({.tx_hash = {}, .logs = {{address(9), {kSkipped, id(1)}, data}}},
                              address(9));
    };
    EXPECT_TRUE(skip(word(kVerdicts - 1)).has_value());
    EXPECT_EQ(skip(word(kVerdicts)).error().code, Errc::bad_data);
    EXPECT_EQ(skip(Bytes(32, 0xff)).error().code, Errc::bad_data);
    for (const std::size_t size : {0U, 1U, 31U, 33U, 64U, 4096U})
        EXPECT_EQ(skip(word(13, size)).error().code, Errc::bad_data) << size;
}

}  // namespace
}  // namespace ballast::oracle
