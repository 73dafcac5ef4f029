// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IAaveV3Acl, IAaveV3Configurator, IAaveV3Pool, IAaveV3Provider} from "./IAaveV3.sol";
import {IOracleReading, OracleReading, Reading} from "./OracleReading.sol";
import {Known, RiseRules} from "./RiseRules.sol";
import {SequencerGate} from "./SequencerGate.sol";
import {IStepErrors} from "./StepErrors.sol";
import {Plan, Setting, StepMath} from "./StepMath.sol";

/// @title What both adapters of Aave v3 share: where they read, how fast a threshold may go.
/// Aave has no ramp: whoever calls step walks the threshold down the oracle's, a quantum at a time.
abstract contract AaveV3Adapter is IStepErrors {
    /// The threshold moved less than QUANTUM_SECONDS ago.
    error TooEarly();
    /// The threshold of this step and the bonus that goes with it break Aave's own rule.
    error AaveWouldRefuse();
    /// Aave holds something else than what it was asked to hold: nothing was changed.
    error ReadBackDiffers(bytes32 expected, bytes32 found);

    uint16 private constant QUANTUM_MIN = 5;
    uint16 private constant QUANTUM_MAX = 100;

    IOracleReading public immutable ORACLE;
    IAaveV3Provider public immutable PROVIDER;
    IAaveV3Pool public immutable POOL;
    /// The largest move of a threshold in one step, in bps.
    uint16 public immutable QUANTUM;
    /// The least time between two moves of one threshold. Time that nobody used is lost.
    uint32 public immutable QUANTUM_SECONDS;
    /// Chainlink's uptime feed; zero on a chain without a sequencer.
    address public immutable SEQUENCER_FEED;

    /// @param quantum 5 to 100 bps; with quantumSeconds it should be as fast as the oracle's ramp.
    constructor(
        address oracle,
        address provider,
        uint16 quantum,
        uint32 quantumSeconds,
        address sequencerFeed
    ) {
        bool pace = quantum >= QUANTUM_MIN && quantum <= QUANTUM_MAX && quantumSeconds != 0;
        bool feed = sequencerFeed == address(0) || sequencerFeed.code.length != 0;
        if (!pace || !feed || oracle.code.length == 0) revert BadSetup();
        ORACLE = IOracleReading(oracle);
        PROVIDER = IAaveV3Provider(provider);
        POOL = IAaveV3Pool(PROVIDER.getPool());
        (QUANTUM, QUANTUM_SECONDS, SEQUENCER_FEED) = (quantum, quantumSeconds, sequencerFeed);
    }

    /// @dev docs/oracle-contract.md: protocol is the addresses provider, and a category of eMode is
    /// a market without a collateral of its own.
    function _marketId(address asset, uint8 eMode) internal view returns (bytes32) {
        return keccak256(
            abi.encode(block.chainid, address(PROVIDER), address(POOL), asset, address(0), eMode)
        );
    }

    /// @dev Both may be replaced by Aave's governance, so they are asked for in every step.
    function _configurator() internal view returns (IAaveV3Configurator) {
        return IAaveV3Configurator(PROVIDER.getPoolConfigurator());
    }

    /// @return the selector of what stands against any step, or zero.
    function _refusal(Reading memory r) internal view returns (bytes4) {
        bytes4 found = OracleReading.refusal(r);
        return found != 0 ? found : _roleRefusal();
    }

    function _roleRefusal() private view returns (bytes4) {
        bool risk = IAaveV3Acl(PROVIDER.getACLManager()).isRiskAdmin(address(this));
        return risk ? bytes4(0) : RoleMissing.selector;
    }

    /// @dev Fills in the threshold, the LTV and the bonus after one step from plan.live. What holds
    /// the threshold back never holds an LTV cut back.
    function _planRatios(Plan memory plan, Known memory past, Reading memory r) internal view {
        uint16 live = plan.live.lt;
        uint16 lt = StepMath.nextLt(live, r, QUANTUM);
        plan.next.lb = StepMath.nextLb(plan.live.lb, lt, r);
        plan.ltHold = _ltHold(plan, lt, past, r);
        if (plan.ltHold != 0) {
            lt = live;
            plan.next.lb = StepMath.nextLb(plan.live.lb, lt, r);
        }
        plan.next.lt = lt;
        plan.next.ltv = StepMath.nextLtv(plan.live.ltv, lt, r, QUANTUM);
        if (plan.next.ltv <= plan.live.ltv) return;
        plan.ltvHold = RiseRules.ltvHold(past, r, plan.live.ltv);
        if (plan.ltvHold != 0) plan.next.ltv = plan.live.ltv;
    }

    /// @dev Names what keeps a complete plan from being carried out.
    function _judge(Plan memory plan) internal pure {
        if (!StepMath.same(plan.live, plan.next)) return;
        plan.refusal = NothingToDo.selector;
        if (plan.capHold != 0) plan.refusal = plan.capHold;
        if (plan.ltvHold != 0) plan.refusal = plan.ltvHold;
        if (plan.ltHold != 0) plan.refusal = plan.ltHold;
    }

    /// @dev Remembers what Aave holds as if this adapter had left it there, where it knows no
    /// better. Never reverts for what is known: it would undo the payload that gives the role.
    function _attach(Known storage past, Setting memory live) internal {
        _require(_roleRefusal());
        if (live.lt == 0) revert NotCollateral();
        RiseRules.remember(past, live, live);
    }

    /// @dev Reverts with the plan's refusal, which is the selector of one of the errors above.
    function _require(bytes4 refusal) internal pure {
        if (refusal == 0) return;
        assembly ("memory-safe") {
            mstore(0, refusal)
            revert(0, 4)
        }
    }

    function _ltHold(Plan memory plan, uint16 lt, Known memory past, Reading memory r)
        private
        view
        returns (bytes4)
    {
        uint16 live = plan.live.lt;
        if (lt == live) return 0;
        if (block.timestamp < uint256(past.ltMovedAt) + QUANTUM_SECONDS) return TooEarly.selector;
        if (!StepMath.aaveAccepts(lt, plan.next.lb)) return AaveWouldRefuse.selector;
        if (lt > live) return RiseRules.ltHold(past, r, live);
        return SequencerGate.refusal(SEQUENCER_FEED);
    }
}
