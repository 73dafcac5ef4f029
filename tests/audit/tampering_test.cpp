// SPDX-License-Identifier: MIT
// What a hostile publisher of a bundle may try, up to rewriting all of it with valid hashes: found,
// and named.
#include <gtest/gtest.h>

#include <functional>

#include "audit/check_bundle.hpp"
#include "base/hash.hpp"
#include "engine/canonical.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "tests/audit/played.hpp"
#include "tests/base/seeded.hpp"

namespace ballast::audit {
namespace {

using Entries = std::vector<Entry>;

const Entries& honest_entries() {
    static const Entries kEntries = test::play({.epochs = 24});
    return kEntries;
}

/// Two epochs in a row in the middle: a bundle that begins with the second has one spelling.
std::uint64_t middle() {
    std::uint64_t index = honest_entries().size() / 2;
    while (honest_entries()[index].kind != RecordKind::epoch ||
           honest_entries()[index - 1].kind != RecordKind::epoch)
        ++index;
    return index;
}

const Bundle& honest_bundle() {
    static const Bundle kBundle =
        *make_bundle(test::chained(honest_entries()), middle(), honest_entries().size() - 1);
    return kBundle;
}

/// An epoch with an update, not the bundle's first record, nor its last.
std::size_t signed_epoch() {
    for (const std::size_t index : test::updates(honest_entries()))
        if (index > middle() && index + 1 < honest_entries().size()) return index;
    return 0;
}

StoredRecord& record_of(Bundle& bundle, std::size_t index) {
    return bundle.records[index - bundle.records.front().index];
}

/// The honest bundle over other entries, every hash, the tree and the proofs made anew.
Bundle forged(const Entries& entries) {
    const auto records = test::chained(entries);
    Bundle bundle = honest_bundle();
    bundle.genesis = records.front();
    if (bundle.before && bundle.before->head_record)
        bundle.before->head_record = records[bundle.before->head_record->index];
    for (StoredRecord& record : bundle.records)
        record = records[record.index];
    std::vector<Hash32> hashes;
    for (const StoredRecord& record : records)
        hashes.push_back(*hash_from_hex(record.hash));
    const auto setup = read_setup(entries.front().fields.at(kSetup));
    bundle.checkpoint = {setup ? origin_of(*setup, hashes.front()) : "unreadable",
                         {hashes.size(), merkle_root(hashes)}};
    for (RecordProof& proof : bundle.proofs)
        proof.path = inclusion_proof(hashes, proof.index);
    return bundle;
}

Bundle forged(const std::function<void(Entries&)>& forge) {
    Entries entries = honest_entries();
    forge(entries);
    return forged(entries);
}

void expect_named(const Bundle& bundle, std::uint64_t record, const std::string& field,
                  const Expected& expected = {}, const std::string& path = "") {
    const auto found = check_bundle(bundle, expected).first_difference;
    ASSERT_TRUE(found.has_value()) << "not found: " << field;
    EXPECT_EQ(found->record, record) << found->field << " " << found->found;
    EXPECT_EQ(found->field, field) << found->expected << "\n" << found->found;
    EXPECT_TRUE(path.empty() || found->path == path) << found->path;
}

/// Adds 1 to the integer after `key`, the first in the text.
void add_one(std::string& text, const std::string& key) {
    const std::string begin = "\"" + key + "\":\"";
    const std::size_t at = text.find(begin);
    ASSERT_NE(at, std::string::npos) << key;
    const std::size_t from = at + begin.size();
    const std::size_t size = text.find('"', from) - from;
    text.replace(from, size, std::to_string(*parse_integer(text.substr(from, size)) + 1));
}

TEST(Tampering, TheHonestBundleIsWhole) {
    const BundleCheck check = check_bundle(honest_bundle());
    EXPECT_FALSE(check.first_difference.has_value());
    EXPECT_GT(check.epochs, 8);
    EXPECT_TRUE(honest_bundle().before.has_value());
    EXPECT_FALSE(check_bundle(forged(honest_entries())).first_difference.has_value());
}

TEST(Tampering, EditedTextIsItsField) {
    for (const auto& [field, text] : honest_bundle().records.back().fields) {
        Bundle bundle = honest_bundle();
        bundle.records.back().fields[field].first += " ";
        expect_named(bundle, bundle.records.back().index, field);
    }
}

TEST(Tampering, DroppedAndReorderedRecordsAreTheirNumber) {
    const std::size_t index = signed_epoch();
    Bundle bundle = honest_bundle();
    const auto place = static_cast<std::ptrdiff_t>(index - bundle.records.front().index);
    bundle.records.erase(bundle.records.begin() + place);
    expect_named(bundle, index + 1, "index");
    bundle = honest_bundle();
    std::swap(bundle.records[static_cast<std::size_t>(place)],
              bundle.records[static_cast<std::size_t>(place) + 1]);
    expect_named(bundle, index + 1, "index");
    bundle = honest_bundle();
    bundle.records.pop_back();
    expect_named(bundle, 0, "range");
}

TEST(Tampering, DroppedAndReorderedWithNewNumbersAndHashes) {
    const std::size_t index = signed_epoch();
    const auto dropped = check_bundle(forged([&](Entries& e) {
        e[index] = e[index + 1];
        e[index + 1] = e.back();
    }));
    ASSERT_TRUE(dropped.first_difference.has_value());
    EXPECT_EQ(dropped.first_difference->record, index);
    const auto swapped =
        check_bundle(forged([&](Entries& e) { std::swap(e[index], e[index - 1]); }));
    ASSERT_TRUE(swapped.first_difference.has_value());
    EXPECT_LE(swapped.first_difference->record, index);
}

TEST(Tampering, RewrittenDecisionWithValidHashesHasItsPath) {
    const std::size_t index = signed_epoch();
    expect_named(forged([&](Entries& e) { add_one(e[index].fields[kReport], "score_wad"); }), index,
                 kReport, {}, "regime.channels[0].score_wad");
    const auto found = check_bundle(forged([&](Entries& e) {
                           add_one(e[index].fields[kSnapshot], "daily_volume_usd");
                       })).first_difference;
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->field, kCalldata);
    EXPECT_EQ(found->path, "report.inputs_root");
}

TEST(Tampering, WhatNobodySignedIsFoundByAPublishedCheckpoint) {
    const Bundle bundle =
        forged([&](Entries& e) { add_one(e[signed_epoch()].fields[kReceipt], "gas_used"); });
    EXPECT_FALSE(check_bundle(bundle).first_difference.has_value());
    expect_named(bundle, 0, "checkpoint", {.checkpoint = honest_bundle().checkpoint});
    Bundle mixed = bundle;
    mixed.checkpoint = honest_bundle().checkpoint;
    const auto found = check_bundle(mixed).first_difference;
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->field, "proof");
}

