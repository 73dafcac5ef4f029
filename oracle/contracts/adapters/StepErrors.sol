// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

// Errors that more than one adapter reverts with. An adapter takes them from here, so that its ABI
// names them: what previews return are their selectors.

/// What stands against a reading of the oracle.
interface IReadingErrors {
    /// Reports of this market are published and not to be applied.
    error MarketInShadow();
    /// The owner's first values are no data.
    error NoReportYet();
}

/// What stands against a step.
interface IStepErrors is IReadingErrors {
    error BadSetup();
    /// The protocol has not given the role, or has taken it back.
    error RoleMissing();
    /// The protocol does not take this as collateral: that is not for an adapter to change.
    error NotCollateral();
    error NothingToDo();
    /// The oracle is frozen, or its loosening paused: nothing rises.
    error LooseningStopped();
    /// The oracle is frozen: a threshold that falls by itself afterwards is not sent on its way.
    error OracleFrozen();
    /// Somebody else moved this value since: it rises by this adapter's hand only from where this
    /// adapter left it.
    error MovedElsewhere();
    /// The LTV is zero, and not because this adapter alone made it so.
    error LtvZeroedElsewhere();
    /// A threshold may not fall while users cannot reach the chain,
    error SequencerDown();
    /// nor in the first hour after they can again.
    error SequencerGrace();
}
