// SPDX-License-Identifier: MIT
// Whether nodes that have no receipt ever had one.
#include <algorithm>

#include "rpc/pool.hpp"
#include "rpc/questions.hpp"
#include "rpc/read.hpp"

namespace ballast::rpc {
namespace {

/// Few, for providers refuse batches that are longer than their plan has them: some from ten on.
constexpr std::uint64_t kBatch = 5;
/// On a chain where so many blocks in a row are empty, nothing is shown.
constexpr std::uint64_t kBlocksMax = 256;

std::vector<Question> ask_blocks(std::uint64_t first) {
    std::vector<Question> questions;
    for (std::uint64_t i = 0; i < kBatch; ++i)
        questions.push_back(ask_block(BlockTag::at(first + i)));
    return questions;
}

}  // namespace

/// Whatever used a nonce stands in a block that is not empty, so the first such block is not above
/// it. A node that makes transactions up speaks for itself alone.
std::optional<bool> Pool::shows_receipts_above(std::size_t endpoint, std::uint64_t number) {
    for (std::uint64_t first = number + 1; first <= number + kBlocksMax; first += kBatch) {
        const auto blocks = witnesses_.ask({endpoint}, ask_blocks(first), options_.read_deadline);
        if (blocks.empty()) return std::nullopt;
        for (const RpcAnswer& answer : blocks.front().answers) {
            const auto hash = read_result(answer, read_first_transaction);
            if (!hash) return false;
            if (!*hash) continue;
            const auto said =
                witnesses_.ask({endpoint}, {ask_receipt(**hash)}, options_.read_deadline);
            if (said.empty()) return std::nullopt;
            const auto receipt = read_receipt_of(said.front().answers[0], **hash);
            return receipt && *receipt;
        }
    }
    return false;
}

Result<bool> Pool::keeps_receipts_above(std::uint64_t number) {
    std::size_t heard = 0;
    std::size_t keepers = 0;
    for (const std::size_t endpoint : witnesses_.all()) {
        const auto shows = shows_receipts_above(endpoint, number);
        heard += shows ? 1U : 0U;
        keepers += shows.value_or(false) ? 1U : 0U;
    }
    if (heard < options_.quorum) return no_quorum();
    return keepers >= options_.quorum;
}

}  // namespace ballast::rpc
