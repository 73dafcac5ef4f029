// SPDX-License-Identifier: MIT
// `ballast oracle` where it asks nobody: documents, plans, comparisons. The rest: e2e/test_oracle.
#include "apps/oracle_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/oracle_verify.hpp"
#include "base/file.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::apps {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Hash32 hash(std::uint8_t first) {
    Hash32 made;
    made.bytes[0] = first;
    return made;
}

chain::Address address(std::uint8_t first) {
    chain::Address made;
    made.bytes[0] = first;
    return made;
}

OracleDocument example() {
    auto document = read_oracle_document("docs/oracle-example.toml");
    EXPECT_TRUE(document) << document.error().what;
    return std::move(*document);
}

/// The oracle that is as the document says.
OracleSnapshot as_in(const OracleDocument& document) {
    OracleSnapshot made;
    made.chain_id = document.chain_id;
    made.owner = document.owner;
    made.guardian = document.guardian;
    for (const auto& [signer, name] : document.signers)
        made.signers.push_back(signer);
    made.state.switches.threshold = document.threshold;
    for (const auto& [name, policy] : document.policies)
        made.configured.policies.insert(policy);
    for (const auto& [name, code] : document.codes)
        made.configured.codes.insert(code);
    for (const OracleMarket& market : document.markets) {
        made.configured.markets.insert(market.id);
        made.names.push_back({market.asset, market.id});
        made.state.records.push_back(market.record);
    }
    return made;
}

/// "what: fault" of each check that has one.
std::vector<std::string> faults(const OracleSnapshot& snapshot, const OracleDocument& document) {
    std::vector<std::string> lines;
    for (const OracleCheck& check : compare_with_document(snapshot, document))
        if (!check.fault.empty()) lines.push_back(check.what + ": " + check.fault);
    return lines;
}

TEST(OracleComparison, FindsAnOfferToAStranger) {
    const OracleDocument document = example();
    OracleSnapshot snapshot = as_in(document);
    EXPECT_THAT(faults(snapshot, document), IsEmpty());
    snapshot.pending_owner = document.owner;
    EXPECT_THAT(faults(snapshot, document), IsEmpty()) << "it changes nothing";
    snapshot.pending_owner = address(9);
    EXPECT_THAT(faults(snapshot, document),
                ElementsAre(HasSubstr("it is offered to " + chain::checksum_text(address(9)))));
}

TEST(OracleComparison, FindsApprovalsThatNoDocumentHas) {
    const OracleDocument document = example();
    OracleSnapshot snapshot = as_in(document);
    snapshot.configured.policies.insert(hash(1));
    snapshot.configured.codes.insert(hash(2));
    EXPECT_THAT(
        faults(snapshot, document),
        ElementsAre("policy " + to_hex(hash(1)) + ": it is approved, and not in the document",
                    "code " + to_hex(hash(2)) + ": it is approved, and not in the document"));
}

TEST(OracleComparison, FindsMarketsThatNoDocumentHas) {
    OracleDocument document = example();
    const OracleSnapshot snapshot = as_in(document);
    const Hash32 id = document.markets.back().id;
    document.markets.pop_back();
    EXPECT_THAT(faults(snapshot, document),
                ElementsAre("market " + to_hex(id) + ": it is not in the document"));
}

TEST(OracleDocuments, RefuseOneMarketTwice) {
    std::string text = *read_file("docs/oracle-example.toml");
    const std::string other = "0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    text.replace(text.find(other), other.size(), "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    const test::TemporaryFolder folder;
    const auto file = folder / "twins.toml";
    ASSERT_TRUE(write_file(file, text));
    const auto document = read_oracle_document(file);
    ASSERT_FALSE(document.has_value());
    EXPECT_EQ(document.error().code, Errc::bad_data);
    EXPECT_THAT(document.error().what, HasSubstr("this is the market WBTC again"));
}

TEST(OraclePlans, OfADeploymentShowAllThatWillBeSigned) {
    const OracleDocument document = example();
    const auto plan = plan_deployment(document, document.owner);
    ASSERT_EQ(plan.size(), 3U);
    EXPECT_THAT(plan[0].details,
                ElementsAre("signer first 0x3333333333333333333333333333333333333333",
                            "signer second 0x4444444444444444444444444444444444444444",
                            "signer third 0x5555555555555555555555555555555555555555",
                            "policy carry_aware 0x" + std::string(64, '6'),
                            "code release 0x" + std::string(64, '7')));
    EXPECT_THAT(plan[1].about, HasSubstr("supply cap not managed, shadow"));
    EXPECT_THAT(plan[2].about, HasSubstr("supply cap 1000000 tokens"));
    EXPECT_THAT(plan[2].about, Not(HasSubstr("shadow")));
    EXPECT_EQ(plan[2].details.front(), "id " + to_hex(document.markets[1].id));
    std::string all;
    for (const std::string& line : plan[2].details)
        all += line + "\n";
    for (const char* words : {"limits: ltv_min 5000 bps;", "ltv_max 8000 bps;", "shadow no;",
                              "baseline_ltv 4000 bps;", "supply_cap_max 2000000;", "lt_veto "})
        EXPECT_THAT(all, HasSubstr(words));
}

