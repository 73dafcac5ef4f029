// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {RiskParamOracle} from "oracle/contracts/RiskParamOracle.sol";
import {Limits} from "oracle/contracts/RiskTypes.sol";
import {OracleFixture} from "../OracleFixture.sol";
import {Pace, PaceLog} from "./Pace.sol";

/// What a walk remembers by itself, without asking the oracle's budgets: every move with its time,
/// what was seen last, what was tried, and each broken promise.
abstract contract Ghosts is OracleFixture {
    uint256 internal constant LTV_UP = 0;
    uint256 internal constant LT_UP = 1;
    uint256 internal constant LT_DOWN = 2;
    uint256 internal constant CAP_UP = 3;

    /// How often the walk really did something.
    struct Counts {
        uint256 accepted;
        uint256 applied;
        uint256 skipped;
        uint256 cuts;
        uint256 rises;
        uint256 executed;
        uint256 frozen;
        uint256 held;
        uint256 fell;
        uint256 fellFrozen;
        uint256 rotated;
        uint256 forged;
        uint256 unapproved;
        uint256 guardian;
        uint256 stale;
    }

    /// How often a promise was broken; each has an invariant that it is 0.
    struct Faults {
        uint256 movedByOthers;
        uint256 seq;
        uint256 observedAt;
        uint256 budget;
        uint256 refusedTightening;
        uint256 thresholdJump;
        uint256 thresholdPace;
        uint256 touchedBySkip;
        uint256 forgery;
        uint256 unapproved;
        uint256 guardianLoosened;
        uint256 staleLoosened;
        uint256 pendingMoved;
    }

    struct Seen {
        uint16 ltv;
        uint16 lt;
        uint16 lb;
        uint64 cap;
        uint16 ltNow;
    }

    /// The targets a pending loosening was queued at.
    struct Awaited {
        uint64 seq;
        bytes32 targets;
    }

    struct Spent {
        uint256 at;
        uint256 amount;
    }

    Counts internal _counts;
    Faults internal _faults;
    mapping(bytes32 id => Seen) internal seen;
    mapping(bytes32 id => Awaited) private awaited;
    mapping(bytes32 id => mapping(uint256 kind => Spent[])) private spent;
    mapping(bytes32 id => PaceLog) private pace;
    uint256 internal acceptedSeq;
    uint40 internal lastObservedAt;

    function counts() external view returns (Counts memory) {
        return _counts;
    }

    function faults() external view returns (Faults memory) {
        return _faults;
    }

    function underTest() external view returns (RiskParamOracle) {
        return oracle;
    }

    function marketAt(uint256 index) internal pure returns (bytes32) {
        return index % 2 == 0 ? ETH : BTC;
    }

    function look(bytes32 id) internal view returns (Seen memory s) {
        (, s.ltNow, s.ltv, s.lt, s.lb,,, s.cap,) = oracle.params(id);
    }

    /// Once, before the first action.
    function remember() internal {
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 id = marketAt(i);
            seen[id] = look(id);
            Pace.begin(pace[id]);
        }
    }

    /// After every action but waiting: what moved, and whether it was allowed to.
    /// @param mayMove whether the action was an accepted report or an execution.
    function observe(bool mayMove) internal {
        observeMarket(ETH, mayMove);
        observeMarket(BTC, mayMove);
        (uint64 seq,, uint40 observedAt,) = oracle.head();
        if (seq != acceptedSeq) ++_faults.seq;
        if (observedAt < lastObservedAt) ++_faults.observedAt;
        lastObservedAt = observedAt;
    }

    function observeMarket(bytes32 id, bool mayMove) private {
        (Seen memory a, Seen memory b) = (seen[id], look(id));
        bool moved = a.ltv != b.ltv || a.lt != b.lt || a.lb != b.lb || a.cap != b.cap;
        if (moved && !mayMove) ++_faults.movedByOthers;
        if (b.ltv > a.ltv) spend(id, LTV_UP, b.ltv - a.ltv);
        if (b.lt > a.lt) spend(id, LT_UP, b.lt - a.lt);
        if (b.lt < a.lt) spend(id, LT_DOWN, a.lt - b.lt);
        if (b.cap > a.cap) spend(id, CAP_UP, costOf(a.cap, b.cap));
        if (b.ltv < a.ltv || b.lt < a.lt || b.cap < a.cap) ++_counts.cuts;
        bool risenAtOnce = b.lt > a.lt && b.ltNow == b.lt && b.ltNow >= a.ltNow;
        if (b.ltNow != a.ltNow && !risenAtOnce) ++_faults.thresholdJump;
        if (b.lt != a.lt && b.ltNow > b.lt) Pace.ramp(pace[id], b.lt < a.lt);
        seen[id] = b;
        observePending(id, keccak256(abi.encode(b.ltv, b.lt, b.lb, b.cap)));
    }

    function observePending(bytes32 id, bytes32 targetsNow) private {
        uint64 seq = oracle.marketState(id).pending.seq;
        if (seq == 0) return;
        if (awaited[id].seq != seq) awaited[id] = Awaited(seq, targetsNow);
        if (awaited[id].targets != targetsNow) ++_faults.pendingMoved;
    }

    /// After waiting: the threshold in force may only have fallen, no faster than its pace, and not
    /// in a freeze that holds it.
    function observeTime() internal {
        (,,, bool frozen,,) = oracle.status();
        bool held = frozen && oracle.holdsRampWhenFrozen();
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 id = marketAt(i);
            (Seen memory a, Seen memory b) = (seen[id], look(id));
            if (b.ltNow > a.ltNow || (held && b.ltNow != a.ltNow)) ++_faults.thresholdJump;
            if (a.ltNow > b.ltNow) Pace.fall(pace[id], a.ltNow - b.ltNow);
            if (Pace.tooFast(pace[id])) ++_faults.thresholdPace;
            if (frozen && b.ltNow > b.lt) ++_counts.held;
            if (b.ltNow < a.ltNow) ++_counts.fell;
            if (frozen && b.ltNow < a.ltNow) ++_counts.fellFrozen;
            seen[id] = b;
            observeStaleness(id);
        }
    }

    function observeStaleness(bytes32 id) private {
        (uint16 ltvNow, uint16 ltNow_, uint16 ltv, uint16 lt,,,,, uint8 bits) = oracle.params(id);
        if (ltvNow > ltv || ltNow_ < lt) ++_faults.staleLoosened;
        if (bits & 2 == 0 && ltvNow != ltv) ++_faults.staleLoosened;
        if (bits & 2 != 0) ++_counts.stale;
    }

    /// The bps a rise of the cap costs, by division and remainder.
    function costOf(uint256 from, uint256 to) private pure returns (uint256 cost) {
        uint256 scaled = (to - from) * 10_000;
        cost = scaled / from;
        if (scaled % from != 0) ++cost;
    }

    /// Every span of moves that ends now against cap * (1 + span / window), in both windows.
    function spend(bytes32 id, uint256 kind, uint256 amount) private {
        Spent[] storage log = spent[id][kind];
        log.push(Spent(block.timestamp, amount));
        (uint256 day, uint256 week) = budgetOf(kind);
        uint256 sum;
        for (uint256 back = log.length; back > 0; --back) {
            sum += log[back - 1].amount;
            uint256 span = block.timestamp - log[back - 1].at;
            bool tooMuch = day > 0 && sum > day + (day * span) / 1 days + 1;
            if (tooMuch || (week > 0 && sum > week + (week * span) / 7 days + 1)) {
                ++_faults.budget;
            }
        }
    }

    /// The caps of the default limits, which the walk never widens; 0: no such budget.
    function budgetOf(uint256 kind) private pure returns (uint256 day, uint256 week) {
        Limits memory l = defaults();
        if (kind == LTV_UP) return (l.ltvUpPerDay, l.ltvUpPerWeek);
        if (kind == LT_UP) return (l.ltUpPerDay, l.ltUpPerWeek);
        if (kind == LT_DOWN) return (0, l.ltDownPerWeek);
        return (l.supplyCapUpPerDay, 0);
    }
}
