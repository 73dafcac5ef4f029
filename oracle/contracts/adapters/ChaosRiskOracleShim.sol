// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IChaosRiskOracle} from "./IChaosRiskOracle.sol";
import {IOracleReading, OracleReading, Reading} from "./OracleReading.sol";
import {IReadingErrors, IStepErrors} from "./StepErrors.sol";

/// @title Lets what was built to read Chaos Labs' RiskOracle read Ballast instead, unchanged.
/// Nobody publishes here: `record`, which anyone may call, copies what the oracle says. An update's
/// timestamp is the time of the data, not of the copy, so that a reader's expiry means something.
contract ChaosRiskOracleShim is IChaosRiskOracle, IReadingErrors {
    error UnknownUpdateType();
    error NotACategory();
    error NothingNew();
    error CapNotManaged();
    error ReadOnly();

    /// abi.encode(ltv, threshold, bonus alone) of a reserve; market is its asset.
    string public constant COLLATERAL = "CollateralUpdate";
    /// The same of an eMode category; market is address(uint160(category)).
    string public constant EMODE = "EModeCategoryUpdate";
    /// abi.encode(cap in whole tokens) of a reserve; market is its asset.
    string public constant SUPPLY_CAP = "supplyCap";
    string public constant description = "Ballast";
    uint256 private constant CAP_BYTES = 32;

    IOracleReading public immutable ORACLE;
    address public immutable PROVIDER;
    address public immutable POOL;

    uint256 public updateCounter;
    mapping(uint256 updateId => RiskParameterUpdate) private _updates;
    mapping(address market => mapping(string updateType => uint256 updateId)) private _latest;

    /// @param oracle the Ballast oracle.
    /// @param provider Aave's addresses provider, the protocol in a market's id.
    /// @param pool Aave's pool.
    constructor(address oracle, address provider, address pool) {
        (ORACLE, PROVIDER, POOL) = (IOracleReading(oracle), provider, pool);
    }

    /// @notice Copies what the oracle says now, if its values or its data are newer than the last.
    /// While the oracle is frozen or its loosening paused, an LTV, threshold or cap above the one
    /// last published stays there, and nothing is published for the first time.
    /// @return updateId the number of the new update.
    function record(string calldata updateType, address market)
        external
        returns (uint256 updateId)
    {
        bytes32 id = marketId(updateType, market);
        Reading memory r = ORACLE.params(id);
        bytes4 refusal = OracleReading.refusal(r);
        if (refusal != 0) {
            assembly ("memory-safe") {
                mstore(0, refusal)
                revert(0, 4)
            }
        }
        bytes memory value = _value(updateType, r);
        RiskParameterUpdate storage last = _updates[_latest[market][updateType]];
        if (OracleReading.looseningStopped(r)) value = _tighter(value, last.newValue);
        if (last.timestamp == r.asOf && keccak256(last.newValue) == keccak256(value)) {
            revert NothingNew();
        }
        updateId = ++updateCounter;
        _latest[market][updateType] = updateId;
        _store(
            updateId,
            last.newValue,
            RiskParameterUpdate({
                timestamp: r.asOf,
                newValue: value,
                referenceId: "ballast",
                previousValue: "",
                updateType: updateType,
                updateId: updateId,
                market: market,
                additionalData: abi.encode(id)
            })
        );
    }

    /// @notice The oracle's name of what Chaos calls a market.
    function marketId(string calldata updateType, address market) public view returns (bytes32) {
        bool category = _is(updateType, EMODE);
        if (!category && !_is(updateType, COLLATERAL) && !_is(updateType, SUPPLY_CAP)) {
            revert UnknownUpdateType();
        }
        if (category && uint160(market) > type(uint8).max) revert NotACategory();
        uint8 eMode = category ? uint8(uint160(market)) : 0;
        address asset = category ? address(0) : market;
        return keccak256(abi.encode(block.chainid, PROVIDER, POOL, asset, address(0), eMode));
    }

    /// @inheritdoc IChaosRiskOracle
    /// @dev Reverts as Chaos' does where there is none.
    function getLatestUpdateByParameterAndMarket(string calldata updateType, address market)
        external
        view
        returns (RiskParameterUpdate memory)
    {
        uint256 updateId = _latest[market][updateType];
        require(updateId > 0, "No update found for the specified parameter and market.");
        return _updates[updateId];
    }

    /// @inheritdoc IChaosRiskOracle
    function getUpdateById(uint256 updateId) external view returns (RiskParameterUpdate memory) {
        require(updateId > 0 && updateId <= updateCounter, "Invalid update ID.");
        return _updates[updateId];
    }

    /// @inheritdoc IChaosRiskOracle
    function getAllUpdateTypes() external pure returns (string[] memory all) {
        all = new string[](3);
        (all[0], all[1], all[2]) = (COLLATERAL, EMODE, SUPPLY_CAP);
    }

    /// @inheritdoc IChaosRiskOracle
    function isAuthorized(address) external pure returns (bool) {
        return false;
    }

    // Chaos' owner and senders; here nobody is either.

    function addAuthorizedSender(address) external pure {
        revert ReadOnly();
    }

    function removeAuthorizedSender(address) external pure {
        revert ReadOnly();
    }

    function addUpdateType(string calldata) external pure {
        revert ReadOnly();
    }

    function publishRiskParameterUpdate(
        string calldata,
        bytes calldata,
        string calldata,
        address,
        bytes calldata
    ) external pure {
        revert ReadOnly();
    }

    function publishBulkRiskParameterUpdates(
        string[] calldata,
        bytes[] calldata,
        string[] calldata,
        address[] calldata,
        bytes[] calldata
    ) external pure {
        revert ReadOnly();
    }

    function _store(uint256 id, bytes storage previous, RiskParameterUpdate memory u) private {
        u.previousValue = previous;
        _updates[id] = u;
        emit ParameterUpdated(
            u.referenceId,
            u.newValue,
            u.previousValue,
            u.timestamp,
            u.updateType,
            u.updateId,
            u.market,
            u.additionalData
        );
    }

    function _value(string calldata updateType, Reading memory r)
        private
        pure
        returns (bytes memory)
    {
        if (!_is(updateType, SUPPLY_CAP)) {
            return abi.encode(uint256(r.ltvNow), uint256(r.ltNow), uint256(r.lb));
        }
        if (r.supplyCap == OracleReading.CAP_NOT_MANAGED) revert CapNotManaged();
        return abi.encode(uint256(r.supplyCap));
    }

    /// @dev Each by itself: a stop holds no cut back. The bonus follows the oracle.
    function _tighter(bytes memory value, bytes memory published)
        private
        pure
        returns (bytes memory)
    {
        if (published.length == 0) revert IStepErrors.LooseningStopped();
        if (value.length == CAP_BYTES) {
            uint256 cap = abi.decode(value, (uint256));
            return abi.encode(_least(cap, abi.decode(published, (uint256))));
        }
        (uint256 ltv, uint256 lt, uint256 lb) = abi.decode(value, (uint256, uint256, uint256));
        (uint256 ltvThen, uint256 ltThen) = abi.decode(published, (uint256, uint256));
        return abi.encode(_least(ltv, ltvThen), _least(lt, ltThen), lb);
    }

    function _least(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    function _is(string calldata a, string memory b) private pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }
}
