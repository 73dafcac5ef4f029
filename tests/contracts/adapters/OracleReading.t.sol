// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IOracleReading, OracleReading, Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {IReadingErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {IRiskParamOracle} from "oracle/contracts/IRiskParamOracle.sol";
import {Limits, ParamUpdate} from "oracle/contracts/RiskTypes.sol";
import {OracleFixture} from "../OracleFixture.sol";

/// What the adapters read is what the real oracle's params says, field by field.
contract OracleReadingTest is OracleFixture {
    function reading(bytes32 id) internal view returns (Reading memory) {
        return IOracleReading(address(oracle)).params(id);
    }

    function test_a_reading_has_every_word_of_params_in_its_place() public {
        ParamUpdate memory u = entry(ETH, 7400, 7900);
        u.supplyCap = 99_000;
        send(u);
        skip(1 days);
        (bool done, bytes memory raw) =
            address(oracle).staticcall(abi.encodeCall(IRiskParamOracle.params, (ETH)));
        vm.assertTrue(done && raw.length == 9 * 32, "nine words");
        vm.assertEq(keccak256(abi.encode(reading(ETH))), keccak256(raw), "the same words");
    }

    function test_a_reading_names_what_it_means() public {
        ParamUpdate memory u = entry(ETH, 7400, 7900);
        u.supplyCap = 99_000;
        uint256 start = block.timestamp;
        send(u);
        skip(3.5 days);
        Reading memory r = reading(ETH);
        vm.assertEq(r.ltvTarget, 7400, "ltv target");
        vm.assertEq(r.ltNow, 7950, "lt now");
        vm.assertEq(r.ltTarget, 7900, "lt target");
        vm.assertEq(r.lb, 500, "lb");
        vm.assertEq(r.asOf, start, "as of");
        vm.assertEq(r.rampEnd, start + 7 days, "ramp end");
        vm.assertEq(r.supplyCap, 99_000, "cap");
        vm.assertEq(uint256(r.ltvNow), 7400 - uint256(3.5 days - 26 hours) * 100 / 3600, "decay");
    }

    function test_a_market_whose_cap_is_not_managed() public view {
        vm.assertEq(reading(BTC).supplyCap, OracleReading.CAP_NOT_MANAGED, "cap");
    }

    function test_no_report_and_shadow_are_refused_by_name() public {
        vm.assertEq(
            bytes32(OracleReading.refusal(reading(ETH))),
            bytes32(IReadingErrors.NoReportYet.selector),
            "first"
        );
        sendMove(ETH, 7500, 8000);
        vm.assertEq(bytes32(OracleReading.refusal(reading(ETH))), 0, "then");
        Limits memory l = defaults();
        l.shadow = true;
        oracle.setLimits(ETH, l);
        vm.assertEq(
            bytes32(OracleReading.refusal(reading(ETH))),
            bytes32(IReadingErrors.MarketInShadow.selector),
            "shadow"
        );
    }
}
