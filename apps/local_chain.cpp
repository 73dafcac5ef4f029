// SPDX-License-Identifier: MIT
#include "apps/local_chain.hpp"

namespace ballast::apps {
namespace {

constexpr std::uint64_t kWeiPerEther = 1'000'000'000'000'000'000;

Json quantity(const U256& value) {
    return Json(value.to_quantity());
}

}  // namespace

Status LocalChain::tell(std::string_view method, JsonArray params) {
    const auto answer = rpc_.ask(method, std::move(params));
    if (!answer) return fail(answer.error());
    if (const auto* refusal = std::get_if<rpc::RemoteError>(&*answer))
        return fail(Errc::configuration, "the node does not know " + std::string(method) + " (" +
                                             refusal->message +
                                             "); a demonstration needs an anvil at --rpc");
    return {};
}

Status LocalChain::hold_clock() {
    return tell("anvil_setBlockTimestampInterval", {Json::number(0)});
}

Status LocalChain::check_clock(UnixSeconds first) {
    const auto latest = rpc_.block_by_tag(rpc::BlockTag::latest());
    if (!latest) return fail(latest.error());
    if (latest->timestamp <= first) return {};
    return fail(Errc::configuration, "the clock of the chain at --rpc stands at " +
                                         format_utc(latest->timestamp) + ", past the event's " +
                                         format_utc(first) + ": start anvil with --timestamp " +
                                         std::to_string((first - kDay).count));
}

Status LocalChain::advance_to(UnixSeconds at) {
    const auto latest = rpc_.block_by_tag(rpc::BlockTag::latest());
    if (!latest) return fail(latest.error());
    if (latest->timestamp >= at) return {};
    const auto time = static_cast<std::uint64_t>(at.count);
    if (auto set = tell("evm_setNextBlockTimestamp", {quantity(U256(time))}); !set) return set;
    return tell("evm_mine", {});
}

Status LocalChain::fund(const chain::Address& account) {
    return tell("anvil_setBalance",
                {Json(to_hex(account)), quantity(U256(kWeiPerEther) * U256(1000))});
}

}  // namespace ballast::apps
