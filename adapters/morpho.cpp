// SPDX-License-Identifier: MIT
#include "adapters/morpho.hpp"

#include <algorithm>

namespace ballast::adapters {
namespace {

using chain::AbiValue;
using engine::Bps;

constexpr std::uint64_t kPerBps = 100'000'000'000'000;  // LLTV is at 1e-18
constexpr std::size_t kCapBytes = 23;                   // uint184

AbiValue market(const MorphoPair& pair, Bps lltv) {
    const U256 value{static_cast<std::uint64_t>(lltv.count()) * kPerBps};
    return AbiValue::list({AbiValue::address(pair.loan), AbiValue::address(pair.collateral),
                           AbiValue::address(pair.oracle), AbiValue::address(pair.irm),
                           AbiValue::uint(value)});
}

AbiValue all_ones() {
    Hash32 ones;
    ones.bytes.fill(0xff);
    return AbiValue::uint(U256::from_big_endian(ones.view()));
}

bool fits_cap(const U256& cap) {
    const Hash32 word = cap.to_big_endian();
    const auto end = word.bytes.end() - kCapBytes;
    return std::all_of(word.bytes.begin(), end, [](std::uint8_t byte) { return byte == 0; });
}

/// Everything out of `from`, and what that gives into `to`: MetaMorpho reads all ones as "the
/// rest".
AbiValue allocations(const AbiValue& from, const AbiValue& to) {
    return AbiValue::list(
        {AbiValue::list({from, AbiValue::uint(U256{})}), AbiValue::list({to, all_ones()})});
}

}  // namespace

Result<std::vector<TimedCall>> morpho_calls(const chain::Address& vault, const MorphoPair& pair,
                                            const MorphoPosition& now, const engine::PlanStep& step,
                                            Seconds timelock) {
    if (step.lt.count() <= 0)
        return fail(Errc::bad_data,
                    "an LLTV of 0 is no market to lend in: take the collateral out "
                    "of the vault instead");
    if (!fits_cap(now.cap)) return fail(Errc::bad_data, "the cap is 2^184 or more");
    if (step.lt == now.lltv) return std::vector<TimedCall>{};
    const char* submit = "submitCap((address,address,address,address,uint256),uint256)";
    const char* accept = "acceptCap((address,address,address,address,uint256))";
    const char* move = "reallocate(((address,address,address,address,uint256),uint256)[])";
    const AbiValue from = market(pair, now.lltv);
    const AbiValue to = market(pair, step.lt);
    const Call close = make_call(vault, submit, {from, AbiValue::uint(U256{})});
    const UnixSeconds later = step.at + timelock;
    std::vector<TimedCall> calls;
    const bool down = step.lt < now.lltv;
    if (down) calls.push_back({step.at, close});
    calls.push_back({step.at, make_call(vault, submit, {to, AbiValue::uint(now.cap)})});
    calls.push_back({later, make_call(vault, accept, {to})});
    if (now.assets != U256{})
        calls.push_back({later, make_call(vault, move, {allocations(from, to)})});
    if (!down) calls.push_back({later, close});
    return calls;
}

}  // namespace ballast::adapters
