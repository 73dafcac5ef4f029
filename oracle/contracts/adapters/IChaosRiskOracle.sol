// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

/// @title The published interface of Chaos Labs' RiskOracle, of which AgentHub is a reader.
/// Declared anew: names, types and their order are what readers were compiled against.
interface IChaosRiskOracle {
    struct RiskParameterUpdate {
        uint256 timestamp;
        bytes newValue;
        string referenceId;
        bytes previousValue;
        string updateType;
        uint256 updateId;
        address market;
        bytes additionalData;
    }

    event ParameterUpdated(
        string referenceId,
        bytes newValue,
        bytes previousValue,
        uint256 timestamp,
        string indexed updateType,
        uint256 indexed updateId,
        address indexed market,
        bytes additionalData
    );

    function addAuthorizedSender(address sender) external;
    function removeAuthorizedSender(address sender) external;
    function addUpdateType(string calldata newUpdateType) external;
    function publishRiskParameterUpdate(
        string calldata referenceId,
        bytes calldata newValue,
        string calldata updateType,
        address market,
        bytes calldata additionalData
    ) external;
    function publishBulkRiskParameterUpdates(
        string[] calldata referenceIds,
        bytes[] calldata newValues,
        string[] calldata updateTypes,
        address[] calldata markets,
        bytes[] calldata additionalData
    ) external;
    function getAllUpdateTypes() external view returns (string[] memory);
    function getLatestUpdateByParameterAndMarket(string calldata updateType, address market)
        external
        view
        returns (RiskParameterUpdate memory);
    function getUpdateById(uint256 updateId) external view returns (RiskParameterUpdate memory);
    function isAuthorized(address sender) external view returns (bool);
    function updateCounter() external view returns (uint256);
    function description() external view returns (string memory);
}