TEST(Tampering, AnotherPolicy) {
    const auto whole = policies::load_policy("policies/macro_blind.toml");
    ASSERT_TRUE(whole.has_value());
    const auto policy = policies::select_assets(*whole, std::vector<std::string>{"BTC", "ETH"});
    ASSERT_TRUE(policy.has_value());
    const Bundle bundle =
        forged([&](Entries& e) { e[0].fields[kPolicy] = engine::canonical_text(*policy); });
    expect_named(bundle, middle(), kReport);
    const Hash32 known = check_bundle(honest_bundle()).policy_hash;
    expect_named(bundle, 0, kPolicy, {.policy_hash = known});
}

TEST(Tampering, AnotherBinary) {
    const Hash32 known = sha256(as_bytes("a binary"));
    const std::size_t index = signed_epoch();
    EXPECT_FALSE(check_bundle(honest_bundle(), {.binary_sha256 = known}).first_difference);
    expect_named(forged([&](Entries& e) { e[index].fields[kBinary] = to_hex(Hash32{}); }), index,
                 kBinary, {.binary_sha256 = known});
}

TEST(Tampering, ForgedSigners) {
    const Entries others = test::play({.first_key = 50, .epochs = 24});
    const auto found = check_bundle(forged(others)).first_difference;
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->field, kCalldata);
    EXPECT_NE(found->expected.find("of the setup"), std::string::npos) << found->expected;
    // With a setup that names them, only who knows the signers can tell.
    const audit::Setup known = *read_setup(honest_entries()[0].fields.at(kSetup));
    const Bundle bundle = forged([&](Entries& e) {
        audit::Setup setup = known;
        setup.signers[0] = setup.oracle;
        e[0].fields[kSetup] = write_setup(setup);
    });
    expect_named(bundle, 0, kSetup, {.signers = known.signers}, "signers[0]");
}

TEST(Tampering, WithheldInputs) {
    const std::size_t index = signed_epoch();
    for (const char* field : {kSnapshot, kCurrent}) {
        Bundle bundle = honest_bundle();
        record_of(bundle, index).fields.erase(field);
        expect_named(bundle, index, "hash");
        expect_named(forged([&](Entries& e) { e[index].fields.erase(field); }), index, field);
    }
    Bundle bundle = honest_bundle();
    bundle.before.reset();
    expect_named(bundle, bundle.records.front().index, "range");
    bundle = honest_bundle();
    bundle.genesis.fields.erase(kPolicy);
    expect_named(bundle, 0, "hash");
}

