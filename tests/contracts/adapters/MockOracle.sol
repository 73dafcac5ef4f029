// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IOracleReading, Reading} from "oracle/contracts/adapters/OracleReading.sol";

/// An oracle that says what it is told to say.
contract MockOracle is IOracleReading {
    error UnknownMarket(bytes32 marketId);

    mapping(bytes32 marketId => Reading) private _readings;
    mapping(bytes32 marketId => bool) private _listed;

    function set(bytes32 marketId, Reading memory r) external {
        _readings[marketId] = r;
        _listed[marketId] = true;
    }

    function params(bytes32 marketId) external view returns (Reading memory) {
        if (!_listed[marketId]) revert UnknownMarket(marketId);
        return _readings[marketId];
    }
}