sender::TxRecord on_its_way(const Hash32& key, std::uint64_t nonce, sender::TxState state) {
    sender::TxRecord made;
    made.key = key;
    made.nonce = nonce;
    made.state = state;
    return made;
}

TEST(OracleNames, GoOnWithASwitchWhateverWasUnderWayWhenItWasNamed) {
    using sender::TxState;
    const chain::Address oracle = address(1);
    const PlannedCall unfreeze{"lift the freeze", oracle, Bytes{1}};
    const PlannedCall freeze{"freeze", oracle, Bytes{2}};
    UsedNonces used{5, {on_its_way(hash(9), 5, TxState::sent)}, std::nullopt};
    used.last = used.open.back();
    const std::string name = change_name(oracle, unfreeze, used);
    EXPECT_THAT(name, testing::EndsWith(" 6"));
    // Nonce 5 is in a block, and then final; the unfreeze took nonce 6 and was interrupted.
    const auto turned = on_its_way(key_of(name, 0, unfreeze), 6, TxState::sent);
    used = {6, {on_its_way(hash(9), 5, TxState::included), turned}, turned};
    EXPECT_EQ(change_name(oracle, unfreeze, used), name);
    used.open = {turned};
    EXPECT_EQ(change_name(oracle, unfreeze, used), name);
    EXPECT_NE(change_name(oracle, freeze, used), name) << "another call";
    EXPECT_NE(change_name(address(2), unfreeze, used), name) << "another oracle";
    // In a block, it is done: whoever turns the switch now means another time.
    used.next = 7;
    EXPECT_THAT(change_name(oracle, unfreeze, used), testing::EndsWith(" 7"))
        << "the journal has not heard of it yet";
    used.open[0].state = TxState::included;
    EXPECT_THAT(change_name(oracle, unfreeze, used), testing::EndsWith(" 7"));
    used = {7, {}, turned};
    EXPECT_THAT(change_name(oracle, unfreeze, used), testing::EndsWith(" 7"));
    used = {3, {}, turned};
    EXPECT_THAT(change_name(oracle, unfreeze, used), testing::EndsWith(" 7")) << "nodes lag";
    // Whatever gave it its name.
    const std::string other = "change " + to_hex(oracle) + " 2";
    used = {6, {on_its_way(key_of(other, 0, unfreeze), 6, TxState::sent)}, turned};
    EXPECT_EQ(change_name(oracle, unfreeze, used), other);
}

TEST(OracleNames, OneStopTooManyIsBetterThanOneTooFewAndOneLiftTooFewThanTooMany) {
    using sender::TxState;
    const chain::Address oracle = address(1);
    const PlannedCall unfreeze{"lift the freeze", oracle, Bytes{1}};
    const PlannedCall freeze{"freeze", oracle, Bytes{2}, true};
    const std::string name = "change " + to_hex(oracle) + " 6";
    // It was in a block, which was taken away, or which these nodes do not have yet.
    auto lifted = on_its_way(key_of(name, 0, unfreeze), 6, TxState::included);
    EXPECT_EQ(change_name(oracle, unfreeze, {6, {lifted}, lifted}), name);
    auto stop = on_its_way(key_of(name, 0, freeze), 6, TxState::included);
    EXPECT_THAT(change_name(oracle, freeze, {6, {stop}, stop}), testing::EndsWith(" 7"));
    stop.state = TxState::sent;
    EXPECT_EQ(change_name(oracle, freeze, {6, {stop}, stop}), name);
    stop.attempts = {{sender::AttemptKind::call, {}, {}, {}},
                     {sender::AttemptKind::cancel, {}, {}, {}}};
    EXPECT_THAT(change_name(oracle, freeze, {6, {stop}, stop}), testing::EndsWith(" 7"))
        << "it was cancelled";
    // Both fell out of their blocks, and come back in their order.
    stop.attempts.clear();
    const auto lifts = on_its_way(hash(8), 7, TxState::sent);
    EXPECT_THAT(change_name(oracle, freeze, {6, {stop, lifts}, lifts}), testing::EndsWith(" 8"))
        << "it was lifted";
}

/// Nodes may lag behind what lifted a stop: one too many harms nobody.
TEST(OraclePlans, LeaveNoStopOut) {
    const OracleDocument document = example();
    OracleSnapshot snapshot = as_in(document);
    snapshot.state.switches.loosening_paused = true;
    snapshot.state.switches.frozen = true;
    OracleOptions options;
    const auto plan = [&](OracleVerb verb, const chain::Address& sender) {
        options.verb = verb;
        return plan_change({options, snapshot, nullptr, sender});
    };
    for (const OracleVerb stop : {OracleVerb::pause, OracleVerb::freeze}) {
        const auto planned = plan(stop, document.guardian);
        ASSERT_TRUE(planned) << planned.error().what;
        ASSERT_EQ(planned->size(), 1U);
        EXPECT_THAT(planned->front().about, HasSubstr("already, to be sure"));
        EXPECT_EQ(plan(stop, address(9)).error().code, Errc::permission);
    }
    EXPECT_EQ(plan(OracleVerb::unfreeze, document.owner)->size(), 1U);
    snapshot.state.switches = {};
    EXPECT_TRUE(plan(OracleVerb::unfreeze, document.owner)->empty());
    EXPECT_TRUE(plan(OracleVerb::unpause, document.owner)->empty());
}

}  // namespace
}  // namespace ballast::apps
