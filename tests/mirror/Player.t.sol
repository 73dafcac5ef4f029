// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

/// The cheatcodes that the player needs.
interface Vm {
    function envString(string calldata name) external view returns (string memory);
    function envUint(string calldata name) external view returns (uint256);
    function readFileBinary(string calldata path) external view returns (bytes memory);
    function writeFile(string calldata path, string calldata data) external;
    function writeLine(string calldata path, string calldata data) external;
    function toString(uint256 value) external pure returns (string memory);
    function toString(bytes calldata value) external pure returns (string memory);
    function warp(uint256 time) external;
    function prank(address sender) external;
}

/// Plays what tests/mirror/script_file.cpp wrote: creations and calls of the oracle, each with its
/// block time, its sender, and what the C++ mirror says that it returns. Nothing is known here of
/// reports or limits: success and the hash of the returned bytes are compared, and a call of a view
/// that follows each act compares the state. Every difference is written down.
contract PlayerTest {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    uint256 private constant DIFFERENCES_TOLD = 20;
    uint8 private constant CREATE = 0;
    uint8 private constant CASE = 1;
    /// kind, time, sender, length of the data; then data, success, hash.
    uint256 private constant HEAD_BYTES = 1 + 5 + 20 + 4;

    uint256 private cases;
    uint256 private calls;
    uint256 private differences;

    struct Act {
        uint8 kind;
        uint40 time;
        address sender;
        uint256 data;
        uint256 size;
        bool succeeds;
        bytes32 returned;
    }

    function test_theContractDoesWhatTheMirrorSays() external {
        string memory folder = vm.envString("BALLAST_MIRROR_CASES");
        uint256 scripts = vm.envUint("BALLAST_MIRROR_SCRIPTS");
        string memory log = string.concat(folder, "/differences");
        vm.writeFile(log, "");
        for (uint256 i = 0; i < scripts; ++i) {
            // A call of its own, whose memory ends with it.
            this.play(string.concat(folder, "/", vm.toString(i)), log, i);
        }
        vm.writeFile(
            string.concat(folder, "/result"),
            string.concat(
                "cases=",
                vm.toString(cases),
                " calls=",
                vm.toString(calls),
                " differences=",
                vm.toString(differences),
                "\n"
            )
        );
        require(differences == 0, "the contract and the mirror differ");
    }

    function play(string calldata path, string calldata log, uint256 script) external {
        bytes memory acts = vm.readFileBinary(path);
        uint256 at;
        uint256 end;
        assembly ("memory-safe") {
            at := add(acts, 0x20)
            end := add(at, mload(acts))
        }
        address oracle;
        uint256 time = 0;
        Act memory act;
        for (uint256 number = 0; at < end; ++number) {
            at = read(at, act);
            if (act.time != time) vm.warp(act.time);
            time = act.time;
            if (act.sender != address(0)) vm.prank(act.sender);
            if (act.kind == CREATE) oracle = create(act);
            else if (!call(oracle, act)) tell(log, script, number);
            if (act.kind == CASE) ++cases;
            ++calls;
        }
    }

    function read(uint256 at, Act memory act) private pure returns (uint256 next) {
        uint256 head;
        assembly ("memory-safe") {
            head := mload(at)
        }
        act.kind = uint8(head >> 248);
        act.time = uint40(head >> 208);
        act.sender = address(uint160(head >> 48));
        act.size = uint32(head >> 16);
        act.data = at + HEAD_BYTES;
        next = act.data + act.size;
        bytes32 returned;
        uint256 succeeds;
        assembly ("memory-safe") {
            succeeds := byte(0, mload(next))
            returned := mload(add(next, 1))
        }
        (act.succeeds, act.returned) = (succeeds == 1, returned);
        return next + 33;
    }

    /// The address is part of the digests, so a wrong one shows in every later call.
    function create(Act memory act) private returns (address made) {
        (uint256 data, uint256 size) = (act.data, act.size);
        assembly ("memory-safe") {
            made := create(0, data, size)
        }
        require(made != address(0), "the oracle was not created");
    }

    function call(address oracle, Act memory act) private returns (bool same) {
        (uint256 data, uint256 size) = (act.data, act.size);
        bool done;
        bytes32 returned;
        assembly ("memory-safe") {
            done := call(gas(), oracle, 0, data, size, 0, 0)
            let free := mload(0x40)
            returndatacopy(free, 0, returndatasize())
            returned := keccak256(free, returndatasize())
        }
        return done == act.succeeds && returned == act.returned;
    }

    /// Right after the call, whose returned bytes are still there.
    function tell(string calldata log, uint256 script, uint256 number) private {
        bytes memory returned;
        assembly ("memory-safe") {
            returned := mload(0x40)
            mstore(returned, returndatasize())
            returndatacopy(add(returned, 0x20), 0, returndatasize())
            mstore(0x40, add(returned, and(add(returndatasize(), 0x3f), not(0x1f))))
        }
        if (++differences > DIFFERENCES_TOLD) return;
        vm.writeLine(
            log,
            string.concat(
                "script=",
                vm.toString(script),
                " act=",
                vm.toString(number),
                " returned=",
                vm.toString(returned)
            )
        );
    }
}
