// SPDX-License-Identifier: MIT
#include "audit/record.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/hash.hpp"

namespace ballast::audit {
namespace {

/// The worked example of docs/journal-format.md.
Entry example() {
    return {.kind = RecordKind::execution,
            .at = {1'722'830'400},
            .fields = {{"what", "executePending ETH"}, {"calldata", "0x1234"}}};
}

Hash32 previous_of_example() {
    Hash32 hash;
    hash.bytes.fill(0x11);
    return hash;
}

/// The text after "NAME: " on its own line of the page.
std::string published(const std::string& page, const std::string& name) {
    const std::string key = "\n    " + name + ": ";
    const std::size_t from = page.find(key);
    EXPECT_NE(from, std::string::npos) << name;
    if (from == std::string::npos) return {};
    const std::size_t begin = from + key.size();
    return page.substr(begin, page.find('\n', begin) - begin);
}

TEST(Record, PublishedExampleIsRecomputed) {
    const auto page = read_file("docs/journal-format.md");
    ASSERT_TRUE(page) << page.error().what;
    const std::string document = published(*page, "document");
    EXPECT_EQ(published(*page, "hash of calldata"), to_hex(field_hash("0x1234")));
    EXPECT_EQ(published(*page, "hash of what"), to_hex(field_hash("executePending ETH")));
    EXPECT_EQ(published(*page, "field tag"), to_hex(keccak256(as_bytes("ballast/field/1"))));
    EXPECT_EQ(published(*page, "record tag"), to_hex(keccak256(as_bytes("ballast/record/1"))));
    // The document is hashed as it stands on the page, and by our own code.
    Bytes bytes;
    append(bytes, keccak256(as_bytes("ballast/record/1")).view());
    append(bytes, as_bytes(document));
    EXPECT_EQ(published(*page, "record hash"), to_hex(keccak256(bytes)));
    EXPECT_EQ(published(*page, "record hash"),
              to_hex(record_hash(7, example(), previous_of_example())));
}

TEST(Record, OrderOfFieldsDoesNotMatter) {
    Entry other = example();
    other.fields.clear();
    other.fields["calldata"] = "0x1234";
    other.fields["what"] = "executePending ETH";
    EXPECT_EQ(record_hash(7, other, {}), record_hash(7, example(), {}));
}

TEST(Record, AnyChangeChangesTheHash) {
    const Hash32 hash = record_hash(7, example(), previous_of_example());
    const auto changed = [&](auto change) {
        Entry entry = example();
        change(entry);
        return record_hash(7, entry, previous_of_example()) != hash;
    };
    EXPECT_NE(record_hash(8, example(), previous_of_example()), hash);
    EXPECT_NE(record_hash(7, example(), {}), hash);
    EXPECT_TRUE(changed([](Entry& e) { e.at.count += 1; }));
    EXPECT_TRUE(changed([](Entry& e) { e.kind = RecordKind::epoch; }));
    EXPECT_TRUE(changed([](Entry& e) { e.fields["what"] += " "; }));
    EXPECT_TRUE(changed([](Entry& e) { e.fields["calldata"] = ""; }));
    EXPECT_TRUE(changed([](Entry& e) { e.fields.erase("calldata"); }));
    EXPECT_TRUE(changed([](Entry& e) { e.fields["key"] = ""; }));
    // The text of one field may not move to another, nor be split over two.
    EXPECT_TRUE(changed([](Entry& e) { std::swap(e.fields["what"], e.fields["calldata"]); }));
}

TEST(Record, KindsHaveNamesAndBack) {
    for (const RecordKind kind :
         {RecordKind::genesis, RecordKind::deployment, RecordKind::epoch, RecordKind::execution})
        EXPECT_EQ(record_kind(name(kind)).value(), kind);
    EXPECT_EQ(record_kind("Epoch").error().code, Errc::bad_data);
    EXPECT_EQ(record_kind("").error().code, Errc::bad_data);
}

}  // namespace
}  // namespace ballast::audit
