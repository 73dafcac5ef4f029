// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {ChaosRiskOracleShim} from "oracle/contracts/adapters/ChaosRiskOracleShim.sol";
import {OracleReading, Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {IReadingErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {AaveFixture} from "./AaveFixture.sol";
import {ChaosReader, IRiskOracle} from "./ChaosReader.sol";

/// The shim through the eyes of a reader compiled against Chaos' published interface alone.
contract ChaosShimTest is AaveFixture {
    string internal constant COLLATERAL = "CollateralUpdate";
    string internal constant EMODE = "EModeCategoryUpdate";
    string internal constant SUPPLY_CAP = "supplyCap";
    address internal constant CATEGORY = address(7);

    ChaosRiskOracleShim internal shim;
    IRiskOracle internal chaos;
    ChaosReader internal reader;

    function setUp() public override {
        super.setUp();
        shim = new ChaosRiskOracleShim(address(oracle), address(aave), address(aave));
        chaos = IRiskOracle(address(shim));
        reader = new ChaosReader();
        oracle.set(shim.marketId(COLLATERAL, ASSET), at(7500, 8000));
        oracle.set(shim.marketId(EMODE, CATEGORY), at(9000, 9300));
    }

    function test_the_markets_are_those_of_the_adapters() public view {
        bytes memory reserve = abi.encode(block.chainid, aave, aave, ASSET, address(0), uint8(0));
        vm.assertEq(shim.marketId(COLLATERAL, ASSET), keccak256(reserve), "reserve");
        vm.assertEq(shim.marketId(SUPPLY_CAP, ASSET), keccak256(reserve), "cap");
        bytes memory category =
            abi.encode(block.chainid, aave, aave, address(0), address(0), uint8(7));
        vm.assertEq(shim.marketId(EMODE, CATEGORY), keccak256(category), "category");
    }

    function test_an_emode_agent_reads_ltv_threshold_and_bonus_alone() public {
        shim.record(EMODE, CATEGORY);
        ChaosReader.EModeCategoryUpdate memory v = reader.inject(chaos, EMODE, CATEGORY);
        vm.assertEq(v.ltv, 9000, "ltv");
        vm.assertEq(v.liquidationThreshold, 9300, "lt");
        vm.assertEq(v.liquidationBonus, 500, "bonus");
    }

    function test_every_field_is_where_the_published_interface_has_it() public {
        uint256 first = shim.record(COLLATERAL, ASSET);
        skip(1 hours);
        bytes32 id = shim.marketId(COLLATERAL, ASSET);
        oracle.set(id, at(7000, 8000));
        uint256 second = shim.record(COLLATERAL, ASSET);
        IRiskOracle.RiskParameterUpdate memory u =
            chaos.getLatestUpdateByParameterAndMarket(COLLATERAL, ASSET);
        vm.assertEq(u.timestamp, block.timestamp, "timestamp");
        vm.assertEq(keccak256(u.newValue), keccak256(abi.encode(7000, 8000, 500)), "new");
        vm.assertEq(keccak256(u.previousValue), keccak256(abi.encode(7500, 8000, 500)), "old");
        vm.assertEq(keccak256(bytes(u.updateType)), keccak256(bytes(COLLATERAL)), "type");
        vm.assertEq(keccak256(bytes(u.referenceId)), keccak256("ballast"), "reference");
        vm.assertEq(u.updateId, second, "id");
        vm.assertEq(uint160(u.market), uint160(ASSET), "market");
        vm.assertEq(abi.decode(u.additionalData, (bytes32)), id, "additional data");
        vm.assertEq(chaos.getUpdateById(first).updateId, first, "by id");
        vm.assertEq(chaos.updateCounter(), 2, "counter");
    }

    function test_the_timestamp_is_that_of_the_data_so_a_copy_makes_nothing_fresh() public {
        skip(7 hours);
        shim.record(COLLATERAL, ASSET);
        vm.assertTrue(!reader.injectable(chaos, COLLATERAL, ASSET, 6 hours), "expired");
        oracle.set(shim.marketId(COLLATERAL, ASSET), at(7500, 8000));
        shim.record(COLLATERAL, ASSET);
        vm.assertTrue(reader.injectable(chaos, COLLATERAL, ASSET, 6 hours), "same values, anew");
        reader.inject(chaos, COLLATERAL, ASSET);
        vm.assertTrue(!reader.injectable(chaos, COLLATERAL, ASSET, 6 hours), "once");
    }

    function test_a_ramp_is_copied_as_it_goes() public {
        Reading memory r = at(7500, 7900);
        r.ltNow = 7950;
        oracle.set(shim.marketId(COLLATERAL, ASSET), r);
        shim.record(COLLATERAL, ASSET);
        bytes memory value = chaos.getUpdateById(1).newValue;
        vm.assertEq(keccak256(value), keccak256(abi.encode(7500, 7950, 500)), "value now");
    }

    function test_the_supply_cap_where_the_oracle_manages_it() public {
        vm.expectRevert(bytes.concat(ChaosRiskOracleShim.CapNotManaged.selector));
        shim.record(SUPPLY_CAP, ASSET);
        Reading memory r = at(7500, 8000);
        r.supplyCap = 1234;
        oracle.set(shim.marketId(COLLATERAL, ASSET), r);
        shim.record(SUPPLY_CAP, ASSET);
        vm.assertEq(abi.decode(chaos.getUpdateById(1).newValue, (uint256)), 1234, "cap");
    }

    function test_nothing_new_is_not_recorded() public {
        shim.record(COLLATERAL, ASSET);
        vm.expectRevert(bytes.concat(ChaosRiskOracleShim.NothingNew.selector));
        shim.record(COLLATERAL, ASSET);
    }

    function test_refusals_by_name() public {
        Reading memory r = at(7500, 8000);
        r.status = OracleReading.SHADOW;
        oracle.set(shim.marketId(COLLATERAL, ASSET), r);
        vm.expectRevert(bytes.concat(IReadingErrors.MarketInShadow.selector));
        shim.record(COLLATERAL, ASSET);
        vm.expectRevert(bytes.concat(ChaosRiskOracleShim.UnknownUpdateType.selector));
        shim.record("borrowCap", ASSET);
        vm.expectRevert(bytes.concat(ChaosRiskOracleShim.NotACategory.selector));
        shim.record(EMODE, address(256));
        vm.expectRevert(bytes("No update found for the specified parameter and market."));
        chaos.getLatestUpdateByParameterAndMarket(COLLATERAL, ASSET);
        vm.expectRevert(bytes("Invalid update ID."));
        chaos.getUpdateById(1);
        vm.expectRevert(bytes("Invalid update ID."));
        chaos.getUpdateById(0);
    }

    function test_nobody_publishes_and_nobody_is_authorised() public {
        vm.assertTrue(!chaos.isAuthorized(address(this)), "authorised");
        vm.assertEq(chaos.getAllUpdateTypes().length, 3, "types");
        bytes memory fault = bytes.concat(ChaosRiskOracleShim.ReadOnly.selector);
        vm.expectRevert(fault);
        shim.publishRiskParameterUpdate("", "", "", address(0), "");
        vm.expectRevert(fault);
        shim.publishBulkRiskParameterUpdates(
            new string[](0), new bytes[](0), new string[](0), new address[](0), new bytes[](0)
        );
        vm.expectRevert(fault);
        shim.addAuthorizedSender(address(this));
        vm.expectRevert(fault);
        shim.removeAuthorizedSender(address(this));
        vm.expectRevert(fault);
        shim.addUpdateType("");
    }
}
