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
    /// @dev The eight fields before `updates` are eight words at the head of the report, as
    /// encodeData wants them. Dirty high bits give a digest nobody signed, so they need no check.
    function hashReport(RiskReport calldata r) internal pure returns (bytes32 result) {
        bytes32 updates = hashUpdates(r.updates);
        bytes32 typehash = REPORT_TYPEHASH;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            calldatacopy(add(free, 0x20), r, 0x100)
            mstore(add(free, 0x120), updates)
            result := keccak256(free, 0x140)
        }
    }

    /// @notice keccak256 of the entries' hashes, one after the other.
    function hashUpdates(ParamUpdate[] calldata updates) internal pure returns (bytes32) {
        bytes32[] memory leaves = new bytes32[](updates.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = hashUpdate(updates[i]);
        }
        return keccak256(abi.encodePacked(leaves));
    }

    /// @notice hashStruct(update): its ten fields are ten words in calldata, as for hashReport.
    function hashUpdate(ParamUpdate calldata u) internal pure returns (bytes32 result) {
        bytes32 typehash = UPDATE_TYPEHASH;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            calldatacopy(add(free, 0x20), u, 0x140)
            result := keccak256(free, 0x160)
        }
    }
}
