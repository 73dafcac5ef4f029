// SPDX-License-Identifier: MIT
#include "rpc/head_memory.hpp"

namespace ballast::rpc {

Status HeadMemory::take(const Block& head, const Block& finalized) {
    const auto number = [](const Block& block) { return std::to_string(block.number); };
    if (head_ && finalized.number < finalized_.number)
        return fail(
            Errc::upstream_unavailable,
            "block " + number(finalized_) + " was final, now only " + number(finalized) + " is");
    if (head_ && finalized.number == finalized_.number && finalized.hash != finalized_.hash)
        return fail(Errc::upstream_unavailable,
                    "block " + number(finalized) + " was final and has another hash now");
    const auto known = hashes_.find(head.number);
    const bool reorganised = known != hashes_.end() && known->second != head.hash;
    if (head_ && head.number < head_->number && !reorganised)
        return fail(Errc::upstream_unavailable, "the nodes are behind: they agree on block " +
                                                    number(head) + ", and on " + number(*head_) +
                                                    " before");
    hashes_.erase(hashes_.lower_bound(head.number), hashes_.end());
    hashes_.emplace(head.number, head.hash);
    hashes_.erase(hashes_.begin(), hashes_.lower_bound(finalized.number));
    head_ = head;
    finalized_ = finalized;
    return {};
}

}  // namespace ballast::rpc
