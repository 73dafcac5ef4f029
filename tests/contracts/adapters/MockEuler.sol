// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {EulerLtv, IEulerGovernor, IEulerVault} from "oracle/contracts/adapters/IEulerEVK.sol";

/// An Euler vault's setLTV, written from its published behaviour: who may call, what it refuses and
/// under which error, how the threshold goes.
contract MockEulerVault is IEulerVault {
    error E_Unauthorized();
    error E_Reentrancy();
    error E_InvalidLTVAsset();
    error E_ConfigAmountTooLargeToEncode();
    error E_LTVBorrow();
    error E_LTVLiquidation();
    error PriceOracle_TooStale();

    address public governorAdmin;
    mapping(address collateral => EulerLtv) private _ltv;
    bool private _locked;
    bool private _readsStalePrice;
    /// Which of the five fields a write gets wrong by one; zero: none.
    uint8 private _wrongField;

    constructor(address governor) {
        governorAdmin = governor;
    }

    function LTVFull(address collateral) external view returns (EulerLtv memory) {
        return _ltv[collateral];
    }

    function LTVLiquidation(address collateral) public view returns (uint16) {
        EulerLtv memory l = _ltv[collateral];
        bool over = block.timestamp >= l.targetTimestamp;
        if (over || l.liquidationLtv >= l.initialLiquidationLtv) return l.liquidationLtv;
        uint256 way = l.initialLiquidationLtv - l.liquidationLtv;
        uint256 remaining = l.targetTimestamp - block.timestamp;
        return uint16(l.liquidationLtv + way * remaining / l.rampDuration);
    }

    function setLTV(address collateral, uint16 borrow, uint16 liquidation, uint32 ramp) external {
        if (_locked) revert E_Reentrancy();
        if (msg.sender != governorAdmin) revert E_Unauthorized();
        if (collateral == address(this)) revert E_InvalidLTVAsset();
        if (borrow > 10_000 || liquidation > 10_000) revert E_ConfigAmountTooLargeToEncode();
        if (borrow > liquidation) revert E_LTVBorrow();
        uint16 current = LTVLiquidation(collateral);
        if (liquidation >= current && ramp > 0) revert E_LTVLiquidation();
        // The first vaults on mainnet and Base ask for a price here.
        if (_readsStalePrice) revert PriceOracle_TooStale();
        uint48 target = uint48(block.timestamp + ramp);
        EulerLtv memory l = EulerLtv(borrow, liquidation, current, target, ramp);
        if (_wrongField == 1) l.borrowLtv += 1;
        if (_wrongField == 2) l.liquidationLtv += 1;
        if (_wrongField == 3) l.initialLiquidationLtv += 1;
        if (_wrongField == 4) l.targetTimestamp -= 1;
        if (_wrongField == 5) l.rampDuration += 1;
        _ltv[collateral] = l;
    }

    // What a test does.

    function put(address collateral, EulerLtv calldata ltv) external {
        _ltv[collateral] = ltv;
    }

    function misbehave(bool locked, bool readsStalePrice, uint8 wrongField) external {
        (_locked, _readsStalePrice, _wrongField) = (locked, readsStalePrice, wrongField);
    }

    function setGovernor(address governor) external {
        governorAdmin = governor;
    }
}

/// GovernorAccessControlEmergency, likewise: the emergency path keeps the ramp that runs, whatever
/// ramp it is given; everything else needs the role of the function.
contract MockEulerGovernor is IEulerGovernor {
    error NotAuthorized();
    error MsgDataInvalid();

    bytes32 public constant LTV_EMERGENCY_ROLE = keccak256("LTV_EMERGENCY_ROLE");

    mapping(bytes32 role => mapping(address who => bool)) public hasRole;
    uint256 public emergencies;

    function grant(bytes32 role, address who, bool has) external {
        hasRole[role][who] = has;
    }

    function setLTV(address collateral, uint16 borrow, uint16 liquidation, uint32 ramp) external {
        if (msg.data.length != 4 + 4 * 32 + 20) revert MsgDataInvalid();
        MockEulerVault vault = MockEulerVault(address(bytes20(msg.data[msg.data.length - 20:])));
        EulerLtv memory l = vault.LTVFull(collateral);
        bool emergency = borrow < l.borrowLtv && liquidation == l.liquidationLtv;
        if (emergency && hasRole[LTV_EMERGENCY_ROLE][msg.sender]) {
            bool over = l.targetTimestamp <= block.timestamp;
            ramp = over ? 0 : uint32(l.targetTimestamp - block.timestamp);
            ++emergencies;
        } else if (!hasRole[bytes32(msg.sig)][msg.sender]) {
            revert NotAuthorized();
        }
        vault.setLTV(collateral, borrow, liquidation, ramp);
    }
}
