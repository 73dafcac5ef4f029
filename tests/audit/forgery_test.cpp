// SPDX-License-Identifier: MIT
// Forgeries with valid hashes: whoever rewrites the whole file is found by recomputation or by the
// signatures, and the field is named.
#include <gtest/gtest.h>

#include <functional>

#include "audit/replay.hpp"
#include "base/hash.hpp"
#include "engine/canonical.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "tests/audit/played.hpp"
#include "tests/base/seeded.hpp"

namespace ballast::audit {
namespace {

using Entries = std::vector<Entry>;

const Entries& honest() {
    static const Entries kEntries = test::play();
    return kEntries;
}

/// An epoch with an update in the middle of the run.
std::size_t some_update() {
    const auto all = test::updates(honest());
    return all[all.size() / 2];
}

/// The first difference of the honest run after `forge`, chained anew.
std::optional<Difference> found(const std::function<void(Entries&)>& forge) {
    Entries entries = honest();
    forge(entries);
    static const std::string kHonestHead = test::chained(honest()).back().hash;
    const auto after = test::chained(entries);
    EXPECT_NE(kHonestHead, after.back().hash) << "the forgery did not happen";
    return replay(after).first_difference;
}

void expect_found(std::size_t record, const std::string& field,
                  const std::function<void(Entries&)>& forge) {
    const auto difference = found(forge);
    ASSERT_TRUE(difference.has_value()) << "not found: " << field;
    EXPECT_EQ(difference->record, record) << difference->expected << "\n" << difference->found;
    EXPECT_EQ(difference->field, field) << difference->expected << "\n" << difference->found;
    EXPECT_NE(difference->expected, difference->found);
}

/// Replaces the first `from` of a text, which must be there.
void replace(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
}

/// Adds 1 to the integer after `key`, the first in the text.
void count_up(std::string& text, const std::string& key) {
    const std::string begin = "\"" + key + "\":\"";
    const std::size_t at = text.find(begin);
    ASSERT_NE(at, std::string::npos) << key;
    const std::size_t from = at + begin.size();
    const std::size_t size = text.find('"', from) - from;
    text.replace(from, size, std::to_string(*parse_integer(text.substr(from, size)) + 1));
}

TEST(Forgery, TheHonestRunIsIdentical) {
    const ReplayOutcome outcome = replay(test::chained(honest()));
    EXPECT_FALSE(outcome.first_difference.has_value());
    EXPECT_EQ(outcome.epochs, 20);
    EXPECT_EQ(outcome.identical, 20);
    EXPECT_GE(test::updates(honest()).size(), 7U);
}

TEST(Forgery, EpochsBeforeTheDifferenceCount) {
    const std::size_t record = some_update();
    Entries entries = honest();
    count_up(entries[record].fields[kReport], "ltv_bps");
    const ReplayOutcome outcome = replay(test::chained(entries));
    const auto epochs_before =
        std::count_if(entries.begin(), entries.begin() + static_cast<long>(record),
                      [](const Entry& e) { return e.kind == RecordKind::epoch; });
    EXPECT_EQ(outcome.epochs, 20);
    EXPECT_EQ(outcome.identical, epochs_before);
}

TEST(Forgery, PriceOfASnapshot) {
    const std::size_t record = some_update();
    const auto difference = found([&](Entries& e) {
        std::string& text = e[record].fields[kSnapshot];
        replace(text, "\"price_1e8\":\"", "\"price_1e8\":\"1");
    });
    ASSERT_TRUE(difference.has_value());
    EXPECT_EQ(difference->record, record);
    EXPECT_EQ(difference->field, kReport);
    // One unit of 1e-8 may change no decision, but the state remembers it.
    const auto small =
        found([&](Entries& e) { count_up(e[record].fields[kSnapshot], "price_1e8"); });
    ASSERT_TRUE(small.has_value());
    EXPECT_EQ(small->record, record);
    EXPECT_TRUE(small->field == kReport || small->field == kStateHash) << small->field;
}

TEST(Forgery, NumberThatNoDecisionReads) {
    // Only what the signers committed to gives it away.
    expect_found(some_update(), kCalldata, [](Entries& e) {
        count_up(e[some_update()].fields[kSnapshot], "daily_volume_usd");
    });
}

TEST(Forgery, WholeRunPlayedAnewWithAnotherPrice) {
    const auto records = test::updates(honest());
    for (const std::size_t epoch : {0UL, 5UL, 11UL}) {
        const Entries entries = test::play({.first_key = 50, .edit = [&](std::size_t i, auto& s) {
                                                if (i == epoch)
                                                    s.markets[0].price = engine::Price::of(
                                                        s.markets[0].price.count() * 97 / 100);
                                            }});
        const auto difference = replay(test::chained(entries)).first_difference;
        ASSERT_TRUE(difference.has_value());
        EXPECT_EQ(difference->field, kCalldata);
        EXPECT_EQ(difference->record, test::updates(entries).front());
        EXPECT_NE(difference->expected.find("of the setup"), std::string::npos)
            << difference->expected;
    }
}

TEST(Forgery, WholeRunWithTheOldSignatures) {
    const Entries entries = test::play({.edit = [&](std::size_t i, engine::Snapshot& s) {
        if (i == 7) s.markets[0].price = engine::Price::of(s.markets[0].price.count() * 97 / 100);
    }});
    Entries forged = entries;
    std::size_t first = 0;
    for (std::size_t i = 0; i < forged.size() && i < honest().size(); ++i) {
        const bool both =
            forged[i].fields.contains(kCalldata) && honest()[i].fields.contains(kCalldata);
        if (!both || forged[i].fields == honest()[i].fields) continue;
        if (first == 0) first = i;
        // The attestation is the tail of both: 4 and 2 times 64 bytes, padded to 160.
        std::string& calldata = forged[i].fields[kCalldata];
        const std::string& old = honest()[i].fields.at(kCalldata);
        calldata.replace(calldata.size() - 320, 320, old.substr(old.size() - 320));
    }
    ASSERT_GT(first, 0U);
    const auto difference = replay(test::chained(forged)).first_difference;
    ASSERT_TRUE(difference.has_value());
    EXPECT_EQ(difference->field, kCalldata);
    EXPECT_EQ(difference->record, first);
}

TEST(Forgery, Decision) {
    const std::size_t record = some_update();
    for (const char* key : {"ltv_bps", "lt_bps", "ramp_seconds", "induced_now_usd", "score_wad"})
        expect_found(record, kReport,
                     [&](Entries& e) { count_up(e[record].fields[kReport], key); });
}

TEST(Forgery, EveryDigitOfTheAttestation) {
    const std::size_t record = some_update();
    const std::string& calldata = honest()[record].fields.at(kCalldata);
    for (std::size_t i = calldata.size() - 320; i < calldata.size(); i += 7)
        expect_found(record, kCalldata, [&](Entries& e) {
            char& digit = e[record].fields[kCalldata][i];
            digit = digit == '0' ? '1' : '0';
        });
}

TEST(Forgery, EveryWordOfTheCalldata) {
    const std::size_t record = some_update();
    const std::string& calldata = honest()[record].fields.at(kCalldata);
    for (std::size_t i = 2; i < calldata.size(); i += 63)
        expect_found(record, kCalldata, [&](Entries& e) {
            char& digit = e[record].fields[kCalldata][i];
            digit = digit == '7' ? '8' : '7';
        });
}

TEST(Forgery, MissingAndAddedUpdates) {
    const std::size_t record = some_update();
    expect_found(record, kCalldata, [&](Entries& e) {
        for (const char* field : {kCalldata, kKey, kTo, kReceipt, kOutcomes})
            e[record].fields.erase(field);
    });
    std::size_t silent = 2;
    while (honest()[silent].kind != RecordKind::epoch ||
           honest()[silent].fields.contains(kCalldata))
        ++silent;
    expect_found(silent, kCalldata, [&](Entries& e) {
        for (const char* field : {kCalldata, kKey, kTo, kReceipt, kOutcomes})
            e[silent].fields[field] = e[record].fields[field];
    });
}

TEST(Forgery, FieldsOfASubmission) {
    const std::size_t record = some_update();
    const auto set = [&](const char* field, const std::string& text) {
        return [&, field, text](Entries& e) { e[record].fields[field] = text; };
    };
    expect_found(record, kKey, set(kKey, to_hex(Hash32{})));
    expect_found(record, kTo, set(kTo, to_hex(chain::Address{})));
    expect_found(record, kStateHash, set(kStateHash, to_hex(Hash32{})));
    expect_found(record, kOutcomes, set(kOutcomes, "[]"));
    expect_found(record, kOutcomes, set(kOutcomes, "[{\"market_id\":\"0x\"}]"));
    expect_found(record, kOutcomes,
                 set(kOutcomes, write_outcomes({{Hash32{}, oracle::Verdict::applied}})));
}

TEST(Forgery, ReceiptThatDeniesTheUpdate) {
    // The next report names this one as the one before.
    const auto all = test::updates(honest());
    expect_found(all[4], kCalldata, [&](Entries& e) {
        replace(e[all[3]].fields[kReceipt], "\"succeeded\":true", "\"succeeded\":false");
    });
}

TEST(Forgery, DroppedEpochs) {
    for (std::size_t i = 2; i + 1 < honest().size(); ++i) {
        const auto difference =
            found([&](Entries& e) { e.erase(e.begin() + static_cast<long>(i)); });
        if (honest()[i].kind != RecordKind::epoch) continue;
        ASSERT_TRUE(difference.has_value()) << i;
        EXPECT_TRUE(difference->field == kReport || difference->field == kStateHash ||
                    difference->field == kCalldata)
            << difference->field;
    }
}

TEST(Forgery, AnotherPolicy) {
    for (const char* name : {"macro_blind", "sentinel"}) {
        const auto whole = policies::load_policy("policies/" + std::string(name) + ".toml");
        ASSERT_TRUE(whole.has_value()) << whole.error().what;
        const auto policy = policies::select_assets(*whole, std::vector<std::string>{"BTC", "ETH"});
        ASSERT_TRUE(policy.has_value()) << policy.error().what;
        const auto difference =
            found([&](Entries& e) { e[0].fields[kPolicy] = engine::canonical_text(*policy); });
        ASSERT_TRUE(difference.has_value()) << name;
        EXPECT_EQ(difference->record, 2U);
        EXPECT_EQ(difference->field, kReport);
    }
    // A policy that decides the same is still another: its name is under the signatures.
    expect_found(test::updates(honest()).front(), kCalldata, [](Entries& e) {
        replace(e[0].fields[kPolicy], "\"name\":\"carry", "\"name\":\"Carry");
    });
}

TEST(Forgery, FirstState) {
    const auto difference = found([](Entries& e) { count_up(e[0].fields[kState], "fast_wad"); });
    ASSERT_TRUE(difference.has_value());
    EXPECT_EQ(difference->record, 2U);
    expect_found(0, "at", [](Entries& e) { e[0].at.count += 3600; });
}

TEST(Forgery, Setup) {
    const std::size_t first = test::updates(honest()).front();
    const auto edited = [](auto change) {
        return [change](Entries& e) {
            audit::Setup setup = *read_setup(e[0].fields[kSetup]);
            change(setup);
            e[0].fields[kSetup] = write_setup(setup);
        };
    };
    expect_found(first, kCalldata, edited([](audit::Setup& s) { s.code_hash = {}; }));
    expect_found(first, kCalldata, edited([](audit::Setup& s) { s.signers[2] = s.signers[1]; }));
    expect_found(first, kCalldata, edited([](audit::Setup& s) { s.signers.pop_back(); }));
    expect_found(first, kCalldata, edited([](audit::Setup& s) { s.threshold = 3; }));
    expect_found(first, kCalldata, edited([](audit::Setup& s) { s.threshold = 1; }));
    expect_found(first, kCalldata, edited([](audit::Setup& s) { s.chain_id = 1; }));
    expect_found(first, kCalldata, edited([](audit::Setup& s) { s.oracle = {}; }));
    expect_found(0, kSetup, edited([](audit::Setup& s) { s.markets.pop_back(); }));
    expect_found(0, kSetup, [](Entries& e) { e[0].fields[kSetup] = "{}"; });
}

TEST(Forgery, PlacesOfTheGenesis) {
    expect_found(0, "kind", [](Entries& e) { e.erase(e.begin()); });
    expect_found(3, "kind", [](Entries& e) { e.insert(e.begin() + 3, e[0]); });
    expect_found(some_update(), "at", [](Entries& e) { e[some_update()].at.count += 1; });
}

TEST(Forgery, OtherSpellingsOfADocument) {
    const std::size_t record = some_update();
    for (const char* field : {kSnapshot, kCurrent, kReport})
        expect_found(record, field, [&](Entries& e) { e[record].fields[field] += "\n"; });
    for (const char* field : {kPolicy, kState, kSetup})
        expect_found(0, field, [&](Entries& e) { e[0].fields[field].insert(1, " "); });
}

TEST(Forgery, ValuesThatNoContractHolds) {
    const std::size_t record = some_update();
    for (const char* text : {"\"ltv_bps\":\"-1000000\"", "\"ltv_bps\":\"1000000\""})
        expect_found(record, kCurrent, [&](Entries& e) {
            std::string& current = e[record].fields[kCurrent];
            const std::size_t at = current.find("\"ltv_bps\"");
            ASSERT_NE(at, std::string::npos);
            current.replace(at, current.find(',', at) - at, text);
        });
}

TEST(Forgery, MissingAndUnreadableDocuments) {
    const std::size_t record = some_update();
    for (const char* field : {kSnapshot, kCurrent, kReport, kStateHash, kKey, kTo, kOutcomes}) {
        expect_found(record, field, [&](Entries& e) { e[record].fields.erase(field); });
        expect_found(record, field, [&](Entries& e) { e[record].fields[field] = "{"; });
    }
    for (const char* field : {kPolicy, kState, kSetup})
        expect_found(0, field, [&](Entries& e) { e[0].fields.erase(field); });
}

/// Any digit of a document that the engine reads, in an epoch that was signed.
TEST(Forgery, AnyDigitOfASignedEpoch) {
    auto random = ballast::test::seeded_generator();
    const auto all = test::updates(honest());
    const std::vector<std::string> fields = {kSnapshot, kCurrent, kReport, kStateHash, kCalldata};
    int made = 0;
    while (made < 150 && !HasFailure()) {
        const std::size_t record = all[random() % all.size()];
        const std::string& field = fields[random() % fields.size()];
        const std::string& text = honest()[record].fields.at(field);
        const std::size_t at = random() % text.size();
        if (text[at] < '1' || text[at] > '8') continue;
        SCOPED_TRACE(field + " of record " + std::to_string(record) + ", byte " +
                     std::to_string(at));
        const auto difference = found([&](Entries& e) { ++e[record].fields[field][at]; });
        ASSERT_TRUE(difference.has_value());
        EXPECT_EQ(difference->record, record);
        ++made;
    }
    std::printf("forged_digits=%d found=%d\n", made, made);
}

}  // namespace
}  // namespace ballast::audit
