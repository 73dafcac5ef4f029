// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {RiskParamOracle} from "oracle/contracts/RiskParamOracle.sol";
import {RiskReport} from "oracle/contracts/RiskTypes.sol";
import {Quorum} from "oracle/contracts/lib/Quorum.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// Every way a quorum can be less than a quorum.
contract AttestationTest is OracleFixture {
    uint256 private constant ORDER =
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function refuseAttestation(bytes memory attestation, bytes memory fault) private {
        RiskReport memory r = heartbeatReport();
        vm.expectRevert(fault);
        oracle.submit(r, attestation);
    }

    function digestNow() private view returns (bytes32) {
        return oracle.reportDigest(heartbeatReport());
    }

    function three(bytes memory a, bytes memory b, bytes memory c)
        private
        pure
        returns (bytes memory)
    {
        return bytes.concat(bytes4(QUORUM), a, b, c);
    }

    function wrong(uint256 index) private pure returns (bytes memory) {
        return abi.encodeWithSelector(Quorum.WrongSigner.selector, index);
    }

    function test_any_three_of_five_suffice() public {
        uint32[5] memory masks = [uint32(0x7), 0x1c, 0x15, 0x19, 0x0e];
        for (uint256 i = 0; i < masks.length; ++i) {
            RiskReport memory r = heartbeatReport();
            oracle.submit(r, attest(oracle.reportDigest(r), masks[i]));
        }
    }

    function test_two_signatures_fail() public {
        refuseAttestation(
            attest(digestNow(), 0x3),
            abi.encodeWithSelector(Quorum.WrongAttestationLength.selector, 132, 196)
        );
    }

    function test_four_signatures_fail() public {
        refuseAttestation(
            attest(digestNow(), 0xf),
            abi.encodeWithSelector(Quorum.WrongAttestationLength.selector, 260, 196)
        );
    }

    function test_mask_of_two_with_three_signatures_fails() public {
        bytes memory a = attest(digestNow(), 0x7);
        a[3] = 0x03;
        refuseAttestation(a, abi.encodeWithSelector(Quorum.WrongSignerCount.selector, 2, 3));
    }

    function test_duplicate_signature_fails() public {
        bytes memory first = compact(keys[0], digestNow());
        bytes memory second = compact(keys[1], digestNow());
        refuseAttestation(three(first, second, second), wrong(2));
    }

    function test_unsorted_signatures_fail() public {
        bytes32 d = digestNow();
        refuseAttestation(
            three(compact(keys[1], d), compact(keys[0], d), compact(keys[2], d)), wrong(0)
        );
    }

    function test_unknown_signer_fails() public {
        bytes memory a = attest(digestNow(), 0x7);
        a[3] = 0x23;
        refuseAttestation(a, abi.encodeWithSelector(Quorum.UnknownSigner.selector, 5));
    }

    function test_stranger_fails() public {
        bytes32 d = digestNow();
        refuseAttestation(
            three(compact(keys[0], d), compact(keys[1], d), compact(77, d)), wrong(2)
        );
    }

    /// EIP-2098 has 255 bits for s, so the twin n - s of an honest s loses its top bit.
    function test_malleable_twin_fails() public {
        bytes32 d = digestNow();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[2], d);
        uint256 high = (ORDER - uint256(s)) & (type(uint256).max >> 1);
        bytes memory twin = abi.encodePacked(r, high | (uint256(28 - v) << 255));
        bytes memory a = three(compact(keys[0], d), compact(keys[1], d), twin);
        RiskReport memory report = heartbeatReport();
        vm.expectRevert();
        oracle.submit(report, a);
    }

    function test_high_s_fails() public {
        bytes32 d = digestNow();
        bytes memory bad = abi.encodePacked(uint256(1), Quorum.HALF_ORDER + 1);
        refuseAttestation(
            three(compact(keys[0], d), compact(keys[1], d), bad),
            abi.encodeWithSelector(Quorum.HighS.selector, 2)
        );
    }

    function test_unrecoverable_signature_fails() public {
        bytes32 d = digestNow();
        bytes memory bad = abi.encodePacked(uint256(0), uint256(1));
        refuseAttestation(three(compact(keys[0], d), compact(keys[1], d), bad), wrong(2));
    }

    function test_signature_for_another_contract_fails() public {
        RiskParamOracle twin = deploy();
        bytes32 d = twin.reportDigest(heartbeatReport());
        vm.assertTrue(d != digestNow(), "digest binds the contract");
        RiskReport memory r = heartbeatReport();
        bytes memory a = attest(d, QUORUM);
        vm.expectRevert(wrong(0));
        oracle.submit(r, a);
    }

    function test_signature_for_another_chain_fails() public {
        bytes memory a = attest(digestNow(), QUORUM);
        RiskReport memory r = heartbeatReport();
        vm.chainId(1234);
        vm.expectRevert(wrong(0));
        oracle.submit(r, a);
    }

    function test_signature_for_a_changed_report_fails() public {
        bytes memory a = attest(digestNow(), QUORUM);
        RiskReport memory r = heartbeatReport();
        r.updates[0].maxNewLiqUsd = 1;
        vm.expectRevert(wrong(0));
        oracle.submit(r, a);
    }

    function test_random_attestation_fails(bytes memory attestation) public {
        RiskReport memory r = heartbeatReport();
        bytes memory call = abi.encodeCall(oracle.submit, (r, attestation));
        (bool accepted,) = address(oracle).call(call);
        vm.assertTrue(!accepted, "no signature, no report");
    }
}
