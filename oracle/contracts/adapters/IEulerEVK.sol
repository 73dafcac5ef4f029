// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

// The few functions of an Euler vault (EVK) and of its governor that the adapter calls, written
// from their published ABI.

/// How a vault takes one collateral; ratios in bps. The threshold goes linearly from
/// initialLiquidationLtv to liquidationLtv and is there at targetTimestamp.
struct EulerLtv {
    uint16 borrowLtv;
    uint16 liquidationLtv;
    uint16 initialLiquidationLtv;
    /// Zero for what was never a collateral of this vault.
    uint48 targetTimestamp;
    uint32 rampDuration;
}

interface IEulerVault {
    function governorAdmin() external view returns (address);
    function LTVFull(address collateral) external view returns (EulerLtv memory);
    /// The threshold in force now.
    function LTVLiquidation(address collateral) external view returns (uint16);
}

/// GovernorAccessControlEmergency: the vault is named by the last 20 bytes of the call's data.
interface IEulerGovernor {
    function hasRole(bytes32 role, address who) external view returns (bool);
    function setLTV(address collateral, uint16 borrowLtv, uint16 liquidationLtv, uint32 ramp)
        external;
}
