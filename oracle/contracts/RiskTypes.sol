// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

// Every record of the oracle. All ratios are basis points (10,000 = 1), all times are seconds.
// The order of fields fixes both the ABI and the packing: change it and the C++ mirror changes.

// In an entry: the supply cap stays. As a stored cap: this market's cap is not managed here.
uint64 constant UNCHANGED_CAP = type(uint64).max;

// Bits of params' status; docs/oracle-contract.md says what an integrator does at each.
uint8 constant STATUS_RAMPING = 1;
uint8 constant STATUS_STALE = 2;
uint8 constant STATUS_PENDING = 4;
uint8 constant STATUS_LOOSENING_PAUSED = 8;
uint8 constant STATUS_FROZEN = 16;
uint8 constant STATUS_INPUT_CLOSED = 32;
uint8 constant STATUS_SHADOW = 64;

/// One market's targets inside a report. Field order is that of the EIP-712 type.
struct ParamUpdate {
    /// keccak256(abi.encode(chainId, protocol, pool, collateral, debtOrZero, eModeId)).
    bytes32 marketId;
    /// Target loan-to-value.
    uint16 ltv;
    /// Target liquidation threshold.
    uint16 lt;
    /// Liquidation bonus alone: 500 is 5 %.
    uint16 lb;
    /// Whole tokens of the collateral; UNCHANGED_CAP leaves it as it is.
    uint64 supplyCap;
    /// Compare-and-swap: the LTV target the signers saw stored.
    uint16 expectLtv;
    /// Compare-and-swap: the LT target the signers saw stored (never the ramped value).
    uint16 expectLt;
    /// Length of the ramp of an LT cut; ignored when LT does not fall.
    uint32 rampSeconds;
    /// Whole USD, rounded up: what this LT cut makes liquidatable at the observed price.
    uint64 maxNewLiqUsd;
    /// Low 7 bits: ceil(100 S) of the stress index; bit 7: an input's market is closed.
    uint8 regime;
}

/// What the signers sign. `updates` is strictly ascending by marketId, 1 to 32 entries.
struct RiskReport {
    bytes32 configDigest;
    uint64 seq;
    /// Oldest observation of the price quorum; never falls.
    uint40 observedAt;
    /// First second at which the report is refused.
    uint40 validUntil;
    bytes32 inputsRoot;
    bytes32 policyHash;
    bytes32 codeHash;
    /// EIP-712 digest of the report before; zero for the first.
    bytes32 prevReport;
    ParamUpdate[] updates;
}

/// The fate of one entry, or of a pending loosening. docs/oracle-contract.md has a sentence each.
enum Reason {
    APPLIED,
    QUEUED,
    UNKNOWN_MARKET,
    SUPPLY_CAP_UNSUPPORTED,
    EXPECT_MISMATCH,
    MIXED_DIRECTION,
    LTV_OUT_OF_BAND,
    LT_OUT_OF_BAND,
    LB_OUT_OF_BAND,
    SUPPLY_CAP_OUT_OF_BAND,
    GAP_TOO_SMALL,
    BONUS_TOO_LARGE,
    LT_DOWN_TOO_SOON,
    RAMP_TOO_SHORT,
    LT_DOWN_BUDGET,
    LOOSENING_PAUSED,
    STALE_DATA,
    LTV_STEP_TOO_LARGE,
    LTV_UP_TOO_SOON,
    LTV_UP_AFTER_DOWN,
    LTV_UP_DAY_BUDGET,
    LTV_UP_WEEK_BUDGET,
    LT_STEP_TOO_LARGE,
    LT_UP_TOO_SOON,
    LT_UP_AFTER_DOWN,
    LT_UP_DAY_BUDGET,
    LT_UP_WEEK_BUDGET,
    SUPPLY_CAP_DAY_BUDGET,
    NO_PENDING,
    VETO_WINDOW_OPEN,
    PENDING_EXPIRED,
    CONFIG_CHANGED
}

/// Whether a market exists, and whether a loosening waits for it.
enum Listing {
    NONE,
    LISTED,
    WITH_PENDING
}

/// Stored values of a market: one slot, full.
struct Market {
    /// Target, and value in force, of the loan-to-value.
    uint16 ltv;
    /// Target of the liquidation threshold.
    uint16 lt;
    /// Threshold at rampStart; equals lt when the last move was not a ramp.
    uint16 ltStart;
    uint16 lb;
    /// On the ramp clock: block time less the seconds that ramps have stood still.
    uint40 rampStart;
    uint32 rampSeconds;
    /// observedAt of the last entry applied or queued; zero before the first.
    uint40 asOf;
    /// That entry's regime.
    uint8 regime;
    Listing listing;
    /// Whole tokens; all ones when the oracle does not manage this market's cap.
    uint64 supplyCap;
}

