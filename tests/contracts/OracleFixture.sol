// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {RiskParamOracle} from "oracle/contracts/RiskParamOracle.sol";
import {
    Limits,
    MarketState,
    ParamUpdate,
    Reason,
    RiskReport,
    UNCHANGED_CAP
} from "oracle/contracts/RiskTypes.sol";
import {Vm} from "./Vm.sol";

/// An oracle with five signers, three needed, and two markets at 75 % / 80 % / 5 %, of which the
/// first has a supply cap; the test is its owner. Markets carry the default limits of
/// docs/oracle-contract.md.
abstract contract OracleFixture {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    string private constant ARTIFACT = "oracle/contracts/artifacts/RiskParamOracle.json";
    address internal constant GUARDIAN = address(0x60A7);
    address internal constant STRANGER = address(0x57A6);
    bytes32 internal constant POLICY = keccak256("policy");
    bytes32 internal constant CODE = keccak256("code");
    bytes32 internal constant ETH = bytes32(uint256(1));
    bytes32 internal constant BTC = bytes32(uint256(2));
    bytes32 internal constant UNLISTED = bytes32(uint256(3));
    uint32 internal constant QUORUM = 0x7;
    uint64 internal constant START_CAP = 100_000;

    RiskParamOracle internal oracle;
    /// Keys in the order of their addresses, as the oracle's bitmask counts them.
    uint256[] internal keys;

    function setUp() public virtual {
        sortKeys();
        oracle = deploy();
        oracle.addMarket(ETH, defaults(), 7500, 8000, 500, START_CAP);
        oracle.addMarket(BTC, defaults(), 7500, 8000, 500, UNCHANGED_CAP);
    }

    function deploy() internal returns (RiskParamOracle) {
        return deploy(false);
    }

    /// The committed artifact's bytecode; with BALLAST_ORACLE=RiskParamOracle what forge compiles
    /// (for coverage and mutants).
    function deploy(bool holdRamp) internal returns (RiskParamOracle made) {
        bytes32[] memory policies = new bytes32[](1);
        bytes32[] memory codes = new bytes32[](1);
        (policies[0], codes[0]) = (POLICY, CODE);
        bytes memory code = bytes.concat(
            vm.getCode(vm.envOr("BALLAST_ORACLE", ARTIFACT)),
            abi.encode(address(this), GUARDIAN, signerList(), 3, policies, codes, holdRamp)
        );
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
        vm.assertTrue(address(made) != address(0), "deployed");
    }

    function sortKeys() private {
        for (uint256 key = 1; key <= 5; ++key) {
            keys.push(key);
            for (uint256 i = keys.length - 1; i > 0; --i) {
                if (vm.addr(keys[i]) > vm.addr(keys[i - 1])) break;
                (keys[i], keys[i - 1]) = (keys[i - 1], keys[i]);
            }
        }
    }

    function signerList() internal view returns (address[] memory list) {
        list = new address[](keys.length);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = vm.addr(keys[i]);
        }
    }

    function defaults() internal pure returns (Limits memory l) {
        (l.ltvMin, l.ltvMax, l.ltMin, l.ltMax) = (5000, 8500, 5500, 9000);
        (l.lbMin, l.lbMax, l.gapMin) = (100, 1000, 300);
        (l.ltvUpStep, l.ltUpStep) = (100, 100);
        (l.ltvUpPerDay, l.ltvUpPerWeek, l.ltUpPerDay, l.ltUpPerWeek) = (100, 300, 100, 300);
        (l.ltDownPerWeek, l.maxAge) = (300, 26 hours);
        (l.ltvUpDelay, l.ltUpDelay, l.ltDownDelay) = (24 hours, 24 hours, 6 hours);
        (l.ltvUpAfterDown, l.ltUpAfterDown) = (48 hours, 48 hours);
        (l.minRamp, l.minRampPer100bps) = (24 hours, 24 hours);
        (l.ltvVeto, l.ltVeto) = (6 hours, 24 hours);
        (l.baselineLtv, l.staleDecayPerHour) = (0, 100);
        (l.supplyCapMin, l.supplyCapMax, l.supplyCapUpPerDay) = (1000, 1_000_000, 3000);
    }

    /// An entry from the stored targets to `ltv` and `lt`, with a ramp long enough for any cut.
    function entry(bytes32 id, uint16 ltv, uint16 lt)
        internal
        view
        returns (ParamUpdate memory u)
    {
        u.marketId = id;
        (u.ltv, u.lt, u.lb) = (ltv, lt, 500);
        (u.supplyCap, u.rampSeconds, u.regime) = (UNCHANGED_CAP, 7 days, 40);
        (u.expectLtv, u.expectLt) = (7500, 8000);
        if (id == UNLISTED) return u;
        MarketState memory s = oracle.marketState(id);
        (u.expectLtv, u.expectLt, u.lb) = (s.market.ltv, s.market.lt, s.market.lb);
    }

    function one(ParamUpdate memory u) internal pure returns (ParamUpdate[] memory list) {
        list = new ParamUpdate[](1);
        list[0] = u;
    }

    /// The next report, observed now and valid for an hour.
    function reportOf(ParamUpdate[] memory list) internal view returns (RiskReport memory r) {
        (uint64 seq, bytes32 last,, bytes32 config) = oracle.head();
        (r.configDigest, r.seq, r.prevReport) = (config, seq + 1, last);
        (r.observedAt, r.validUntil) = (uint40(block.timestamp), uint40(block.timestamp + 1 hours));
        (r.inputsRoot, r.policyHash, r.codeHash) = (keccak256("inputs"), POLICY, CODE);
        r.updates = list;
    }

    function heartbeatReport() internal view returns (RiskReport memory) {
        return reportOf(one(entry(ETH, 7500, 8000)));
    }

    /// The 64 bytes of EIP-2098.
    function compact(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255));
    }

    function attest(bytes32 digest, uint32 mask) internal view returns (bytes memory all) {
        all = abi.encodePacked(mask);
        for (uint256 i = 0; i < keys.length; ++i) {
            if ((mask >> i) & 1 == 1) all = bytes.concat(all, compact(keys[i], digest));
        }
    }

    function send(RiskReport memory r) internal returns (Reason[] memory) {
        return oracle.submit(r, attest(oracle.reportDigest(r), QUORUM));
    }

    function send(ParamUpdate memory u) internal returns (Reason) {
        return send(reportOf(one(u)))[0];
    }

    function sendMove(bytes32 id, uint16 ltv, uint16 lt) internal returns (Reason) {
        return send(entry(id, ltv, lt));
    }

    /// Submits expecting a fault of the whole report.
    function refuse(RiskReport memory r, bytes memory fault) internal {
        bytes memory attestation = attest(oracle.reportDigest(r), QUORUM);
        vm.expectRevert(fault);
        oracle.submit(r, attestation);
        vm.expectRevert(fault);
        oracle.preview(r);
    }

    function skip(uint256 time) internal {
        vm.warp(block.timestamp + time);
    }

    function same(Reason got, Reason wanted) internal pure {
        vm.assertEq(uint256(got), uint256(wanted), "reason");
    }

    function stateHash(bytes32 id) internal view returns (bytes32) {
        return keccak256(abi.encode(oracle.marketState(id)));
    }

    function ltNow(bytes32 id) internal view returns (uint16 value) {
        (, value,,,,,,,) = oracle.params(id);
    }

    function targets(bytes32 id) internal view returns (uint16 ltv, uint16 lt) {
        (,, ltv, lt,,,,,) = oracle.params(id);
    }

    function statusOf(bytes32 id) internal view returns (uint8 bits) {
        (,,,,,,,, bits) = oracle.params(id);
    }

    function pendingOf(bytes32 id) internal view returns (bool) {
        return statusOf(id) & 4 != 0;
    }
}
