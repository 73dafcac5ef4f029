// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {AppliedUpdate, Limits, MarketState, Reason, RiskReport} from "./RiskTypes.sol";

/// @title Ballast's risk-parameter oracle, as integrators, keepers and auditors see it.
/// Ratios are basis points, times are seconds. Normative text: docs/oracle-contract.md.
interface IRiskParamOracle {
    // Faults of a whole report: submit and preview revert.

    /// The oracle is frozen; executePending reverts so too.
    error OracleFrozen();
    /// The report was made under another configuration.
    error WrongConfigDigest(bytes32 expected);
    /// A replay, or a gap.
    error WrongSeq(uint64 expected);
    /// The report continues another chain of reports.
    error WrongPrevReport(bytes32 expected);
    /// The time is validUntil or later.
    error ReportExpired();
    /// observedAt is later than the block.
    error ObservedInFuture();
    /// observedAt is earlier than that of the report before.
    error ObservedAtFell(uint40 last);
    /// The owner has not approved the policy, or no longer does.
    error PolicyNotApproved(bytes32 policyHash);
    /// The owner has not approved the code, or no longer does.
    error CodeNotApproved(bytes32 codeHash);
    /// None, or more than 32 entries.
    error WrongUpdateCount(uint256 given);
    /// Entry `index` does not come after the one before it, by marketId.
    error UpdatesNotAscending(uint256 index);

    // Faults of other calls.

    /// The owner has not added this market.
    error UnknownMarket(bytes32 marketId);
    /// executePending or veto: why the pending loosening does not do.
    error PendingRefused(Reason reason);

    /// One for each accepted report.
    event ReportAccepted(
        uint64 indexed seq,
        bytes32 indexed digest,
        bytes32 prevReport,
        bytes32 inputsRoot,
        bytes32 policyHash,
        bytes32 codeHash,
        uint40 observedAt,
        uint40 validUntil,
        uint32 signerBitmask,
        address relayer
    );
    /// One for each entry applied, a heartbeat included, and for each loosening executed (with the
    /// seq of the report that asked for it).
    event ParamsUpdated(bytes32 indexed marketId, uint64 indexed seq, AppliedUpdate update);
    /// One for each entry that was refused; it left no trace in the market.
    event UpdateSkipped(bytes32 indexed marketId, uint64 indexed seq, Reason reason);
    /// A loosening waits until executableAt.
    event PendingQueued(
        bytes32 indexed marketId,
        uint64 indexed seq,
        uint16 ltv,
        uint16 lt,
        uint16 lb,
        uint64 supplyCap,
        uint40 executableAt
    );
    /// The loosening that report `seq` asked for is in force.
    event PendingExecuted(bytes32 indexed marketId, uint64 indexed seq, address by);
    /// The loosening that report `seq` asked for is dropped.
    event PendingVetoed(bytes32 indexed marketId, uint64 indexed seq, address by);
    /// A newer entry dropped the loosening of report `seq`; `bySeq` brought that entry.
    event PendingReplaced(bytes32 indexed marketId, uint64 indexed seq, uint64 bySeq);

    /// @notice Accepts the next report. Anyone may call: the signatures are the authority.
    /// @dev Each entry is applied, queued or skipped alone. Reverts only for a fault of the whole
    /// report: frozen, configuration, sequence, time, approval, order or signatures.
    /// @param attestation bitmask and signatures, see lib/Quorum.sol.
    /// @return reasons the fate of each entry, in order.
    function submit(RiskReport calldata report, bytes calldata attestation)
        external
        returns (Reason[] memory reasons);

    /// @notice What submit would return or revert with now, signatures aside: the same code path.
    function preview(RiskReport calldata report) external view returns (Reason[] memory reasons);

    /// @notice Executes a market's pending loosening after its veto window. Anyone may call.
    /// @dev Every check runs again; reverts with PendingRefused, and changes nothing, if one fails.
    function executePending(bytes32 marketId) external;

    /// @notice APPLIED if executePending would succeed now, else why not.
    function previewPending(bytes32 marketId) external view returns (Reason);

    /// @notice Drops a market's pending loosening. Guardian or owner.
    function veto(bytes32 marketId) external;

    /// @notice The values in force and their targets. Reverts for an unknown market.
    /// @param marketId see ParamUpdate.
    /// @return ltvNow LTV in force: ltvTarget, or what decay has left of it while stale.
    /// @return ltNow threshold in force, on its ramp.
    /// @return ltvTarget LTV last applied.
    /// @return ltTarget threshold last applied.
    /// @return lb liquidation bonus alone.
    /// @return asOf time of the data of the last entry applied or queued; 0 before the first.
    /// @return rampEnd first second at which ltTarget is in force, if no freeze holds the ramp
    /// longer; in the past when no ramp runs.
    /// @return supplyCap whole tokens; all ones: not managed here.
    /// @return status bits: 1 ramping, 2 stale, 4 pending loosening, 8 loosening paused,
    /// 16 frozen, 32 an input's market is closed, 64 shadow: not to be applied.
    function params(bytes32 marketId)
        external
        view
        returns (
            uint16 ltvNow,
            uint16 ltNow,
            uint16 ltvTarget,
            uint16 ltTarget,
            uint16 lb,
            uint40 asOf,
            uint40 rampEnd,
            uint64 supplyCap,
            uint8 status
        );

    /// @notice All stored state of a market: what the off-chain mirror starts from.
    /// Reverts for an unknown market.
    function marketState(bytes32 marketId) external view returns (MarketState memory);

    /// @notice A market's limits. Reverts for an unknown market.
    function limits(bytes32 marketId) external view returns (Limits memory);

    /// @notice Where the hash chain stands: what the next report must continue.
    function head()
        external
        view
        returns (uint64 seq, bytes32 lastReportDigest, uint40 observedAt, bytes32 configDigest);

    /// @notice The contract's switches.
    /// @return threshold signatures a report needs.
    /// @return signerCount signers there are.
    /// @return looseningPaused nothing loosens.
    /// @return frozen no report and no execution.
    /// @return configCount number of configuration changes so far.
    /// @return heldSeconds how long ramps have stood still, a present freeze included: a stored
    /// rampStart plus this is on the wall clock.
    function status()
        external
        view
        returns (
            uint8 threshold,
            uint8 signerCount,
            bool looseningPaused,
            bool frozen,
            uint32 configCount,
            uint40 heldSeconds
        );

    /// @notice Whether a freeze holds running ramps (chosen at set-up) or lets them finish.
    function holdsRampWhenFrozen() external view returns (bool);

    /// @notice EIP-712 domain separator on this chain.
    function domainSeparator() external view returns (bytes32);

    /// @notice The EIP-712 digest the signers of `report` sign.
    function reportDigest(RiskReport calldata report) external view returns (bytes32);
}
