// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {RiskParamOracle} from "oracle/contracts/RiskParamOracle.sol";
import {RiskReport} from "oracle/contracts/RiskTypes.sol";
import {Ghosts} from "./Ghosts.sol";

/// Reports that must not pass: less than a quorum, made for elsewhere or earlier, or made under
/// what nobody approved.
abstract contract Attacks is Ghosts {
    uint256 internal constant ATTACKS = 9;
    bytes32 internal constant OTHER_POLICY = keccak256("other policy");

    RiskParamOracle private twin;
    /// The call that submitted the last accepted report, and the configuration it was made under.
    bytes internal lastCall;
    bytes32 internal lastConfig;
    bool internal otherPolicyApproved;

    function beginAttacks() internal {
        twin = deploy(true);
        (,,, lastConfig) = oracle.head();
        oracle.approvePolicy(OTHER_POLICY, false);
    }

    /// k - 1, duplicate, unsorted, high-s, wrong chain, wrong contract, old configuration,
    /// replayed, gapped.
    function forge(uint256 seed) internal {
        if (keys.length < 3) return;
        uint256 kind = seed % ATTACKS;
        RiskReport memory r = heartbeatReport();
        bytes32 d = oracle.reportDigest(r);
        bytes memory a = attest(d, 0x7);
        if (kind == 6 && lastConfig == r.configDigest) return;
        if (kind == 0) a = attest(d, 0x3);
        if (kind == 1) a = join(compact(keys[0], d), compact(keys[1], d), compact(keys[1], d));
        if (kind == 2) a = join(compact(keys[1], d), compact(keys[0], d), compact(keys[2], d));
        if (kind == 3) a = join(compact(keys[0], d), compact(keys[1], d), highS(keys[2], d));
        if (kind == 4) a = attest(digestOnAnotherChain(r), 0x7);
        if (kind == 5) a = attest(twin.reportDigest(r), 0x7);
        if (kind == 6) (r, a) = signed(r, lastConfig, r.seq);
        if (kind == 8) (r, a) = signed(r, r.configDigest, r.seq + 1);
        bytes memory call = abi.encodeCall(oracle.submit, (r, a));
        if (kind == 7) call = lastCall;
        attempt(call);
    }

    function attempt(bytes memory call) private {
        ++_counts.forged;
        if (call.length == 0) return;
        (bool accepted,) = address(oracle).call(call);
        if (accepted) (_faults.forgery, acceptedSeq) = (_faults.forgery + 1, acceptedSeq + 1);
        observe(accepted);
    }

    /// A policy or code that is not approved, or no longer: also right after an accepted report.
    function unapproved(uint256 seed) internal {
        RiskReport memory r = heartbeatReport();
        if (seed % 3 == 0) r.policyHash = keccak256("nobody's");
        else if (seed % 3 == 1) r.codeHash = keccak256("nobody's");
        else r.policyHash = OTHER_POLICY;
        bool fine = seed % 3 == 2 && otherPolicyApproved;
        bytes memory a = attest(oracle.reportDigest(r), 0x7);
        (bool accepted,) = address(oracle).call(abi.encodeCall(oracle.submit, (r, a)));
        if (!fine) ++_counts.unapproved;
        if (accepted) ++acceptedSeq;
        if (accepted && !fine) ++_faults.unapproved;
        observe(accepted);
    }

    function signed(RiskReport memory r, bytes32 config, uint64 seq)
        private
        view
        returns (RiskReport memory, bytes memory)
    {
        (r.configDigest, r.seq) = (config, seq);
        return (r, attest(oracle.reportDigest(r), 0x7));
    }

    function join(bytes memory a, bytes memory b, bytes memory c)
        private
        pure
        returns (bytes memory)
    {
        return bytes.concat(bytes4(QUORUM), a, b, c);
    }

    /// The twin signature (r, n - s), as far as 255 bits hold it.
    function highS(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        uint256 high = (order - uint256(s)) & (type(uint256).max >> 1);
        return abi.encodePacked(r, high | (uint256(28 - v) << 255));
    }

    function digestOnAnotherChain(RiskReport memory r) private returns (bytes32 digest) {
        uint256 here = block.chainid;
        vm.chainId(here + 1);
        digest = oracle.reportDigest(r);
        vm.chainId(here);
    }
}
