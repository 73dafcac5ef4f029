// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {ChaosRiskOracleShim} from "oracle/contracts/adapters/ChaosRiskOracleShim.sol";
import {OracleReading, Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {IStepErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {AaveFixture} from "./AaveFixture.sol";

/// While the oracle is frozen or its loosening paused, nothing is published above what was last
/// published; what is tighter goes as ever.
contract ChaosStopsTest is AaveFixture {
    string internal constant COLLATERAL = "CollateralUpdate";
    string internal constant SUPPLY_CAP = "supplyCap";

    ChaosRiskOracleShim internal shim;
    bytes32 internal id;

    /// Published at 75 % / 80 % / 1,000.
    function setUp() public override {
        super.setUp();
        shim = new ChaosRiskOracleShim(address(oracle), address(aave), address(aave));
        id = shim.marketId(COLLATERAL, ASSET);
        say(7500, 8000, 1000, 0);
        shim.record(COLLATERAL, ASSET);
        shim.record(SUPPLY_CAP, ASSET);
        skip(1 minutes);
    }

    function say(uint16 ltv, uint16 lt, uint64 cap, uint8 status) internal {
        Reading memory r = at(ltv, lt);
        (r.supplyCap, r.status) = (cap, status);
        oracle.set(id, r);
    }

    function published(string memory kind) internal view returns (bytes memory) {
        return shim.getLatestUpdateByParameterAndMarket(kind, ASSET).newValue;
    }

    function publishes(uint256 ltv, uint256 lt, uint256 cap) internal {
        shim.record(COLLATERAL, ASSET);
        shim.record(SUPPLY_CAP, ASSET);
        (uint256 a, uint256 b,) = abi.decode(published(COLLATERAL), (uint256, uint256, uint256));
        vm.assertEq(a, ltv, "ltv");
        vm.assertEq(b, lt, "lt");
        vm.assertEq(abi.decode(published(SUPPLY_CAP), (uint256)), cap, "cap");
    }

    /// A loosening executed a minute before the guardian's stop: no stranger carries it out.
    function test_what_was_executed_before_a_stop_is_not_published_in_it() public {
        uint8[2] memory stops = [OracleReading.FROZEN, OracleReading.LOOSENING_PAUSED];
        for (uint256 i = 0; i < 2; ++i) {
            skip(1 minutes);
            say(7600, 8100, 1100, stops[i]);
            publishes(7500, 8000, 1000);
        }
        say(7600, 8100, 1100, 0);
        publishes(7600, 8100, 1100);
    }

    function test_what_is_tighter_goes_in_a_stop_and_each_value_by_itself() public {
        say(7000, 8100, 900, OracleReading.FROZEN);
        publishes(7000, 8000, 900);
        skip(1 minutes);
        say(7600, 7900, 1100, OracleReading.FROZEN);
        publishes(7000, 7900, 900);
    }

    /// Back from a decay by data that came before the pause, or in it.
    function test_an_ltv_back_from_a_decay_waits_for_the_end_of_the_stop() public {
        say(6000, 8000, 1000, 0);
        shim.record(COLLATERAL, ASSET);
        skip(1 minutes);
        say(7500, 8000, 1000, OracleReading.LOOSENING_PAUSED);
        publishes(6000, 8000, 1000);
    }

    /// As everywhere the bonus follows the oracle.
    function test_the_bonus_follows_in_a_stop() public {
        Reading memory r = at(7600, 8000);
        (r.lb, r.status) = (600, OracleReading.FROZEN);
        oracle.set(id, r);
        shim.record(COLLATERAL, ASSET);
        bytes memory value = published(COLLATERAL);
        vm.assertEq(keccak256(value), keccak256(abi.encode(7500, 8000, 600)), "value");
    }

    function test_what_is_held_and_no_newer_is_nothing_new() public {
        say(7600, 8000, 1000, OracleReading.FROZEN);
        shim.record(COLLATERAL, ASSET);
        vm.expectRevert(bytes.concat(ChaosRiskOracleShim.NothingNew.selector));
        shim.record(COLLATERAL, ASSET);
    }

    /// Whatever it would say: nothing tells whether a reader's protocol holds less.
    function test_nothing_is_published_for_the_first_time_in_a_stop() public {
        ChaosRiskOracleShim other =
            new ChaosRiskOracleShim(address(oracle), address(aave), address(aave));
        uint8[2] memory stops = [OracleReading.FROZEN, OracleReading.LOOSENING_PAUSED];
        for (uint256 i = 0; i < 2; ++i) {
            say(7500, 8000, 1000, stops[i]);
            vm.expectRevert(bytes.concat(IStepErrors.LooseningStopped.selector));
            other.record(COLLATERAL, ASSET);
            vm.expectRevert(bytes.concat(IStepErrors.LooseningStopped.selector));
            other.record(SUPPLY_CAP, ASSET);
        }
        say(7500, 8000, 1000, 0);
        vm.assertEq(other.record(COLLATERAL, ASSET), 1, "afterwards");
    }

    function test_a_cap_that_the_oracle_does_not_manage_is_refused_by_its_own_name() public {
        say(7500, 8000, type(uint64).max, OracleReading.FROZEN);
        vm.expectRevert(bytes.concat(ChaosRiskOracleShim.CapNotManaged.selector));
        shim.record(SUPPLY_CAP, ASSET);
    }
}
