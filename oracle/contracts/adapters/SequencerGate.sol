// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IStepErrors} from "./StepErrors.sol";

/// Chainlink's uptime feed of an L2's sequencer: answer 0 is up, 1 is down, startedAt is when that
/// began.
interface ISequencerFeed {
    function latestRoundData()
        external
        view
        returns (
            uint80 roundId,
            int256 answer,
            uint256 startedAt,
            uint256 updatedAt,
            uint80 answeredInRound
        );
}

/// @title Whether users of an L2 have had the time to act since its sequencer came back.
/// Only cuts of a liquidation threshold wait for it: whoever could not reach the chain could not
/// repay. Aave v3.7 has no such gate of its own.
library SequencerGate {
    uint256 internal constant GRACE = 1 hours;
    uint256 private constant ROUND_BYTES = 5 * 32;

    /// @param feed the zero address on a chain that has no sequencer.
    /// @return the selector of the error that stands against a cut now, or zero.
    function refusal(address feed) internal view returns (bytes4) {
        if (feed == address(0)) return 0;
        // A feed that fails, answers no round or is gone is a sequencer of which nothing is known;
        // it must hold nothing else up, which `try` cannot promise: it reverts at what it cannot
        // decode and where there is no code.
        (bool done, bytes memory round) =
            feed.staticcall(abi.encodeCall(ISequencerFeed.latestRoundData, ()));
        if (!done || round.length < ROUND_BYTES) return IStepErrors.SequencerDown.selector;
        // As whole words, which decode whatever they are.
        (, uint256 answer, uint256 startedAt) = abi.decode(round, (uint256, uint256, uint256));
        // A round that has not begun has no answer (Chainlink writes startedAt 0).
        if (answer != 0 || startedAt == 0 || startedAt > block.timestamp) {
            return IStepErrors.SequencerDown.selector;
        }
        bool grace = block.timestamp - startedAt <= GRACE;
        return grace ? IStepErrors.SequencerGrace.selector : bytes4(0);
    }
}
