// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

interface IPool {
    struct ReserveConfigurationMap {
        uint256 data;
    }

    function getConfiguration(address asset) external view returns (ReserveConfigurationMap memory);
    function setConfiguration(address asset, ReserveConfigurationMap calldata configuration)
        external;
}

/// Stands in for Aave's configurator, as governance could install one: it carries out a new LTV in
/// full, and of a new threshold at most 3 bps. So did a limiter on 2026-03-10 with two coupled
/// values, and nobody read them back.
contract ClippingConfigurator {
    uint256 private constant LT_AT = 16;
    uint256 private constant RATIOS = (1 << 48) - 1;
    uint256 private constant MOST = 3;

    IPool private immutable POOL;

    constructor(address pool) {
        POOL = IPool(pool);
    }

    function getPendingLtv(address) external pure returns (uint256) {
        return 0;
    }

    function configureReserveAsCollateral(address asset, uint256 ltv, uint256 lt, uint256 bonus)
        external
    {
        uint256 word = POOL.getConfiguration(asset).data;
        uint256 old = uint16(word >> LT_AT);
        if (lt + MOST < old) lt = old - MOST;
        word = (word & ~RATIOS) | ltv | lt << LT_AT | bonus << 32;
        POOL.setConfiguration(asset, IPool.ReserveConfigurationMap(word));
    }
}
