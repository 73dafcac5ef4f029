// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {ParamUpdate, RiskReport} from "../RiskTypes.sol";

/// @title EIP-712 hashing of a report; domain {name Ballast, version 1, chainId, contract}.
library ReportHash {
    bytes32 internal constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 internal constant UPDATE_TYPEHASH = keccak256(
        "ParamUpdate(bytes32 marketId,uint16 ltv,uint16 lt,uint16 lb,uint64 supplyCap,"
        "uint16 expectLtv,uint16 expectLt,uint32 rampSeconds,uint64 maxNewLiqUsd,uint8 regime)"
    );
    bytes32 internal constant REPORT_TYPEHASH = keccak256(
        "RiskReport(bytes32 configDigest,uint64 seq,uint40 observedAt,uint40 validUntil,"
        "bytes32 inputsRoot,bytes32 policyHash,bytes32 codeHash,bytes32 prevReport,"
        "ParamUpdate[] updates)"
        "ParamUpdate(bytes32 marketId,uint16 ltv,uint16 lt,uint16 lb,uint64 supplyCap,"
        "uint16 expectLtv,uint16 expectLt,uint32 rampSeconds,uint64 maxNewLiqUsd,uint8 regime)"
    );

    /// @notice Domain separator of the contract it runs in, on the chain it runs on.
    function domainSeparator() internal view returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPEHASH, keccak256("Ballast"), keccak256("1"), block.chainid, address(this)
            )
        );
    }

    /// @notice What the signers sign: keccak256(0x1901, domain, hashStruct(report)).
    function digest(bytes32 domain, RiskReport calldata r) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, hashReport(r)));
    }

    /// @notice hashStruct(report).
    function hashReport(RiskReport calldata r) internal pure returns (bytes32) {
        bytes32[] memory leaves = new bytes32[](r.updates.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = hashUpdate(r.updates[i]);
        }
        return keccak256(
            abi.encode(
                REPORT_TYPEHASH,
                r.configDigest,
                r.seq,
                r.observedAt,
                r.validUntil,
                r.inputsRoot,
                r.policyHash,
                r.codeHash,
                r.prevReport,
                keccak256(abi.encodePacked(leaves))
            )
        );
    }

    /// @notice hashStruct(update): a struct of static fields is encoded in place, in order.
    function hashUpdate(ParamUpdate calldata u) internal pure returns (bytes32) {
        return keccak256(abi.encode(UPDATE_TYPEHASH, u));
    }
}
