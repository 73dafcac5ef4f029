// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {AaveV3Adapter} from "./AaveV3Adapter.sol";
import {IAaveV3Configurator} from "./IAaveV3.sol";
import {OracleReading, Reading} from "./OracleReading.sol";
import {ReserveWord} from "./ReserveWord.sol";
import {Known, RiseRules} from "./RiseRules.sol";
import {Plan, Setting, StepMath} from "./StepMath.sol";

/// @title Carries the oracle's LTV, threshold, bonus and supply cap of a reserve to Aave v3.
/// Holds RISK_ADMIN and can do nothing else with it: no owner, no setting, no other call. It reads
/// no price. Users in an eMode have the category's ratios: AaveV3EModeAdapter.
contract AaveV3CollateralAdapter is AaveV3Adapter {
    error ReserveInactive();
    error ReserveFrozen();
    error ReservePaused();
    /// Aave keeps an LTV aside for when the reserve opens again; a write would lose it.
    error LtvPending();
    error SupplyCapOutOfRange();

    event Stepped(
        address indexed asset,
        bytes32 indexed marketId,
        uint16 ltv,
        uint16 lt,
        uint16 lb,
        uint64 supplyCap
    );

    /// What this adapter remembers of each reserve.
    mapping(address asset => Known) public known;

    constructor(
        address oracle,
        address provider,
        uint16 quantum,
        uint32 quantumSeconds,
        address sequencerFeed
    ) AaveV3Adapter(oracle, provider, quantum, quantumSeconds, sequencerFeed) {}

    /// @notice The oracle's name of a reserve.
    function marketId(address asset) public view returns (bytes32) {
        return _marketId(asset, 0);
    }

    /// @notice Remembers what the reserve holds now as where this adapter left it: from then on
    /// what Aave itself tightens stays. The first step does the same. What is known already stays
    /// known; an LTV of zero is not, until it opens: attach again then. Anyone may call; let
    /// governance call it together with giving the role.
    function attach(address asset) external {
        _attach(known[asset], ReserveWord.setting(POOL.getConfiguration(asset)));
    }

    /// @notice Takes the reserve one step nearer to the oracle. Anyone may call.
    /// @dev LTV, bonus and supply cap go at once; the threshold by at most one quantum, and at most
    /// once in QUANTUM_SECONDS: missed time is resumed, never caught up. Nothing rises while the
    /// oracle is frozen or its loosening paused, nor from where somebody else put it. Reverts with
    /// the refusal of preview, or with ReadBackDiffers if Aave then holds anything else.
    function step(address asset) external {
        (Plan memory plan, uint256 word) = _plan(asset);
        _require(plan.refusal);
        RiseRules.remember(known[asset], plan.live, plan.next);
        IAaveV3Configurator configurator = _configurator();
        _write(configurator, asset, plan);
        _readBack(configurator, asset, ReserveWord.with(word, plan.next));
        Setting memory s = plan.next;
        emit Stepped(asset, marketId(asset), s.ltv, s.lt, s.lb, s.supplyCap);
    }

    /// @notice What step would do now and why it would not, by the same code.
    /// @dev Reverts only where the oracle does not know the market.
    function preview(address asset) external view returns (Plan memory plan) {
        (plan,) = _plan(asset);
    }

    function _plan(address asset) private view returns (Plan memory plan, uint256 word) {
        Reading memory r = ORACLE.params(marketId(asset));
        word = POOL.getConfiguration(asset);
        plan.live = ReserveWord.setting(word);
        plan.next = ReserveWord.setting(word);
        plan.refusal = _refusal(r);
        if (plan.refusal == 0) plan.refusal = _reserveRefusal(asset, word, plan.live);
        if (plan.refusal != 0) return (plan, word);
        Known memory past = known[asset];
        _planRatios(plan, past, r);
        _planCap(plan, past, r);
        _judge(plan);
    }

    function _reserveRefusal(address asset, uint256 word, Setting memory live)
        private
        view
        returns (bytes4)
    {
        if (live.lt == 0) return NotCollateral.selector;
        if (!ReserveWord.active(word)) return ReserveInactive.selector;
        if (ReserveWord.frozen(word)) return ReserveFrozen.selector;
        if (ReserveWord.paused(word)) return ReservePaused.selector;
        return _configurator().getPendingLtv(asset) != 0 ? LtvPending.selector : bytes4(0);
    }

    /// @dev A cap of zero would be no cap at all in Aave's eyes.
    function _planCap(Plan memory plan, Known memory past, Reading memory r) private pure {
        (uint64 live, uint64 cap) = (plan.live.supplyCap, r.supplyCap);
        if (cap == OracleReading.CAP_NOT_MANAGED) return;
        if (cap == 0 || cap > ReserveWord.CAP_MAX) {
            plan.capHold = SupplyCapOutOfRange.selector;
        } else if (live != 0 && cap > live) {
            plan.capHold = RiseRules.capHold(past, r, live);
        }
        if (plan.capHold == 0) plan.next.supplyCap = cap;
    }

    function _write(IAaveV3Configurator configurator, address asset, Plan memory plan) private {
        Setting memory s = plan.next;
        if (!StepMath.sameCollateral(plan.live, s)) {
            uint256 bonus = ReserveWord.BONUS_BASE + s.lb;
            configurator.configureReserveAsCollateral(asset, s.ltv, s.lt, bonus);
        }
        if (s.supplyCap != plan.live.supplyCap) configurator.setSupplyCap(asset, s.supplyCap);
    }

    /// @dev The whole word: what was asked for is there, and nothing else has moved.
    function _readBack(IAaveV3Configurator configurator, address asset, uint256 expected)
        private
        view
    {
        uint256 found = POOL.getConfiguration(asset);
        if (found != expected) revert ReadBackDiffers(bytes32(expected), bytes32(found));
        uint256 pending = configurator.getPendingLtv(asset);
        if (pending != 0) revert ReadBackDiffers(0, bytes32(pending));
    }
}
