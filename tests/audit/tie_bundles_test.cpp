// SPDX-License-Identifier: MIT
#include "audit/tie_bundles.hpp"

#include <gtest/gtest.h>

#include "audit/check_bundle.hpp"
#include "tests/audit/played.hpp"

namespace ballast::audit {
namespace {

using Records = std::vector<StoredRecord>;

/// The honest run, and one whose field of one record is another: each whole by itself.
Records played_with(std::size_t edited_epoch) {
    return test::chained(
        test::play({.epochs = 12, .edit = [=](std::size_t number, engine::Snapshot& s) {
                        if (number != edited_epoch) return;
                        const std::int64_t price = s.markets[0].price.count();
                        s.markets[0].price = engine::Price::of(price - 1);
                    }}));
}

const Records& honest_run() {
    static const Records kRun = played_with(99);
    return kRun;
}

/// The honest run as somebody rewrote its first epoch, with the keys that it had.
const Records& rewritten_run() {
    static const Records kRun = played_with(0);
    return kRun;
}

Bundle part_of(const Records& records, std::uint64_t from, std::uint64_t to) {
    auto bundle = make_bundle(records, from, to);
    EXPECT_TRUE(bundle.has_value()) << bundle.error().what;
    EXPECT_FALSE(check_bundle(*bundle).first_difference.has_value());
    return bundle ? std::move(*bundle) : Bundle{};
}

std::uint64_t last_of_run() {
    return honest_run().size() - 1;
}

TEST(TieBundles, RangesThatFollowOrOverlapFit) {
    BundleTies ties;
    EXPECT_FALSE(ties.add(part_of(honest_run(), 6, last_of_run()), "b").has_value());
    EXPECT_FALSE(ties.add(part_of(honest_run(), 0, 5), "a").has_value());
    EXPECT_FALSE(ties.add(part_of(honest_run(), 3, 8), "c").has_value());
    EXPECT_FALSE(ties.gap().has_value());
}

TEST(TieBundles, AMissingRangeIsNamed) {
    BundleTies ties;
    EXPECT_FALSE(ties.add(part_of(honest_run(), 8, last_of_run()), "late").has_value());
    EXPECT_FALSE(ties.add(part_of(honest_run(), 0, 5), "early").has_value());
    const auto gap = ties.gap();
    ASSERT_TRUE(gap.has_value());
    EXPECT_EQ(gap->first, "late");
    EXPECT_EQ(gap->second.record, 8U);
    EXPECT_NE(gap->second.expected.find("record 6"), std::string::npos) << gap->second.expected;
}

TEST(TieBundles, ARewrittenPastIsNamedInAnyOrder) {
    const Bundle forged = part_of(rewritten_run(), 0, 5);
    const Bundle honest = part_of(honest_run(), 6, last_of_run());
    for (const bool first : {true, false}) {
        BundleTies ties;
        EXPECT_FALSE(ties.add(first ? forged : honest, "one").has_value());
        const auto found = ties.add(first ? honest : forged, "other");
        ASSERT_TRUE(found.has_value());
        EXPECT_NE(found->expected.find("as one has it"), std::string::npos) << found->expected;
        EXPECT_NE(found->field, "genesis");
    }
}

TEST(TieBundles, AnotherGenesisIsNamed) {
    auto entries = test::play({.epochs = 12});
    auto setup = *read_setup(entries.front().fields[kSetup]);
    setup.event = "another";
    entries.front().fields[kSetup] = write_setup(setup);
    BundleTies ties;
    EXPECT_FALSE(ties.add(part_of(honest_run(), 0, 5), "one").has_value());
    const auto found = ties.add(part_of(test::chained(entries), 6, last_of_run()), "other");
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->field, "genesis");
}

}  // namespace
}  // namespace ballast::audit
