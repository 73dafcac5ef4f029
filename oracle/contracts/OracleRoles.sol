// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Head} from "./RiskTypes.sol";

/// @title Who may do what, the two stops, and the digest of the configuration.
/// OWNER (a timelock) configures and lifts stops. GUARDIAN only stops, vetoes and shrinks the room
/// to loosen; it can never reduce the room to tighten.
abstract contract OracleRoles {
    /// The caller is not the owner.
    error NotOwner();
    /// The caller is not the one whom the ownership was offered.
    error NotPendingOwner();
    /// The caller is neither the guardian nor the owner.
    error NotGuardian();
    /// An oracle must have an owner.
    error ZeroAddress();

    /// `to` may take the ownership; zero: the offer is withdrawn.
    event OwnershipTransferStarted(address indexed from, address indexed to);
    /// `to` took the ownership.
    event OwnershipTransferred(address indexed from, address indexed to);
    /// `to` is the guardian; zero: nobody but the owner.
    event GuardianChanged(address indexed from, address indexed to);
    /// Nothing loosens from here on.
    event LooseningPaused(address by);
    /// Loosening is possible again.
    event LooseningUnpaused(address by);
    /// No report and no execution from here on.
    event Frozen(address by);
    /// Reports and executions are possible again.
    event Unfrozen(address by);
    /// The digest became keccak256(abi.encode(previous, by, data)); `data` is the call itself.
    event ConfigChanged(
        bytes32 indexed configDigest, bytes32 indexed previous, address by, bytes data
    );

    bytes32 private constant GENESIS_TAG = keccak256("ballast.config.v1");

    /// @notice Configures and lifts stops: a timelock.
    address public owner;
    /// @notice Whom the ownership is offered; zero: nobody.
    address public pendingOwner;
    /// @notice Stops, vetoes and shrinks the room to loosen; zero: nobody but the owner.
    address public guardian;
    bytes32 internal _configDigest;
    /// Configuration, policy and code that the last report passed under; zero: none yet. One slot
    /// to read instead of three, and valid until the configuration changes.
    bytes32 internal _passedContext;
    Head internal _head;
    bool internal immutable _holdsRamp;

    /// @param holdRampWhenFrozen_ whether a freeze holds running ramps or lets them finish.
    constructor(bool holdRampWhenFrozen_) {
        _holdsRamp = holdRampWhenFrozen_;
    }

    modifier onlyOwner() {
        _requireOwner();
        _;
    }

    modifier onlyGuardian() {
        _requireGuardian();
        _;
    }

    /// Marks a call that changes the configuration: signatures and pending loosenings made under
    /// the old one die with it.
    modifier configures() {
        _;
        _recordChange();
    }

    /// @notice Offers the ownership; nothing changes until `to` accepts. Zero withdraws the offer.
    function transferOwnership(address to) external onlyOwner {
        pendingOwner = to;
        emit OwnershipTransferStarted(owner, to);
    }

    /// @notice Takes the offered ownership.
    function acceptOwnership() external configures {
        if (msg.sender != pendingOwner) revert NotPendingOwner();
        emit OwnershipTransferred(owner, msg.sender);
        owner = msg.sender;
        pendingOwner = address(0);
    }

    /// @notice Appoints the guardian; zero leaves its powers to the owner alone.
    function setGuardian(address to) external onlyOwner configures {
        emit GuardianChanged(guardian, to);
        guardian = to;
    }

    /// @notice Stops loosening: such entries are skipped, and nothing pending executes.
    function pauseLoosening() external onlyGuardian {
        _head.looseningPaused = true;
        emit LooseningPaused(msg.sender);
    }

    /// @notice Lifts the pause. What was queued before it may be executed again.
    function unpauseLoosening() external onlyOwner {
        _head.looseningPaused = false;
        emit LooseningUnpaused(msg.sender);
    }

    /// @notice Stops every report and execution. Whether a running ramp finishes or stands still
    /// was chosen at set-up.
    function freeze() external onlyGuardian {
        if (_head.frozen) return;
        (_head.frozen, _head.frozenAt) = (true, uint40(block.timestamp));
        emit Frozen(msg.sender);
    }

    /// @notice Lifts the freeze; a ramp that stood still goes on with the time it had left.
    function unfreeze() external onlyOwner {
        _head.heldSeconds = uint40(_heldSeconds(_head));
        _head.frozen = false;
        emit Unfrozen(msg.sender);
    }

    /// @dev How long ramps have stood still until now. Block time less this is the ramp clock.
    function _heldSeconds(Head memory h) internal view returns (uint256) {
        bool holding = h.frozen && _holdsRamp;
        return h.heldSeconds + (holding ? block.timestamp - h.frozenAt : 0);
    }

    /// @dev Starts the digest chain: binds chain, contract and every constructor argument.
    function _openConfig(
        address owner_,
        address guardian_,
        address[] memory signers_,
        uint8 threshold_,
        bytes32[] memory policies_,
        bytes32[] memory codes_,
        bool holdRampWhenFrozen_
    ) internal {
        if (owner_ == address(0)) revert ZeroAddress();
        owner = owner_;
        guardian = guardian_;
        bytes memory first = abi.encode(
            owner_, guardian_, signers_, threshold_, policies_, codes_, holdRampWhenFrozen_
        );
        _configDigest = keccak256(abi.encode(GENESIS_TAG, block.chainid, address(this), first));
        emit ConfigChanged(_configDigest, bytes32(0), msg.sender, first);
    }

    // A modifier's body is copied to each use, so these hold what the modifiers do.

    function _requireOwner() private view {
        if (msg.sender != owner) revert NotOwner();
    }

    function _requireGuardian() private view {
        if (msg.sender != guardian && msg.sender != owner) revert NotGuardian();
    }

    function _recordChange() private {
        bytes32 previous = _configDigest;
        bytes32 next = keccak256(abi.encode(previous, msg.sender, msg.data));
        _configDigest = next;
        delete _passedContext;
        ++_head.configCount;
        emit ConfigChanged(next, previous, msg.sender, msg.data);
    }
}
