// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {Plan} from "oracle/contracts/adapters/StepMath.sol";
import {Vm} from "../Vm.sol";
import {MockAaveV3} from "./MockAaveV3.sol";
import {MockOracle} from "./MockOracle.sol";

/// A reserve at 75 % / 80 % / 5 % with a supply cap of 1,000, and an oracle that says the same.
abstract contract AaveFixture {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address internal constant ASSET = address(0xA55E7);
    uint16 internal constant QUANTUM = 25;
    uint32 internal constant QUANTUM_SECONDS = 6 hours;
    uint64 internal constant NOT_MANAGED = type(uint64).max;
    /// 18 decimals, active, borrowing on, a reserve factor and a debt ceiling: bits to be left be.
    uint256 internal constant REST = 18 << 48 | 1 << 56 | 1 << 58 | 1000 << 64 | 77 << 212;
    uint256 internal constant FROZEN = 1 << 57;
    uint256 internal constant PAUSED = 1 << 60;
    uint256 internal constant ACTIVE = 1 << 56;

    MockAaveV3 internal aave;
    MockOracle internal oracle;

    function setUp() public virtual {
        aave = new MockAaveV3();
        oracle = new MockOracle();
        aave.setWord(ASSET, word(7500, 8000, 10500, 1000));
    }

    function word(uint256 ltv, uint256 lt, uint256 bonus, uint256 cap)
        internal
        pure
        returns (uint256)
    {
        return REST | ltv | lt << 16 | bonus << 32 | cap << 116;
    }

    /// A reading at rest: targets in force.
    function at(uint16 ltv, uint16 lt) internal view returns (Reading memory r) {
        (r.ltvNow, r.ltvTarget, r.ltNow, r.ltTarget) = (ltv, ltv, lt, lt);
        (r.lb, r.asOf, r.supplyCap) = (500, uint40(block.timestamp), NOT_MANAGED);
    }

    function skip(uint256 time) internal {
        vm.warp(block.timestamp + time);
    }

    function sameSelector(bytes4 got, bytes4 wanted, string memory what) internal pure {
        vm.assertEq(bytes32(got), bytes32(wanted), what);
    }

    function sameNext(Plan memory p, uint16 ltv, uint16 lt, uint16 lb, uint64 cap) internal pure {
        vm.assertEq(p.next.ltv, ltv, "ltv");
        vm.assertEq(p.next.lt, lt, "lt");
        vm.assertEq(p.next.lb, lb, "lb");
        vm.assertEq(p.next.supplyCap, cap, "cap");
    }
}
