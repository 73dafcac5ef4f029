// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

// The few functions of Aave v3 that the adapters call, written from its published ABI.

interface IAaveV3Provider {
    function getPool() external view returns (address);
    function getPoolConfigurator() external view returns (address);
    function getACLManager() external view returns (address);
}

interface IAaveV3Acl {
    function isRiskAdmin(address who) external view returns (bool);
}

/// An eMode category's ratios in bps; the bonus as Aave writes it: 10,500 is 5 %.
struct AaveCollateralConfig {
    uint16 ltv;
    uint16 liquidationThreshold;
    uint16 liquidationBonus;
}

interface IAaveV3Pool {
    /// The reserve's bitmap; see ReserveWord.sol.
    function getConfiguration(address asset) external view returns (uint256 word);
    function getEModeCategoryCollateralConfig(uint8 id)
        external
        view
        returns (AaveCollateralConfig memory);
    function getEModeCategoryLabel(uint8 id) external view returns (string memory);
    function getEModeCategoryCollateralBitmap(uint8 id) external view returns (uint128);
    function getEModeCategoryBorrowableBitmap(uint8 id) external view returns (uint128);
    function getEModeCategoryLtvzeroBitmap(uint8 id) external view returns (uint128);
    /// From v3.7 on.
    function getIsEModeCategoryIsolated(uint8 id) external view returns (bool);
}

interface IAaveV3Configurator {
    function CONFIGURATOR_REVISION() external view returns (uint256);
    function getPendingLtv(address asset) external view returns (uint256);
    /// @param bonus 10,500 is 5 %.
    function configureReserveAsCollateral(address asset, uint256 ltv, uint256 lt, uint256 bonus)
        external;
    /// @param cap whole tokens; zero is no cap at all.
    function setSupplyCap(address asset, uint256 cap) external;
    /// Up to v3.6 (revision 7).
    function setEModeCategory(uint8 id, uint16 ltv, uint16 lt, uint16 bonus, string calldata label)
        external;
    /// From v3.7 on (revision 8).
    function setEModeCategory(
        uint8 id,
        uint16 ltv,
        uint16 lt,
        uint16 bonus,
        string calldata label,
        bool isolated
    ) external;
}
