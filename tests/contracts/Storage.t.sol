// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Listing, Market} from "oracle/contracts/RiskTypes.sol";
import {MarketSlot} from "oracle/contracts/lib/MarketSlot.sol";
import {Vm} from "./Vm.sol";

/// The one word a market is written as reads back as the struct that Solidity would have written.
contract StorageTest {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    Market private written;
    Market private expected;

    function marketOf(uint256 seed) private pure returns (Market memory m) {
        (m.ltv, m.lt, m.ltStart) = (uint16(seed), uint16(seed >> 16), uint16(seed >> 32));
        (m.lb, m.rampStart, m.rampSeconds) =
        (uint16(seed >> 48), uint40(seed >> 64), uint32(seed >> 104));
        (m.asOf, m.regime) = (uint40(seed >> 136), uint8(seed >> 176));
        (m.listing, m.supplyCap) = (Listing((seed >> 184) % 3), uint64(seed >> 192));
    }

    function test_fuzz_a_market_reads_back(uint256 before, uint256 seed) public {
        Market memory m = marketOf(seed);
        MarketSlot.store(written, marketOf(before));
        MarketSlot.store(written, m);
        expected = m;
        Market memory read = written;
        vm.assertEq(keccak256(abi.encode(read)), keccak256(abi.encode(m)), "as a struct");
        bytes32 word;
        bytes32 wanted;
        assembly ("memory-safe") {
            word := sload(written.slot)
            wanted := sload(expected.slot)
        }
        vm.assertEq(word, wanted, "the same word");
    }

    function test_every_bit_of_the_slot_is_used() public pure {
        Market memory m = Market(
            type(uint16).max,
            type(uint16).max,
            type(uint16).max,
            type(uint16).max,
            type(uint40).max,
            type(uint32).max,
            type(uint40).max,
            type(uint8).max,
            Listing.WITH_PENDING,
            type(uint64).max
        );
        uint256 unused = uint256(type(uint8).max - uint8(Listing.WITH_PENDING)) << 184;
        vm.assertEq(MarketSlot.pack(m), type(uint256).max - unused, "full");
    }
}
