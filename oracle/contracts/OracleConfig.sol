// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IRiskParamOracle} from "./IRiskParamOracle.sol";
import {OracleRoles} from "./OracleRoles.sol";
import {Limits, Listing, LooseningLimits, Market, Reason} from "./RiskTypes.sol";
import {LimitRules} from "./lib/LimitRules.sol";
import {MarketSlot} from "./lib/MarketSlot.sol";
import {MAX_SIGNERS} from "./lib/Quorum.sol";

/// @title What the owner decides: signers, approved policies and code, markets and their limits.
abstract contract OracleConfig is OracleRoles {
    /// Signers that do not ascend strictly from above zero, are over 32, or no such index.
    error InvalidSigners();
    /// A threshold of zero or over the number of signers.
    error InvalidThreshold();
    /// Limits that contradict themselves, see setLimits.
    error InvalidLimits();
    /// A market may not be listed with these values under these limits.
    error InvalidTargets(Reason reason);
    /// The guardian may not raise any of these limits.
    error NotTighter();
    /// The market is listed already.
    error MarketExists(bytes32 marketId);

    /// The signers, in the order of the bitmask's bits, and how many a report needs.
    event SignersChanged(address[] signers, uint8 threshold);
    /// Reports under this policy are accepted, or no longer.
    event PolicyApproved(bytes32 indexed policyHash, bool approved);
    /// Reports made by this code are accepted, or no longer.
    event CodeApproved(bytes32 indexed codeHash, bool approved);
    /// A market and the values it begins with.
    event MarketAdded(
        bytes32 indexed marketId, uint16 ltv, uint16 lt, uint16 lb, uint64 supplyCap
    );
    /// All of a market's limits from here on.
    event LimitsChanged(bytes32 indexed marketId, Limits limits);

    uint256 internal constant BPS = 10_000;

    address[MAX_SIGNERS] internal _signers;
    /// @notice Whether reports under this policy are accepted.
    mapping(bytes32 policyHash => bool) public policyApproved;
    /// @notice Whether reports made by this code are accepted.
    mapping(bytes32 codeHash => bool) public codeApproved;
    mapping(bytes32 marketId => Market) internal _markets;
    mapping(bytes32 marketId => Limits) internal _limits;

    /// @notice The signers in the order of the bitmask's bits, least first.
    function signers() public view returns (address[] memory list) {
        list = new address[](_head.signerCount);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = _signers[i];
        }
    }

    /// @notice Replaces the signers: strictly ascending, none zero, at most 32; 1 <= k <= n.
    function setSigners(address[] calldata list, uint8 threshold) external onlyOwner configures {
        _setSigners(list, threshold);
    }

    /// @notice Removes the signer at `index`; those above it move down by one.
    /// @dev The threshold stays. With fewer signers than it left, no report passes: fail closed.
    function dropSigner(uint256 index) external onlyGuardian configures {
        uint256 last = uint256(_head.signerCount) - 1;
        if (index > last) revert InvalidSigners();
        for (uint256 i = index; i < last; ++i) {
            _signers[i] = _signers[i + 1];
        }
        _signers[last] = address(0);
        _head.signerCount = uint8(last);
        emit SignersChanged(signers(), _head.threshold);
    }

    /// @notice Approves a policy, or withdraws the approval.
    function approvePolicy(bytes32 policyHash, bool approved) external onlyOwner configures {
        policyApproved[policyHash] = approved;
        emit PolicyApproved(policyHash, approved);
    }

    /// @notice Approves the digest of engine sources, or withdraws the approval.
    function approveCode(bytes32 codeHash, bool approved) external onlyOwner configures {
        codeApproved[codeHash] = approved;
        emit CodeApproved(codeHash, approved);
    }

    /// @notice Registers a market with the targets the protocol has now. They must obey the limits.
    /// @dev It is stale until its first report: the owner's word is not data.
    /// @param supplyCap whole tokens within the band; all ones: the oracle never manages it.
    function addMarket(
        bytes32 marketId,
        Limits memory l,
        uint16 ltv,
        uint16 lt,
        uint16 lb,
        uint64 supplyCap
    ) external onlyOwner configures {
        if (_markets[marketId].listing != Listing.NONE) revert MarketExists(marketId);
        _setLimits(marketId, l);
        Market memory m;
        (m.ltv, m.lt, m.ltStart, m.lb, m.supplyCap) = (ltv, lt, lt, lb, supplyCap);
        m.listing = Listing.LISTED;
        Reason reason = LimitRules.listing(m, l);
        if (reason != Reason.APPLIED) revert InvalidTargets(reason);
        _storeMarket(marketId, m);
        emit MarketAdded(marketId, ltv, lt, lb, supplyCap);
    }

    /// @notice Replaces a market's limits. Stored targets stay, even outside a new band.
    /// @dev Refuses bands out of order, ratios and budgets over 10,000, and a minRamp, maxAge or
    /// supplyCapMin of zero.
    function setLimits(bytes32 marketId, Limits memory l) external onlyOwner configures {
        _listed(marketId);
        _setLimits(marketId, l);
    }

    /// @notice Shrinks the room to loosen: no value may exceed the one it replaces.
    function tightenLimits(bytes32 marketId, LooseningLimits calldata t)
        external
        onlyGuardian
        configures
    {
        _listed(marketId);
        Limits memory l = _loadLimits(marketId);
        if (t.ltvMax > l.ltvMax || t.ltvUpStep > l.ltvUpStep || t.ltUpStep > l.ltUpStep) {
            revert NotTighter();
        }
        if (t.ltvUpPerDay > l.ltvUpPerDay || t.ltvUpPerWeek > l.ltvUpPerWeek) revert NotTighter();
        if (t.ltUpPerDay > l.ltUpPerDay || t.ltUpPerWeek > l.ltUpPerWeek) revert NotTighter();
        if (t.supplyCapMax > l.supplyCapMax || t.supplyCapUpPerDay > l.supplyCapUpPerDay) {
            revert NotTighter();
        }
        (l.supplyCapMax, l.supplyCapUpPerDay) = (t.supplyCapMax, t.supplyCapUpPerDay);
        (l.ltvMax, l.ltvUpStep, l.ltUpStep) = (t.ltvMax, t.ltvUpStep, t.ltUpStep);
        (l.ltvUpPerDay, l.ltvUpPerWeek) = (t.ltvUpPerDay, t.ltvUpPerWeek);
        (l.ltUpPerDay, l.ltUpPerWeek) = (t.ltUpPerDay, t.ltUpPerWeek);
        _setLimits(marketId, l);
    }

    function _setSigners(address[] memory list, uint8 threshold) internal {
        if (list.length > MAX_SIGNERS) revert InvalidSigners();
        if (threshold == 0 || threshold > list.length) revert InvalidThreshold();
        address previous = address(0);
        for (uint256 i = 0; i < MAX_SIGNERS; ++i) {
            address signer = i < list.length ? list[i] : address(0);
            if (i < list.length && signer <= previous) revert InvalidSigners();
            if (_signers[i] != signer) _signers[i] = signer;
            previous = signer;
        }
        (_head.signerCount, _head.threshold) = (uint8(list.length), threshold);
        emit SignersChanged(list, threshold);
    }

    /// @dev Bands in order, budgets that fit their 16 bits, a ramp for every cut, an age for data.
    function _setLimits(bytes32 marketId, Limits memory l) private {
        bool bands = l.ltvMin <= l.ltvMax && l.ltMin <= l.ltMax && l.lbMin <= l.lbMax;
        bool whole = l.ltMax <= BPS && l.lbMax <= BPS && l.ltDownPerWeek <= BPS;
        bool daily = l.ltvUpPerDay <= BPS && l.ltUpPerDay <= BPS && l.supplyCapUpPerDay <= BPS;
        bool weekly = l.ltvUpPerWeek <= BPS && l.ltUpPerWeek <= BPS;
        bool caps = l.supplyCapMin > 0 && l.supplyCapMin <= l.supplyCapMax;
        bool nonzero = l.minRamp > 0 && l.maxAge > 0;
        if (!bands || !whole || !daily || !weekly || !caps || !nonzero) revert InvalidLimits();
        _limits[marketId] = l;
        emit LimitsChanged(marketId, l);
    }

    function _listed(bytes32 marketId) internal view returns (Market memory m) {
        m = _loadMarket(marketId);
        if (m.listing == Listing.NONE) revert IRiskParamOracle.UnknownMarket(marketId);
    }

    // Copies between storage and memory are long code: one function for each record and direction.

    function _loadMarket(bytes32 marketId) internal view returns (Market memory) {
        return _markets[marketId];
    }

    function _storeMarket(bytes32 marketId, Market memory m) internal {
        MarketSlot.store(_markets[marketId], m);
    }

    function _loadLimits(bytes32 marketId) internal view returns (Limits memory) {
        return _limits[marketId];
    }
}
