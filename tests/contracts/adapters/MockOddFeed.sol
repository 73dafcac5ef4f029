// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

/// Something at the uptime feed's address that answers every question with the same bytes.
contract MockOddFeed {
    bytes private _reply;

    function say(bytes calldata reply) external {
        _reply = reply;
    }

    fallback() external {
        bytes memory reply = _reply;
        assembly ("memory-safe") {
            return(add(reply, 32), mload(reply))
        }
    }
}
