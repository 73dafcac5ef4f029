// SPDX-License-Identifier: MIT
#include "audit/merkle.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"

namespace ballast::audit {
namespace {

constexpr std::uint64_t kMost = 64;

std::vector<Hash32> some_records(std::uint64_t count) {
    std::vector<Hash32> records;
    for (std::uint64_t i = 0; i < count; ++i)
        records.push_back(keccak256(as_bytes("record " + std::to_string(i))));
    return records;
}

Hash32 tagged_pair(const Hash32& left, const Hash32& right) {
    Bytes both(left.bytes.begin(), left.bytes.end());
    append(both, right.view());
    return tagged_hash("ballast/tree-node/1", both);
}

/// The definition of RFC 6962, 2.1, from first to one after the last.
Hash32 naive_root(const std::vector<Hash32>& records, std::uint64_t first, std::uint64_t end) {
    if (first == end) return tagged_hash("ballast/tree-empty/1", {});
    if (end - first == 1) return tagged_hash("ballast/tree-leaf/1", records[first].view());
    std::uint64_t k = 1;
    while (k * 2 < end - first)
        k *= 2;
    return tagged_pair(naive_root(records, first, first + k), naive_root(records, first + k, end));
}

/// From the leaf's side: PATH by its definition.
MerkleProof naive_path(const std::vector<Hash32>& records, std::uint64_t first, std::uint64_t end,
                       std::uint64_t index) {
    if (end - first == 1) return {};
    std::uint64_t k = 1;
    while (k * 2 < end - first)
        k *= 2;
    const bool left = index < first + k;
    MerkleProof proof = left ? naive_path(records, first, first + k, index)
                             : naive_path(records, first + k, end, index);
    proof.push_back(left ? naive_root(records, first + k, end)
                         : naive_root(records, first, first + k));
    return proof;
}

TEST(Merkle, RootsAreTheDefinition) {
    const auto all = some_records(kMost);
    for (std::uint64_t size = 0; size <= kMost; ++size)
        EXPECT_EQ(merkle_root({all.data(), size}), naive_root(all, 0, size)) << size;
}

TEST(Merkle, EveryInclusionIsProvedAtItsPlaceAlone) {
    const auto all = some_records(kMost);
    for (std::uint64_t size = 1; size <= kMost; ++size) {
        const TreeHead tree{size, naive_root(all, 0, size)};
        for (std::uint64_t index = 0; index < size; ++index) {
            const MerkleProof proof = inclusion_proof({all.data(), size}, index);
            ASSERT_EQ(proof, naive_path(all, 0, size, index)) << index << " of " << size;
            ASSERT_TRUE(proves_inclusion(proof, all[index], index, tree));
            for (std::uint64_t other = 0; other <= size; ++other)
                ASSERT_EQ(proves_inclusion(proof, all[index], other, tree), other == index);
            ASSERT_FALSE(proves_inclusion(proof, all[(index + 1) % kMost], index, tree));
        }
    }
}

TEST(Merkle, EveryConsistencyIsProved) {
    const auto all = some_records(kMost);
    for (std::uint64_t size = 0; size <= kMost; ++size)
        for (std::uint64_t old = 0; old <= size; ++old) {
            const TreeHead older{old, naive_root(all, 0, old)};
            const TreeHead newer{size, naive_root(all, 0, size)};
            const MerkleProof proof = consistency_proof({all.data(), size}, old);
            ASSERT_TRUE(proves_consistency(proof, older, newer)) << old << " of " << size;
            if (old == size) continue;
            ASSERT_FALSE(proves_consistency(proof, newer, older)) << old << " of " << size;
            TreeHead other = older;
            other.root.bytes[0] ^= 1U;
            ASSERT_FALSE(proves_consistency(proof, other, newer)) << old << " of " << size;
            other = newer;
            other.root.bytes[31] ^= 128U;
            // Of an empty tree every tree is a continuation.
            ASSERT_EQ(proves_consistency(proof, older, other), old == 0) << old << " of " << size;
        }
}

/// Calls `refused` with the proof after each change of one bit, one hash less and one more.
template <class Refused>
void spoil(MerkleProof proof, const Refused& refused) {
    for (Hash32& hash : proof)
        for (std::uint8_t& byte : hash.bytes)
            for (unsigned bit = 0; bit < 8; ++bit) {
                byte = static_cast<std::uint8_t>(byte ^ (1U << bit));
                refused(proof);
                byte = static_cast<std::uint8_t>(byte ^ (1U << bit));
            }
    proof.push_back({});
    refused(proof);
    proof.pop_back();
    if (proof.empty()) return;
    proof.pop_back();
    refused(proof);
}

TEST(Merkle, EveryChangedBitOfAProofIsRefused) {
    const auto all = some_records(kMost);
    std::uint64_t refused = 0;
    for (const std::uint64_t size : {1U, 2U, 3U, 5U, 7U, 8U, 13U, 21U}) {
        const TreeHead tree{size, merkle_root({all.data(), size})};
        for (std::uint64_t index = 0; index < size; ++index)
            spoil(inclusion_proof({all.data(), size}, index), [&](const MerkleProof& proof) {
                ASSERT_FALSE(proves_inclusion(proof, all[index], index, tree));
                ++refused;
            });
        for (std::uint64_t old = 0; old <= size; ++old)
            spoil(consistency_proof({all.data(), size}, old), [&](const MerkleProof& proof) {
                const TreeHead older{old, merkle_root({all.data(), old})};
                ASSERT_FALSE(proves_consistency(proof, older, tree));
                ++refused;
            });
    }
    std::printf("spoilt_proofs=%llu\n", static_cast<unsigned long long>(refused));
}

}  // namespace
}  // namespace ballast::audit