TEST(Tampering, WhatWasBefore) {
    const std::uint64_t lead = honest_bundle().records.front().index;
    Bundle bundle = honest_bundle();
    add_one(bundle.before->state, "fast_wad");
    expect_named(bundle, lead, "before.state");
    bundle = honest_bundle();
    ++bundle.before->seq;
    const std::uint64_t teller =
        bundle.before->head_record ? bundle.before->head_record->index : lead;
    expect_named(bundle, teller, "before.seq");
    bundle = honest_bundle();
    bundle.before->last_report.bytes[0] ^= 1U;
    expect_named(bundle, teller, "before.last_report");
}

TEST(Tampering, Proofs) {
    Bundle bundle = honest_bundle();
    bundle.proofs.back().path.front().bytes[7] ^= 16U;
    expect_named(bundle, bundle.to, "proof");
    bundle = honest_bundle();
    bundle.proofs.pop_back();
    expect_named(bundle, bundle.to, "proof");
    bundle = honest_bundle();
    bundle.proofs.push_back(bundle.proofs.back());
    expect_named(bundle, 0, "proof");
}

/// One random change. Returns what names it; empty where nothing was found.
class Mutator {
  public:
    explicit Mutator(std::mt19937_64& random) : random_(random) {}

    std::string mutate() {
        switch (random_() % 4) {
            case 0:
                return file_byte();
            case 1:
                return content_byte();
            case 2:
                return lines();
            default:
                return rewritten();
        }
    }

  private:
    /// A changed byte is another one.
    void change(std::string& text) {
        char& byte = text[random_() % text.size()];
        byte = static_cast<char>(byte ^ static_cast<char>(1 + random_() % 127));
    }
    std::string file_byte() {
        std::string file = file_;
        if (random_() % 4 == 0)
            file.resize(random_() % file.size());
        else
            change(file);
        const auto content = unpack_bundle(file);
        return content ? "" : content.error().what;
    }
    std::string content_byte() {
        std::string content = content_;
        change(content);
        return named(content);
    }
    std::string lines() {
        std::vector<std::string> all;
        for (std::size_t at = 0; at < content_.size(); at += all.back().size())
            all.push_back(content_.substr(at, content_.find('\n', at) + 1 - at));
        const std::size_t one = random_() % all.size();
        const std::size_t other = (one + 1 + random_() % (all.size() - 1)) % all.size();
        if (random_() % 2 == 0)
            std::swap(all[one], all[other]);
        else
            all.erase(all.begin() + static_cast<std::ptrdiff_t>(one));
        std::string content;
        for (const std::string& line : all)
            content += line;
        return named(content);
    }
    /// A digit of a field in the range, every hash made anew: the checkpoint is known.
    std::string rewritten() {
        Entries entries = honest_entries();
        while (true) {
            const std::size_t index = middle() + random_() % (entries.size() - middle());
            auto field = entries[index].fields.begin();
            std::advance(field,
                         static_cast<std::ptrdiff_t>(random_() % entries[index].fields.size()));
            char& digit = field->second[random_() % field->second.size()];
            if (digit < '0' || digit > '8') continue;
            ++digit;
            break;
        }
        const auto content = bundle_content(forged(entries));
        return content ? named(*content) : content.error().what;
    }
    std::string named(const std::string& content) {
        const auto bundle = read_bundle_content(*unpack_bundle(pack_bundle(content)));
        if (!bundle) return bundle.error().what.starts_with("line ") ? bundle.error().what : "";
        const auto found =
            check_bundle(*bundle, {.checkpoint = honest_bundle().checkpoint}).first_difference;
        return found ? found->field : "";
    }

    std::mt19937_64& random_;
    std::string content_ = *bundle_content(honest_bundle());
    std::string file_ = pack_bundle(content_);
};

TEST(Tampering, AThousandRandomMutationsAreFoundAndNamed) {
    auto random = ballast::test::seeded_generator();
    Mutator mutator(random);
    int found = 0;
    constexpr int kMutations = 1000;
    for (int i = 0; i < kMutations; ++i)
        found += mutator.mutate().empty() ? 0 : 1;
    std::printf("mutations=%d found=%d\n", kMutations, found);
    EXPECT_EQ(found, kMutations);
}

}  // namespace
}  // namespace ballast::audit
