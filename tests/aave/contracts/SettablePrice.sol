// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

/// A price feed of 8 decimals that says what it is told.
contract SettablePrice {
    int256 public latestAnswer;

    constructor(int256 first) {
        latestAnswer = first;
    }

    function set(int256 price) external {
        latestAnswer = price;
    }

    function decimals() external pure returns (uint8) {
        return 8;
    }
}
