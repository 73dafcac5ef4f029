// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

/// What a threshold in force did so far.
struct PaceLog {
    /// The sum of its falls, in bps, less one for each ramp that began. Rises take nothing off it.
    int256 fallen;
    /// Ramps that a cut began.
    int256 cuts;
    /// The least that excess and haste ever were.
    int256 leastExcess;
    int256 leastHaste;
}

/// @title How far a threshold may fall, over every span and not over one wait alone.
/// It is the ramp's value rounded down, and a ramp begins at a rounded value: so it falls by at
/// most ceil(span * 100 bps / day) and one for each ramp begun in the span. With the two ends of
/// the span apart: excess grows by less than a day, so an end need only meet the least start.
library Pace {
    int256 private constant CUT_DELAY = 6 hours;

    function begin(PaceLog storage log) internal {
        (log.leastExcess, log.leastHaste) = (excess(log), haste(log));
    }

    function fall(PaceLog storage log, uint256 bps) internal {
        log.fallen += int256(bps);
    }

    function ramp(PaceLog storage log, bool byCut) internal {
        --log.fallen;
        if (byCut) ++log.cuts;
        // A span may begin right behind the ramp's first second, too.
        int256 e = excess(log);
        if (e < log.leastExcess) log.leastExcess = e;
    }

    /// @notice Whether in any span that ends now the threshold fell further than the least ramp of
    /// the default limits allows, or more cuts began than span / 6 h + 1.
    function tooFast(PaceLog storage log) internal returns (bool found) {
        (int256 e, int256 h) = (excess(log), haste(log));
        found = e - log.leastExcess >= 1 days || h - log.leastHaste > CUT_DELAY;
        if (e < log.leastExcess) log.leastExcess = e;
        if (h < log.leastHaste) log.leastHaste = h;
    }

    function excess(PaceLog storage log) private view returns (int256) {
        return log.fallen * 1 days - 100 * int256(block.timestamp);
    }

    function haste(PaceLog storage log) private view returns (int256) {
        return log.cuts * CUT_DELAY - int256(block.timestamp);
    }
}