/// When each parameter last moved, and what its budgets hold. A level was exact at the time of the
/// last move in its direction, which is therefore its last refill time too. Two slots; the second
/// is used by rises of the supply cap alone.
struct History {
    uint40 ltvUpAt;
    uint40 ltvDownAt;
    uint40 ltUpAt;
    uint40 ltDownAt;
    uint16 ltvUpDayUsed;
    uint16 ltvUpWeekUsed;
    uint16 ltUpDayUsed;
    uint16 ltUpWeekUsed;
    uint16 ltDownWeekUsed;
    uint40 supplyCapUpAt;
    /// In bps of the cap that each rise began at.
    uint16 supplyCapDayUsed;
}

/// The one loosening that may wait for a market: one slot. The targets it was judged against are
/// not kept: whatever moves one of them drops it.
struct Pending {
    uint16 ltv;
    uint16 lt;
    uint16 lb;
    uint64 supplyCap;
    /// configCount when it was queued: it dies with any change of the configuration.
    uint32 configCount;
    /// First second at which it may be executed.
    uint40 executableAt;
    uint64 seq;
}

/// What an applied entry, or an executed loosening, did: the data of the event ParamsUpdated. The
/// threshold goes from oldLtNow to newLt over rampSeconds from rampStart; a ramp of 0 is at once.
struct AppliedUpdate {
    uint16 oldLtv;
    uint16 newLtv;
    uint16 oldLtNow;
    uint16 newLt;
    uint16 lb;
    uint64 supplyCap;
    /// On the wall clock.
    uint40 rampStart;
    uint32 rampSeconds;
    uint8 regime;
    uint64 maxNewLiqUsd;
}

/// What the owner allows for a market: three slots, the last read for a change of the cap alone.
struct Limits {
    uint16 ltvMin;
    uint16 ltvMax;
    uint16 ltMin;
    uint16 ltMax;
    uint16 lbMin;
    uint16 lbMax;
    /// Least lt - ltv.
    uint16 gapMin;
    /// Greatest rise in one report.
    uint16 ltvUpStep;
    uint16 ltUpStep;
    /// Budgets, consumed by moves and refilled linearly over a day or a week.
    uint16 ltvUpPerDay;
    uint16 ltvUpPerWeek;
    uint16 ltUpPerDay;
    uint16 ltUpPerWeek;
    uint16 ltDownPerWeek;
    /// Age of the data past which a market is stale.
    uint32 maxAge;
    /// Least time since the last move in the same direction.
    uint24 ltvUpDelay;
    uint24 ltUpDelay;
    uint24 ltDownDelay;
    /// Least time since the last move of the same parameter the other way.
    uint24 ltvUpAfterDown;
    uint24 ltUpAfterDown;
    /// Least ramp of an LT cut, and least ramp for each 100 bps from the value now to the target.
    uint24 minRamp;
    uint24 minRampPer100bps;
    /// Veto window of a rise of LTV or of the supply cap, and of any LT rise.
    uint24 ltvVeto;
    uint24 ltVeto;
    /// The LTV that a stale market decays to, and how fast: bps for each hour past maxAge.
    uint16 baselineLtv;
    uint16 staleDecayPerHour;
    /// Reports are accepted and published as ever, and adapters do not apply them.
    bool shadow;
    /// Hard band of the supply cap, in whole tokens; the least is at least 1.
    uint64 supplyCapMin;
    uint64 supplyCapMax;
    /// Budget of a day for rises of the cap, in bps of the cap.
    uint16 supplyCapUpPerDay;
}

/// What the guardian may shrink: the room to loosen, and nothing else.
struct LooseningLimits {
    uint16 ltvMax;
    uint16 ltvUpStep;
    uint16 ltUpStep;
    uint16 ltvUpPerDay;
    uint16 ltvUpPerWeek;
    uint16 ltUpPerDay;
    uint16 ltUpPerWeek;
    uint64 supplyCapMax;
    uint16 supplyCapUpPerDay;
}

/// Everything the off-chain mirror needs, beside Limits and status(), to reproduce a verdict.
struct MarketState {
    Market market;
    History history;
    Pending pending;
}

/// The contract's own small state: one slot.
struct Head {
    uint64 seq;
    uint40 observedAt;
    uint32 configCount;
    uint8 threshold;
    uint8 signerCount;
    bool looseningPaused;
    bool frozen;
    /// When the last freeze began.
    uint40 frozenAt;
    /// Seconds that ramps stood still in earlier freezes; 0 where a freeze does not hold them.
    uint40 heldSeconds;
}
