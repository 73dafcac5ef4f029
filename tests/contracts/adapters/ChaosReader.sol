// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

/// Chaos Labs' published interface as readers declare it (chaos-agents, IRiskOracle): this file
/// imports nothing of ours, so that what it compiles to is what an AgentHub calls and decodes.
interface IRiskOracle {
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

    function getLatestUpdateByParameterAndMarket(string memory updateType, address market)
        external
        view
        returns (RiskParameterUpdate memory);
    function getUpdateById(uint256 updateId) external view returns (RiskParameterUpdate memory);
    function isAuthorized(address sender) external view returns (bool);
    function getAllUpdateTypes() external view returns (string[] memory);
    function updateCounter() external view returns (uint256);
}

/// What AgentHub asks of an update before it injects it, and how its eMode agent reads the value.
contract ChaosReader {
    struct EModeCategoryUpdate {
        uint256 ltv;
        uint256 liquidationThreshold;
        uint256 liquidationBonus;
    }

    uint256 public lastInjected;

    function injectable(IRiskOracle from, string memory kind, address market, uint256 expiration)
        public
        view
        returns (bool)
    {
        IRiskOracle.RiskParameterUpdate memory u =
            from.getLatestUpdateByParameterAndMarket(kind, market);
        return u.timestamp + expiration >= block.timestamp && u.updateId > lastInjected;
    }

    function inject(IRiskOracle from, string memory kind, address market)
        external
        returns (EModeCategoryUpdate memory value)
    {
        IRiskOracle.RiskParameterUpdate memory u =
            from.getLatestUpdateByParameterAndMarket(kind, market);
        lastInjected = u.updateId;
        return abi.decode(u.newValue, (EModeCategoryUpdate));
    }
}
