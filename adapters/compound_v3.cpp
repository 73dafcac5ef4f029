// SPDX-License-Identifier: MIT
#include "adapters/compound_v3.hpp"

namespace ballast::adapters {
namespace {

using chain::AbiValue;

/// Comet keeps four decimals of a factor: a bps is the least it tells apart.
constexpr std::uint64_t kPerBps = 100'000'000'000'000;

U256 factor(engine::Bps x) {
    return U256{static_cast<std::uint64_t>(x.count()) * kPerBps};
}

Call update(const CometMarket& market, std::string_view signature, const U256& value) {
    return make_call(
        market.configurator, signature,
        {AbiValue::address(market.comet), AbiValue::address(market.asset), AbiValue::uint(value)});
}

}  // namespace

Result<std::vector<Call>> compound_proposal(const CometMarket& market, const CometFactors& staged,
                                            const CometFactors& live, engine::Bps borrow,
                                            engine::Bps liquidate) {
    if (staged != live)
        return fail(Errc::mismatch,
                    "the Configurator's factors are not those in force: somebody "
                    "else's change is staged, and this proposal would ship it");
    if (borrow.count() <= 0 || borrow >= liquidate || liquidate.count() > engine::kBpsOne)
        return fail(Errc::bad_data, "borrow factor " + std::to_string(borrow.count()) +
                                        " bps must be above 0 and under the liquidation factor, " +
                                        std::to_string(liquidate.count()) + ", of at most 10,000");
    std::vector<Call> calls;
    if (factor(borrow) != live.borrow)
        calls.push_back(update(market, "updateAssetBorrowCollateralFactor(address,address,uint64)",
                               factor(borrow)));
    if (factor(liquidate) != live.liquidate)
        calls.push_back(update(market,
                               "updateAssetLiquidateCollateralFactor(address,address,uint64)",
                               factor(liquidate)));
    if (calls.empty()) return calls;
    calls.push_back(
        make_call(market.proxy_admin, "deployAndUpgradeTo(address,address)",
                  {AbiValue::address(market.configurator), AbiValue::address(market.comet)}));
    return calls;
}

}  // namespace ballast::adapters
