// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

/// @title Budgets as leaky buckets: a move fills the bucket, time drains it.
/// A full bucket of `cap` drains in `window` seconds. So a span of w seconds admits at most
/// cap * (1 + w / window): the burst, and what drained meanwhile.
library Buckets {
    /// @notice Level at `time`: `used` (exact at `since`) less floor(cap * elapsed / window).
    /// @dev The drain is rounded down, so rounding never adds room. A cap of 0 never drains.
    function levelAt(uint256 used, uint256 since, uint256 cap, uint256 window, uint256 time)
        internal
        pure
        returns (uint256)
    {
        unchecked {
            // 16 bits times 40 bits; `since` is a past block's time.
            uint256 drained = (cap * (time - since)) / window;
            return drained >= used ? 0 : used - drained;
        }
    }

    /// @notice Whether a move of `amount` bps fits at `time`.
    function fits(
        uint256 amount,
        uint256 used,
        uint256 since,
        uint256 cap,
        uint256 window,
        uint256 time
    ) internal pure returns (bool) {
        return levelAt(used, since, cap, window, time) + amount <= cap;
    }

    /// @notice Level after a move of `amount` bps that `fits`; at most `cap`, thus 16 bits.
    function fill(
        uint256 amount,
        uint256 used,
        uint256 since,
        uint256 cap,
        uint256 window,
        uint256 time
    ) internal pure returns (uint16) {
        return uint16(levelAt(used, since, cap, window, time) + amount);
    }
}
