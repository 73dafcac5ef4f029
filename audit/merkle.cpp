// SPDX-License-Identifier: MIT
#include "audit/merkle.hpp"

#include <bit>

#include "base/check.hpp"
#include "base/hash.hpp"

namespace ballast::audit {
namespace {

using Records = std::span<const Hash32>;

/// The largest power of two below `size`: where RFC 6962 parts a tree. Requires size > 1.
std::uint64_t split(std::uint64_t size) {
    return std::bit_floor(size - 1);
}

void add_path(Records records, std::uint64_t index, MerkleProof& proof) {
    if (records.size() < 2) return;
    const std::uint64_t left = split(records.size());
    if (index < left) {
        add_path(records.first(left), index, proof);
        proof.push_back(merkle_root(records.subspan(left)));
    } else {
        add_path(records.subspan(left), index - left, proof);
        proof.push_back(merkle_root(records.first(left)));
    }
}

/// SUBPROOF of RFC 6962. `known`: the verifier has the hash of this whole subtree already.
void add_subproof(Records records, std::uint64_t old_size, bool known, MerkleProof& proof) {
    if (old_size == records.size()) {
        if (!known) proof.push_back(merkle_root(records));
        return;
    }
    const std::uint64_t left = split(records.size());
    if (old_size <= left) {
        add_subproof(records.first(left), old_size, known, proof);
        proof.push_back(merkle_root(records.subspan(left)));
    } else {
        add_subproof(records.subspan(left), old_size - left, false, proof);
        proof.push_back(merkle_root(records.first(left)));
    }
}

}  // namespace

Hash32 leaf_hash(const Hash32& record) {
    return tagged_hash("ballast/tree-leaf/1", record.view());
}

Hash32 node_hash(const Hash32& left, const Hash32& right) {
    Bytes both(left.bytes.begin(), left.bytes.end());
    append(both, right.view());
    return tagged_hash("ballast/tree-node/1", both);
}

Hash32 merkle_root(Records records) {
    if (records.empty()) return tagged_hash("ballast/tree-empty/1", {});
    if (records.size() == 1) return leaf_hash(records.front());
    const std::uint64_t left = split(records.size());
    return node_hash(merkle_root(records.first(left)), merkle_root(records.subspan(left)));
}

MerkleProof inclusion_proof(Records records, std::uint64_t index) {
    BALLAST_CHECK(index < records.size());
    MerkleProof proof;
    add_path(records, index, proof);
    return proof;
}

MerkleProof consistency_proof(Records records, std::uint64_t old_size) {
    BALLAST_CHECK(old_size <= records.size());
    MerkleProof proof;
    if (old_size > 0) add_subproof(records, old_size, true, proof);
    return proof;
}

// RFC 9162, 2.1.3.2: the same walk from the leaf upwards, without recursion over what is sent.
bool proves_inclusion(const MerkleProof& proof, const Hash32& record, std::uint64_t index,
                      const TreeHead& tree) {
    if (index >= tree.size) return false;
    std::uint64_t place = index;
    std::uint64_t last = tree.size - 1;
    Hash32 hash = leaf_hash(record);
    for (const Hash32& sibling : proof) {
        if (last == 0) return false;
        if ((place & 1U) != 0 || place == last) {
            hash = node_hash(sibling, hash);
            while (place != 0 && (place & 1U) == 0) {
                place >>= 1U;
                last >>= 1U;
            }
        } else {
            hash = node_hash(hash, sibling);
        }
        place >>= 1U;
        last >>= 1U;
    }
    return last == 0 && hash == tree.root;
}

// RFC 9162, 2.1.4.2.
bool proves_consistency(const MerkleProof& proof, const TreeHead& older, const TreeHead& newer) {
    if (older.size > newer.size) return false;
    if (older.size == newer.size) return proof.empty() && older.root == newer.root;
    if (older.size == 0) return proof.empty() && older.root == merkle_root({});
    // A whole left subtree is not sent: its hash is the older root.
    MerkleProof path;
    if (std::has_single_bit(older.size)) path.push_back(older.root);
    path.insert(path.end(), proof.begin(), proof.end());
    if (path.empty()) return false;
    std::uint64_t place = older.size - 1;
    std::uint64_t last = newer.size - 1;
    while ((place & 1U) != 0) {
        place >>= 1U;
        last >>= 1U;
    }
    Hash32 old_hash = path.front();
    Hash32 new_hash = path.front();
    for (std::size_t i = 1; i < path.size(); ++i) {
        if (last == 0) return false;
        if ((place & 1U) != 0 || place == last) {
            old_hash = node_hash(path[i], old_hash);
            new_hash = node_hash(path[i], new_hash);
            while (place != 0 && (place & 1U) == 0) {
                place >>= 1U;
                last >>= 1U;
            }
        } else {
            new_hash = node_hash(new_hash, path[i]);
        }
        place >>= 1U;
        last >>= 1U;
    }
    return last == 0 && old_hash == older.root && new_hash == newer.root;
}

}  // namespace ballast::audit
