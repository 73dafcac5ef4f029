// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {EulerLtv, IEulerGovernor, IEulerVault} from "./IEulerEVK.sol";
import {EulerRamp} from "./EulerRamp.sol";
import {IOracleReading, OracleReading, Reading} from "./OracleReading.sol";
import {Known, RiseRules} from "./RiseRules.sol";
import {SequencerGate} from "./SequencerGate.sol";
import {IStepErrors} from "./StepErrors.sol";
import {Setting, StepMath} from "./StepMath.sol";

/// @title Carries the oracle's LTV and threshold of a collateral to an Euler vault.
/// Under LTV_EMERGENCY_ROLE it lowers the LTV at once and can do nothing else, but that each write
/// rounds a running ramp down, by less than one bps. With the role for setLTV as well it starts the
/// vault's own ramps towards the oracle's target, and raises.
contract EulerEVKAdapter is IStepErrors {
    /// The vault obeys another governor than ours.
    error NotGovernor();
    /// In the last seconds of a ramp the governor would ask for a ramp that the vault refuses.
    error RampTail();
    /// A write would start a young ramp anew for the sake of a decay that can wait.
    error DecayWaits();
    error ReadBackDiffers();

    event Stepped(
        address indexed vault,
        address indexed collateral,
        bytes32 indexed marketId,
        uint16 borrowLtv,
        uint16 liquidationLtv,
        uint32 rampSeconds
    );

    /// What a call of step would do now, and what keeps it from doing more.
    struct Plan {
        EulerLtv live;
        /// The vault's threshold in force now.
        uint16 ltNow;
        uint16 borrowLtv;
        uint16 liquidationLtv;
        /// Length of the vault's ramp after the step.
        uint32 rampSeconds;
        /// Whether the step goes by LTV_EMERGENCY_ROLE.
        bool emergency;
        /// Selector of the error that step would revert with; zero where it would act.
        bytes4 refusal;
        /// Why the threshold's target stays although it should move.
        bytes4 ltHold;
        /// Why the LTV does not move.
        bytes4 ltvHold;
    }

    bytes32 private constant LTV_EMERGENCY_ROLE = keccak256("LTV_EMERGENCY_ROLE");
    /// The governor's role for one function is its selector, left-aligned.
    bytes32 private constant SET_LTV_ROLE = bytes32(IEulerGovernor.setLTV.selector);
    uint256 private constant QUANTUM = 5;
    /// What of a decay is written at once, in bps: by default the oracle takes an hour for it.
    uint256 private constant DECAY_STEP = 100;

    IOracleReading public immutable ORACLE;
    IEulerGovernor public immutable GOVERNOR;
    /// What stands for the protocol in a market's id: the Ethereum Vault Connector.
    address public immutable EVC;
    /// The fastest ramp for 100 bps; a late step ramps no faster than a timely one.
    uint32 public immutable RAMP_SECONDS_PER_100BPS;
    address public immutable SEQUENCER_FEED;

    /// What this adapter remembers of each collateral; `lt` is the target, supplyCap all ones.
    mapping(address vault => mapping(address collateral => Known)) public known;

    constructor(
        address oracle,
        address governor,
        address evc,
        uint32 rampPer100bps,
        address feed
    ) {
        bool there = oracle.code.length != 0 && governor.code.length != 0;
        bool gate = feed == address(0) || feed.code.length != 0;
        if (!there || !gate || rampPer100bps == 0) revert BadSetup();
        (ORACLE, GOVERNOR) = (IOracleReading(oracle), IEulerGovernor(governor));
        (EVC, RAMP_SECONDS_PER_100BPS, SEQUENCER_FEED) = (evc, rampPer100bps, feed);
    }

    /// @notice The oracle's name of a vault's collateral.
    function marketId(address vault, address collateral) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, EVC, vault, collateral, address(0), uint8(0)));
    }

    /// @notice Remembers what the vault holds now as where this adapter left it, as
    /// AaveV3CollateralAdapter.attach does. Anyone may call where the role for setLTV is given.
    function attach(address vault, address collateral) external {
        EulerLtv memory live = IEulerVault(vault).LTVFull(collateral);
        if (IEulerVault(vault).governorAdmin() != address(GOVERNOR)) revert NotGovernor();
        if (!_mayRamp()) revert RoleMissing();
        if (live.liquidationLtv == 0) revert NotCollateral();
        Setting memory s = Setting(live.borrowLtv, live.liquidationLtv, 0, 0);
        RiseRules.remember(known[vault][collateral], s, s);
    }

    /// @notice Brings the vault to what the oracle says of this collateral. Anyone may call.
    /// @dev Reverts with the refusal of preview, with the vault's own error, or with
    /// ReadBackDiffers if the vault then holds anything else.
    function step(address vault, address collateral) external {
        Plan memory plan = preview(vault, collateral);
        bytes4 refusal = plan.refusal;
        if (refusal != 0) {
            assembly ("memory-safe") {
                mstore(0, refusal)
                revert(0, 4)
            }
        }
        // Who may raise nothing needs no claim, which would be old when the role to raise comes.
        if (_mayRamp()) _remember(known[vault][collateral], plan);
        _write(vault, collateral, plan);
        _readBack(vault, collateral, plan);
        emit Stepped(
            vault,
            collateral,
            marketId(vault, collateral),
            plan.borrowLtv,
            plan.liquidationLtv,
            plan.rampSeconds
        );
    }

    /// @notice What step would do now and why it would not, by the same code.
    /// @dev Reverts only where the oracle does not know the market or `vault` is none.
    function preview(address vault, address collateral) public view returns (Plan memory plan) {
        Reading memory r = ORACLE.params(marketId(vault, collateral));
        plan.live = IEulerVault(vault).LTVFull(collateral);
        plan.ltNow = IEulerVault(vault).LTVLiquidation(collateral);
        (plan.borrowLtv, plan.liquidationLtv) = (plan.live.borrowLtv, plan.live.liquidationLtv);
        plan.refusal = _refusal(vault, plan.live, r);
        if (plan.refusal != 0) return plan;
        bool mayRamp = _mayRamp();
        Known memory past = known[vault][collateral];
        _planThreshold(plan, past, r, mayRamp);
        _planLtv(plan, past, r);
        _planPath(plan, mayRamp);
    }

    function _mayRamp() private view returns (bool) {
        return GOVERNOR.hasRole(SET_LTV_ROLE, address(this));
    }

    function _refusal(address vault, EulerLtv memory live, Reading memory r)
        private
        view
        returns (bytes4)
    {
        bytes4 found = OracleReading.refusal(r);
        if (found != 0) return found;
        if (IEulerVault(vault).governorAdmin() != address(GOVERNOR)) return NotGovernor.selector;
        return live.liquidationLtv != 0 ? bytes4(0) : NotCollateral.selector;
    }

    /// @dev The target of the threshold and the length of the way to it.
    function _planThreshold(
        Plan memory plan,
        Known memory past,
        Reading memory r,
        bool mayRamp
    ) private view {
        plan.rampSeconds = EulerRamp.left(plan.live, plan.ltNow);
        uint16 live = plan.live.liquidationLtv;
        if (r.ltTarget == live) return;
        plan.ltHold = mayRamp ? bytes4(0) : RoleMissing.selector;
        if (plan.ltHold == 0) {
            plan.ltHold = r.ltTarget < live ? _cutHold(r) : RiseRules.ltHold(past, r, live);
        }
        if (plan.ltHold != 0) return;
        plan.liquidationLtv = r.ltTarget;
        plan.rampSeconds =
            EulerRamp.towards(r.ltTarget, plan.ltNow, r.rampEnd, RAMP_SECONDS_PER_100BPS);
    }

    /// @dev A vault's ramp, once begun, heeds no freeze of the oracle's: so none begins in one.
    function _cutHold(Reading memory r) private view returns (bytes4) {
        if (OracleReading.frozen(r)) return OracleFrozen.selector;
        return SequencerGate.refusal(SEQUENCER_FEED);
    }

    function _planLtv(Plan memory plan, Known memory past, Reading memory r) private view {
        uint16 live = plan.live.borrowLtv;
        uint16 ltv = StepMath.nextLtv(live, plan.liquidationLtv, r, QUANTUM);
        if (ltv > live) plan.ltvHold = RiseRules.ltvHold(past, r, live);
        if (ltv < live && _decayWaits(plan, r, ltv)) plan.ltvHold = DecayWaits.selector;
        if (plan.ltvHold == 0) plan.borrowLtv = ltv;
    }

    /// @dev A decay offers anyone a cut at each of its bps, and every write costs borrowers on a
    /// ramp up to one. Large ones do not wait, and small ones do not above the target: there a cut
    /// that a report signed is still owed, however old its data are.
    function _decayWaits(Plan memory plan, Reading memory r, uint256 ltv)
        private
        view
        returns (bool)
    {
        bool keepsRamp = plan.rampSeconds != 0 && plan.liquidationLtv == plan.live.liquidationLtv;
        uint256 live = plan.live.borrowLtv;
        bool decays = r.ltvNow != r.ltvTarget && live <= r.ltvTarget && live - ltv < DECAY_STEP;
        return keepsRamp && decays && EulerRamp.young(plan.live);
    }

    /// @dev Which of the two roles carries the plan, or what stands against it.
    function _planPath(Plan memory plan, bool mayRamp) private view {
        bool sameLt = plan.liquidationLtv == plan.live.liquidationLtv;
        if (sameLt && plan.borrowLtv == plan.live.borrowLtv) {
            plan.refusal = plan.ltvHold != 0 ? plan.ltvHold : NothingToDo.selector;
            if (plan.ltHold != 0) plan.refusal = plan.ltHold;
            return;
        }
        bool lowers = sameLt && plan.borrowLtv < plan.live.borrowLtv;
        plan.emergency = lowers && GOVERNOR.hasRole(LTV_EMERGENCY_ROLE, address(this));
        if (!plan.emergency && !mayRamp) plan.refusal = RoleMissing.selector;
        bool over = plan.live.targetTimestamp <= block.timestamp;
        if (plan.emergency && !over && plan.rampSeconds == 0) plan.refusal = RampTail.selector;
    }

    function _remember(Known storage past, Plan memory plan) private {
        Setting memory live = Setting(plan.live.borrowLtv, plan.live.liquidationLtv, 0, 0);
        Setting memory next = Setting(plan.borrowLtv, plan.liquidationLtv, 0, 0);
        RiseRules.remember(past, live, next);
    }

    function _write(address vault, address collateral, Plan memory plan) private {
        // The emergency path takes no ramp: the governor keeps the one that runs.
        uint32 ramp = plan.emergency ? 0 : plan.rampSeconds;
        bytes memory data = abi.encodeCall(
            IEulerGovernor.setLTV, (collateral, plan.borrowLtv, plan.liquidationLtv, ramp)
        );
        (bool done, bytes memory fault) =
            address(GOVERNOR).call(bytes.concat(data, bytes20(vault)));
        if (done) return;
        assembly ("memory-safe") {
            revert(add(fault, 32), mload(fault))
        }
    }

    /// @dev Every field; the threshold in force must not have moved unless it rose.
    function _readBack(address vault, address collateral, Plan memory plan) private view {
        EulerLtv memory found = IEulerVault(vault).LTVFull(collateral);
        uint16 ltNow = plan.rampSeconds != 0 ? plan.ltNow : plan.liquidationLtv;
        bool same = found.borrowLtv == plan.borrowLtv
            && found.liquidationLtv == plan.liquidationLtv
            && found.initialLiquidationLtv == plan.ltNow && found.rampDuration == plan.rampSeconds
            && found.targetTimestamp == block.timestamp + plan.rampSeconds;
        if (!same || IEulerVault(vault).LTVLiquidation(collateral) != ltNow) {
            revert ReadBackDiffers();
        }
    }
}
