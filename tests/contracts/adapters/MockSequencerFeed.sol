// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

/// Chainlink's uptime feed: answer 0 is up, 1 is down.
contract MockSequencerFeed {
    int256 private _answer;
    uint256 private _startedAt;
    bool private _broken;

    function set(int256 answer, uint256 startedAt) external {
        (_answer, _startedAt) = (answer, startedAt);
    }

    function breakDown() external {
        _broken = true;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        require(!_broken, "no round");
        return (1, _answer, _startedAt, _startedAt, 1);
    }
}
