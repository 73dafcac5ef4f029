// SPDX-License-Identifier: MIT
#include "keeper/agreed_reads.hpp"

#include "rpc/read.hpp"

namespace ballast::keeper {

Result<rpc::Block> AgreedReads::block_by_tag(const rpc::BlockTag& tag) {
    block_.reset();
    const bool latest = tag.text() == rpc::BlockTag::latest().text();
    const auto number = latest ? Result<std::uint64_t>(0) : rpc::read_quantity64(Json(tag.text()));
    if (!number) return fail(Errc::our_bug, "no quorum is asked for the block " + tag.text());
    auto agreed = latest ? pool_.head() : pool_.block(*number);
    if (agreed) block_ = *agreed;
    return agreed;
}

Result<rpc::CallOutcome> AgreedReads::eth_call(const chain::Address& to, ByteView data,
                                               const rpc::BlockTag& tag) {
    if (!block_ || rpc::BlockTag::at(block_->number).text() != tag.text())
        if (const auto agreed = block_by_tag(tag); !agreed) return fail(agreed.error());
    return pool_.call_at(
        {.from = {}, .to = to, .data = Bytes(data.begin(), data.end()), .value = {}}, *block_);
}

}  // namespace ballast::keeper
