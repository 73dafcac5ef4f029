// SPDX-License-Identifier: MIT
// The journal's Merkle tree: the shape and the proofs of RFC 6962 over record hashes, with this
// project's tagged Keccak-256 in the place of SHA-256 and its prefix bytes
// (docs/decisions/0029-tree-of-records.md). Normative text: docs/bundle-format.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"

namespace ballast::audit {

/// Hashes from the leaf's side to the root's.
using MerkleProof = std::vector<Hash32>;

/// A tree as its publisher names it: how many leaves, and the hash over them.
struct TreeHead {
    std::uint64_t size = 0;
    Hash32 root;
    bool operator==(const TreeHead&) const = default;
};

/// Returns the hash of a leaf: tagged_hash("ballast/tree-leaf/1", record hash).
[[nodiscard]] Hash32 leaf_hash(const Hash32& record);

/// Returns the hash of an inner node: tagged_hash("ballast/tree-node/1", left ‖ right).
[[nodiscard]] Hash32 node_hash(const Hash32& left, const Hash32& right);

/// Returns MTH of RFC 6962, 2.1, of the records' hashes in journal order; of none,
/// tagged_hash("ballast/tree-empty/1", "").
[[nodiscard]] Hash32 merkle_root(std::span<const Hash32> records);

/// Returns PATH(index, records) of RFC 6962, 2.1.1. Requires index < records.size().
[[nodiscard]] MerkleProof inclusion_proof(std::span<const Hash32> records, std::uint64_t index);

/// Returns PROOF(old_size, records) of RFC 6962, 2.1.2; empty where old_size is 0 or all of them.
/// Requires old_size <= records.size().
[[nodiscard]] MerkleProof consistency_proof(std::span<const Hash32> records,
                                            std::uint64_t old_size);

/// Whether the proof shows that `record` is number `index` of the tree. Takes proofs of any length.
[[nodiscard]] bool proves_inclusion(const MerkleProof& proof, const Hash32& record,
                                    std::uint64_t index, const TreeHead& tree);

/// Whether the proof shows that the leaves of `older` are the first ones of `newer`. Takes proofs
/// of any length.
[[nodiscard]] bool proves_consistency(const MerkleProof& proof, const TreeHead& older,
                                      const TreeHead& newer);

}  // namespace ballast::audit
