// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {AaveV3Adapter} from "./AaveV3Adapter.sol";
import {AaveCollateralConfig, IAaveV3Configurator} from "./IAaveV3.sol";
import {Reading} from "./OracleReading.sol";
import {ReserveWord} from "./ReserveWord.sol";
import {Known, RiseRules} from "./RiseRules.sol";
import {Plan, Setting} from "./StepMath.sol";

/// @title Carries the oracle's LTV, threshold and bonus of an eMode category to Aave v3.
/// Holds RISK_ADMIN. Label, isolation and the category's lists of assets stay as they are.
contract AaveV3EModeAdapter is AaveV3Adapter {
    /// Aave refuses a category without an LTV; closing it is a matter of its lists of assets.
    error EModeLtvZero();

    event Stepped(
        uint8 indexed category, bytes32 indexed marketId, uint16 ltv, uint16 lt, uint16 lb
    );

    /// The first revision whose setEModeCategory takes the isolation flag (v3.7).
    uint256 private constant REVISION_WITH_ISOLATION = 8;

    /// What this adapter remembers of each category.
    mapping(uint8 category => Known) public known;

    constructor(
        address oracle,
        address provider,
        uint16 quantum,
        uint32 quantumSeconds,
        address sequencerFeed
    ) AaveV3Adapter(oracle, provider, quantum, quantumSeconds, sequencerFeed) {}

    /// @notice The oracle's name of a category.
    function marketId(uint8 category) public view returns (bytes32) {
        return _marketId(address(0), category);
    }

    /// @notice Remembers what the category holds now, as AaveV3CollateralAdapter.attach does.
    function attach(uint8 category) external {
        _attach(known[category], _live(category));
    }

    /// @notice Takes the category one step nearer to the oracle, as AaveV3CollateralAdapter.step
    /// does a reserve. Anyone may call.
    function step(uint8 category) external {
        Plan memory plan = preview(category);
        _require(plan.refusal);
        RiseRules.remember(known[category], plan.live, plan.next);
        IAaveV3Configurator configurator = _configurator();
        bytes32 untouched = _rest(configurator, category);
        _write(configurator, category, plan.next);
        _readBack(category, plan.next);
        bytes32 found = _rest(configurator, category);
        if (found != untouched) revert ReadBackDiffers(untouched, found);
        emit Stepped(category, marketId(category), plan.next.ltv, plan.next.lt, plan.next.lb);
    }

    /// @notice What step would do now and why it would not, by the same code. The supply cap is
    /// always zero: a category has none.
    /// @dev Reverts only where the oracle does not know the market.
    function preview(uint8 category) public view returns (Plan memory plan) {
        Reading memory r = ORACLE.params(marketId(category));
        plan.live = _live(category);
        plan.next = _live(category);
        plan.refusal = _refusal(r);
        if (plan.refusal == 0 && plan.live.lt == 0) plan.refusal = NotCollateral.selector;
        if (plan.refusal != 0) return plan;
        _planRatios(plan, known[category], r);
        if (plan.next.ltv == 0) (plan.next.ltv, plan.ltvHold) = (1, EModeLtvZero.selector);
        _judge(plan);
    }

    function _live(uint8 category) private view returns (Setting memory s) {
        AaveCollateralConfig memory c = POOL.getEModeCategoryCollateralConfig(category);
        (s.ltv, s.lt) = (c.ltv, c.liquidationThreshold);
        if (c.liquidationBonus > ReserveWord.BONUS_BASE) {
            s.lb = uint16(c.liquidationBonus - ReserveWord.BONUS_BASE);
        }
    }

    function _write(IAaveV3Configurator configurator, uint8 category, Setting memory s) private {
        uint16 bonus = uint16(ReserveWord.BONUS_BASE + s.lb);
        string memory label = POOL.getEModeCategoryLabel(category);
        if (_hasIsolation(configurator)) {
            bool isolated = POOL.getIsEModeCategoryIsolated(category);
            configurator.setEModeCategory(category, s.ltv, s.lt, bonus, label, isolated);
        } else {
            configurator.setEModeCategory(category, s.ltv, s.lt, bonus, label);
        }
    }

    function _readBack(uint8 category, Setting memory wanted) private view {
        bytes32 expected = keccak256(abi.encode(wanted));
        bytes32 found = keccak256(abi.encode(_live(category)));
        if (found != expected) revert ReadBackDiffers(expected, found);
    }

    /// @dev Everything of a category that is not its three ratios, as one digest.
    function _rest(IAaveV3Configurator configurator, uint8 category)
        private
        view
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                POOL.getEModeCategoryLabel(category),
                POOL.getEModeCategoryCollateralBitmap(category),
                POOL.getEModeCategoryBorrowableBitmap(category),
                POOL.getEModeCategoryLtvzeroBitmap(category),
                _hasIsolation(configurator) && POOL.getIsEModeCategoryIsolated(category)
            )
        );
    }

    function _hasIsolation(IAaveV3Configurator configurator) private view returns (bool) {
        return configurator.CONFIGURATOR_REVISION() >= REVISION_WITH_ISOLATION;
    }
}
