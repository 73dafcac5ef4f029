// SPDX-License-Identifier: MIT
// A stranger's checkpoint, and proofs in its tree that are not those of the leaf or the size.
#include "audit/checkpoint.hpp"

#include "audit/merkle.hpp"
#include "base/hash.hpp"
#include "tests/fuzz/property.hpp"

namespace {

using namespace ballast;

constexpr std::size_t kLeaves = 20;

std::vector<Hash32> leaves() {
    std::vector<Hash32> made;
    for (std::size_t i = 0; i < kLeaves; ++i)
        made.push_back(keccak256(as_bytes("leaf " + std::to_string(i))));
    return made;
}

/// The proof with the input's bytes laid over it, of a length that the input chooses.
audit::MerkleProof changed(audit::MerkleProof proof, ByteView input) {
    if (input.empty()) return proof;
    const std::size_t more = input[0] % 4;
    if (more == 1) proof.emplace_back();
    if (more == 2 && !proof.empty()) proof.pop_back();
    for (std::size_t i = 1; i < input.size() && i <= Hash32::kSize * proof.size(); ++i)
        proof[(i - 1) / Hash32::kSize].bytes[(i - 1) % Hash32::kSize] ^= input[i];
    return proof;
}

/// The claims are two bytes: a place or an older size, and the size of the tree. Holds that a proof
/// is accepted where it is the one that the tree gives, and nowhere else.
void try_proofs(ByteView input) {
    static const std::vector<Hash32> kAll = leaves();
    if (input.size() < 3) return;
    const std::uint64_t place = input[0];
    const std::uint64_t size = input[1] % (kLeaves + 1);
    const std::span<const Hash32> tree(kAll.data(), size);
    const audit::TreeHead head{size, audit::merkle_root(tree)};
    const std::uint64_t honest = size == 0 ? 0 : input[2] % size;
    const Hash32 leaf = size == 0 ? Hash32{} : tree[honest];
    const auto path = size == 0 ? audit::MerkleProof{} : audit::inclusion_proof(tree, honest);
    const auto claimed = changed(path, input.subspan(3));
    const bool same = size > 0 && place == honest && claimed == path;
    BALLAST_HOLDS(audit::proves_inclusion(claimed, leaf, place, head) == same);
    if (place > size) {
        const audit::TreeHead later{place, head.root};
        BALLAST_HOLDS(!audit::proves_consistency(claimed, later, head));
        return;
    }
    const audit::TreeHead older{place, audit::merkle_root(tree.first(place))};
    const auto growth = audit::consistency_proof(tree, place);
    const auto other = changed(growth, input.subspan(3));
    BALLAST_HOLDS(audit::proves_consistency(growth, older, head));
    if (other != growth) BALLAST_HOLDS(!audit::proves_consistency(other, older, head));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text({data, size});
    if (const auto checkpoint = audit::read_checkpoint(text))
        BALLAST_HOLDS(audit::write_checkpoint(*checkpoint) == text);
    try_proofs({data, size});
    return 0;
}
