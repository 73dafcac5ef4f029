// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {ParamUpdate, RiskReport} from "oracle/contracts/RiskTypes.sol";
import {ReportHash} from "oracle/contracts/lib/ReportHash.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// The digest read straight from calldata is the one EIP-712 spells out field by field.
contract ReportHashTest is OracleFixture {
    function hashOf(ParamUpdate memory u) private pure returns (bytes32) {
        return keccak256(
            bytes.concat(
                abi.encode(ReportHash.UPDATE_TYPEHASH, u.marketId, u.ltv, u.lt, u.lb),
                abi.encode(u.supplyCap, u.expectLtv, u.expectLt),
                abi.encode(u.rampSeconds, u.maxNewLiqUsd, u.regime)
            )
        );
    }

    function digestOf(RiskReport memory r) private view returns (bytes32) {
        bytes memory leaves;
        for (uint256 i = 0; i < r.updates.length; ++i) {
            leaves = bytes.concat(leaves, hashOf(r.updates[i]));
        }
        bytes32 hash = keccak256(
            bytes.concat(
                abi.encode(ReportHash.REPORT_TYPEHASH, r.configDigest, r.seq, r.observedAt),
                abi.encode(r.validUntil, r.inputsRoot, r.policyHash, r.codeHash),
                abi.encode(r.prevReport, keccak256(leaves))
            )
        );
        return keccak256(abi.encodePacked(hex"1901", oracle.domainSeparator(), hash));
    }

    function test_fuzz_digest(RiskReport memory r) public view {
        vm.assertEq(oracle.reportDigest(r), digestOf(r), "digest");
    }

    function test_domain_follows_the_chain() public {
        bytes32 here = oracle.domainSeparator();
        vm.chainId(1234);
        bytes32 there = keccak256(
            abi.encode(
                ReportHash.DOMAIN_TYPEHASH,
                keccak256("Ballast"),
                keccak256("1"),
                uint256(1234),
                address(oracle)
            )
        );
        vm.assertEq(oracle.domainSeparator(), there, "recomputed");
        vm.assertTrue(here != there, "another domain");
    }
}
