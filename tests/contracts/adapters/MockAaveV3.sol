// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {
    AaveCollateralConfig,
    IAaveV3Acl,
    IAaveV3Pool,
    IAaveV3Provider
} from "oracle/contracts/adapters/IAaveV3.sol";

/// Provider, pool, access control and configurator of Aave v3 in one, with the rules of
/// PoolConfigurator v3.6 that the adapters meet, its errors, and three ways to misbehave. The real
/// market is met in tests/aave.
contract MockAaveV3 is IAaveV3Acl, IAaveV3Pool, IAaveV3Provider {
    error CallerNotRiskOrPoolAdmin();
    error InvalidReserveParams();
    error InvalidEmodeCategoryParams();
    error InvalidSupplyCap();

    uint256 private constant BPS = 10_000;

    address private _riskAdmin;
    uint256 public CONFIGURATOR_REVISION = 7;
    mapping(address asset => uint256) private _words;
    mapping(address asset => uint256) public getPendingLtv;
    mapping(uint8 id => AaveCollateralConfig) private _categories;
    mapping(uint8 id => string) public getEModeCategoryLabel;
    mapping(uint8 id => bool) public getIsEModeCategoryIsolated;
    mapping(uint8 id => uint128) public getEModeCategoryCollateralBitmap;
    mapping(uint8 id => uint128) public getEModeCategoryBorrowableBitmap;
    mapping(uint8 id => uint128) public getEModeCategoryLtvzeroBitmap;

    /// Largest change of a threshold that is carried out in full; zero: no limit.
    uint256 public clipBps;
    /// Bits that a write flips beside what it was asked for.
    uint256 public strayBits;
    /// Whether a write leaves an LTV pending.
    bool public leavesPending;

    modifier onlyRisk() {
        if (msg.sender != _riskAdmin) revert CallerNotRiskOrPoolAdmin();
        _;
    }

    function getPool() external view returns (address) {
        return address(this);
    }

    function getPoolConfigurator() external view returns (address) {
        return address(this);
    }

    function getACLManager() external view returns (address) {
        return address(this);
    }

    function isRiskAdmin(address who) external view returns (bool) {
        return who == _riskAdmin;
    }

    function getConfiguration(address asset) external view returns (uint256) {
        return _words[asset];
    }

    function getEModeCategoryCollateralConfig(uint8 id)
        external
        view
        returns (AaveCollateralConfig memory)
    {
        return _categories[id];
    }

    function configureReserveAsCollateral(address asset, uint256 ltv, uint256 lt, uint256 bonus)
        external
        onlyRisk
    {
        if (ltv > lt || lt == 0 || !_bonusFits(lt, bonus)) revert InvalidReserveParams();
        uint256 word = _words[asset];
        lt = _clip((word >> 16) & 0xFFFF, lt);
        if (word >> 57 & 1 == 1) {
            (getPendingLtv[asset], ltv) = (ltv, 0);
        } else {
            getPendingLtv[asset] = leavesPending ? 1 : 0;
        }
        word &= ~uint256(0xFFFFFFFFFFFF);
        _words[asset] = (word | ltv | lt << 16 | bonus << 32) ^ strayBits;
    }

    function setSupplyCap(address asset, uint256 cap) external onlyRisk {
        if (cap >= 1 << 36) revert InvalidSupplyCap();
        uint256 mask = ((uint256(1) << 36) - 1) << 116;
        _words[asset] = (_words[asset] & ~mask) | cap << 116;
    }

    function setEModeCategory(uint8 id, uint16 ltv, uint16 lt, uint16 bonus, string calldata label)
        external
        onlyRisk
    {
        require(CONFIGURATOR_REVISION < 8, "no such function");
        _setCategory(id, ltv, lt, bonus, label);
    }

    function setEModeCategory(
        uint8 id,
        uint16 ltv,
        uint16 lt,
        uint16 bonus,
        string calldata label,
        bool isolated
    ) external onlyRisk {
        require(CONFIGURATOR_REVISION >= 8, "no such function");
        _setCategory(id, ltv, lt, bonus, label);
        getIsEModeCategoryIsolated[id] = isolated;
    }

    // What Aave's governance, its guardian and this mock's test do.

    function setRiskAdmin(address who) external {
        _riskAdmin = who;
    }

    function setWord(address asset, uint256 word) external {
        _words[asset] = word;
    }

    function setPending(address asset, uint256 ltv) external {
        getPendingLtv[asset] = ltv;
    }

    function setBitmaps(uint8 id, uint128 collateral, uint128 borrowable, uint128 zero) external {
        getEModeCategoryCollateralBitmap[id] = collateral;
        getEModeCategoryBorrowableBitmap[id] = borrowable;
        getEModeCategoryLtvzeroBitmap[id] = zero;
    }

    function setCategory(uint8 id, AaveCollateralConfig calldata c, bool isolated) external {
        _categories[id] = c;
        getEModeCategoryLabel[id] = "correlated";
        getIsEModeCategoryIsolated[id] = isolated;
    }

    function setRevision(uint256 revision) external {
        CONFIGURATOR_REVISION = revision;
    }

    function misbehave(uint256 clip, uint256 stray, bool pending) external {
        (clipBps, strayBits, leavesPending) = (clip, stray, pending);
    }

    function _setCategory(uint8 id, uint16 ltv, uint16 lt, uint16 bonus, string calldata label)
        private
    {
        bool fits = ltv != 0 && lt != 0 && ltv <= lt && _bonusFits(lt, bonus);
        if (!fits) revert InvalidEmodeCategoryParams();
        uint16 clipped = uint16(_clip(_categories[id].liquidationThreshold, lt));
        _categories[id] = AaveCollateralConfig(ltv, clipped, bonus);
        getEModeCategoryLabel[id] = label;
        if (strayBits != 0) getEModeCategoryBorrowableBitmap[id] ^= 1;
    }

    /// A limiter that clips one of two values and tells nobody: the accident of 2026-03-10.
    function _clip(uint256 old, uint256 lt) private view returns (uint256) {
        if (clipBps == 0) return lt;
        if (lt + clipBps < old) return old - clipBps;
        return lt > old + clipBps ? old + clipBps : lt;
    }

    /// percentMul of Aave rounds half up.
    function _bonusFits(uint256 lt, uint256 bonus) private pure returns (bool) {
        return bonus > BPS && (lt * bonus + BPS / 2) / BPS <= BPS;
    }
}
