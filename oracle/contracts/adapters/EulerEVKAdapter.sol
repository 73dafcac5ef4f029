// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {EulerLtv, IEulerGovernor, IEulerVault} from "./IEulerEVK.sol";
import {EulerRamp} from "./EulerRamp.sol";
import {IOracleReading, OracleReading, Reading} from "./OracleReading.sol";
import {SequencerGate} from "./SequencerGate.sol";
import {IStepErrors} from "./StepErrors.sol";
import {StepMath} from "./StepMath.sol";

/// @title Carries the oracle's LTV and threshold of a collateral to an Euler vault.
/// Under LTV_EMERGENCY_ROLE it lowers the LTV at once and can do nothing else. With the role for
/// setLTV as well it starts the vault's own ramps towards the oracle's target, and raises.
contract EulerEVKAdapter is IStepErrors {
    /// The vault obeys another governor than ours.
    error NotGovernor();
    /// In the last seconds of a ramp the governor would ask for a ramp that the vault refuses.
    error RampTail();
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
    }

    bytes32 private constant LTV_EMERGENCY_ROLE = keccak256("LTV_EMERGENCY_ROLE");
    /// The governor's role for one function is its selector, left-aligned.
    bytes32 private constant SET_LTV_ROLE = bytes32(IEulerGovernor.setLTV.selector);
    uint256 private constant QUANTUM = 5;

    IOracleReading public immutable ORACLE;
    IEulerGovernor public immutable GOVERNOR;
    /// What stands for the protocol in a market's id: the Ethereum Vault Connector.
    address public immutable EVC;
    /// The fastest ramp for 100 bps; a late step ramps no faster than a timely one.
    uint32 public immutable RAMP_SECONDS_PER_100BPS;
    address public immutable SEQUENCER_FEED;

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
        bool mayRamp = GOVERNOR.hasRole(SET_LTV_ROLE, address(this));
        _planThreshold(plan, r, mayRamp);
        uint16 ltv = StepMath.nextLtv(plan.live.borrowLtv, plan.liquidationLtv, r, QUANTUM);
        plan.borrowLtv = ltv;
        _planPath(plan, mayRamp);
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
    function _planThreshold(Plan memory plan, Reading memory r, bool mayRamp) private view {
        plan.rampSeconds = EulerRamp.left(plan.live, plan.ltNow);
        if (r.ltTarget == plan.live.liquidationLtv) return;
        plan.ltHold = mayRamp ? bytes4(0) : RoleMissing.selector;
        if (plan.ltHold == 0 && r.ltTarget < plan.live.liquidationLtv) {
            plan.ltHold = SequencerGate.refusal(SEQUENCER_FEED);
        }
        if (plan.ltHold != 0) return;
        plan.liquidationLtv = r.ltTarget;
        plan.rampSeconds =
            EulerRamp.towards(r.ltTarget, plan.ltNow, r.rampEnd, RAMP_SECONDS_PER_100BPS);
    }

    /// @dev Which of the two roles carries the plan, or what stands against it.
    function _planPath(Plan memory plan, bool mayRamp) private view {
        bool sameLt = plan.liquidationLtv == plan.live.liquidationLtv;
        if (sameLt && plan.borrowLtv == plan.live.borrowLtv) {
            plan.refusal = plan.ltHold != 0 ? plan.ltHold : NothingToDo.selector;
            return;
        }
        bool lowers = sameLt && plan.borrowLtv < plan.live.borrowLtv;
        plan.emergency = lowers && GOVERNOR.hasRole(LTV_EMERGENCY_ROLE, address(this));
        if (!plan.emergency && !mayRamp) plan.refusal = RoleMissing.selector;
        bool over = plan.live.targetTimestamp <= block.timestamp;
        if (plan.emergency && !over && plan.rampSeconds == 0) plan.refusal = RampTail.selector;
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
