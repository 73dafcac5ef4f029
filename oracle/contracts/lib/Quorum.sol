// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

// The bitmask's width. A file-level constant: an array's length may not name a library's.
uint256 constant MAX_SIGNERS = 32;

/// @title k-of-n plain ECDSA in 4 + 64 k bytes.
/// attestation = bytes4 bitmask (bit i, least first, is signer i), then for each set bit in
/// ascending order the 64 bytes of EIP-2098: r, then s with the parity of y in its top bit.
library Quorum {
    /// A mask names other than exactly `needed` signers.
    error WrongSignerCount(uint256 given, uint256 needed);
    /// The attestation is not exactly the mask and its signatures.
    error WrongAttestationLength(uint256 given, uint256 needed);
    /// The mask has a bit past the last signer.
    error UnknownSigner(uint256 index);
    /// s is in the upper half of the group order: the malleable twin of a signature.
    error HighS(uint256 index);
    /// The signature at a set bit is not that signer's.
    error WrongSigner(uint256 index);

    uint256 internal constant SIGNATURE_BYTES = 64;
    /// Half the order of secp256k1 (SEC 2, 2.4.1).
    uint256 internal constant HALF_ORDER =
        0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// @notice Reverts unless exactly `threshold` of the first `count` signers signed `digest`.
    /// @return mask the signers' bitmask.
    function verify(
        bytes32 digest,
        bytes calldata attestation,
        address[MAX_SIGNERS] storage signers,
        uint256 count,
        uint256 threshold
    ) internal view returns (uint32 mask) {
        uint256 needed = 4 + SIGNATURE_BYTES * threshold;
        if (attestation.length != needed) {
            revert WrongAttestationLength(attestation.length, needed);
        }
        mask = uint32(bytes4(attestation[:4]));
        uint256 given = bitCount(mask);
        if (given != threshold) revert WrongSignerCount(given, threshold);
        uint256 offset = 4;
        for (uint256 i = 0; (mask >> i) != 0; ++i) {
            if ((mask >> i) & 1 == 0) continue;
            if (i >= count) revert UnknownSigner(i);
            bytes calldata signature = attestation[offset:offset + SIGNATURE_BYTES];
            if (recover(digest, signature, i) != signers[i]) revert WrongSigner(i);
            offset += SIGNATURE_BYTES;
        }
    }

    /// @dev A failed recovery gives zero, which is no signer's address.
    function recover(bytes32 digest, bytes calldata signature, uint256 index)
        private
        pure
        returns (address)
    {
        uint256 vs = uint256(bytes32(signature[32:]));
        uint256 s = vs & (type(uint256).max >> 1);
        if (s > HALF_ORDER) revert HighS(index);
        return ecrecover(digest, uint8(27 + (vs >> 255)), bytes32(signature[:32]), bytes32(s));
    }

    /// @dev Clears the lowest set bit until none is left.
    function bitCount(uint256 mask) private pure returns (uint256 count) {
        for (; mask != 0; mask &= mask - 1) {
            ++count;
        }
    }
}
