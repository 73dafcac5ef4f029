// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {ParamUpdate, Reason, RiskReport, UNCHANGED_CAP} from "oracle/contracts/RiskTypes.sol";
import {Governance} from "./Governance.sol";

/// One random action on the oracle for each call, chosen by its seed: reports good and bad,
/// waiting, executions, every role's calls and everybody's attempts at them. Never reverts by
/// itself.
contract Walk is Governance {
    uint256 public steps;
    bool private immutable _holdsRamp;

    constructor(bool holdsRamp) {
        _holdsRamp = holdsRamp;
    }

    function setUp() public override {
        sortPool();
        keys = [pool[0], pool[1], pool[2], pool[3], pool[4]];
        oracle = deploy(_holdsRamp);
        oracle.addMarket(ETH, defaults(), 7500, 8000, 500, START_CAP);
        oracle.addMarket(BTC, defaults(), 7500, 8000, 500, UNCHANGED_CAP);
        beginAttacks();
        remember();
        (,, lastObservedAt,) = oracle.head();
    }

    /// The walk's only entry. Every eighth call is one of the rare ones in turn, so that each run
    /// freezes, rotates and executes.
    function walk(uint256 seed) external {
        uint256 what = ++steps % 8 == 0 ? 16 + (steps / 8) % 7 : seed % 16;
        seed = uint256(keccak256(abi.encode(seed)));
        if (what < 4) report(seed);
        else if (what < 6) tighten(seed);
        else if (what < 8) loosen(seed);
        else if (what < 10) wait(seed);
        else if (what < 11) execute(seed);
        else if (what < 12) guardian(seed);
        else if (what < 13) govern(seed);
        else if (what < 14) forge(seed);
        else if (what < 15) unapproved(seed);
        else if (what < 16) trespass(seed);
        else rare(what - 16, seed);
    }

    function rare(uint256 what, uint256 seed) private {
        if (what == 0) freeze();
        if (what == 1) forge(seed);
        if (what == 2) govern(0);
        if (what == 3) unapproved(seed - seed % 3);
        if (what == 4) loosenAfterPatience(seed);
        if (what == 5) wait(0);
        if (what == 6) press(marketAt(seed));
    }

    /// Cuts of LT: by 1 bps each a second apart, of which the delay lets the first alone pass; then
    /// by 100 bps each, as fast as it lets them: the budget has room for three.
    function press(bytes32 id) private {
        govern(0);
        for (uint256 i = 0; i < 3; ++i) {
            pressBy(id, 1, i == 0 ? 6 hours : 1);
        }
        for (uint256 i = 0; i < 5; ++i) {
            pressBy(id, 100, 6 hours);
        }
    }

    function pressBy(bytes32 id, uint16 cut, uint256 pause) private {
        skip(pause);
        observeTime();
        (uint16 ltv, uint16 lt) = targets(id);
        if (lt < 5600) return;
        uint16 least = lt - cut - 300;
        accept(one(entry(id, ltv > least ? least : ltv, lt - cut)), 0);
    }

    /// Under fresh signers and limits, two days after the last cut: nothing stands in the way.
    function loosenAfterPatience(uint256 seed) private {
        govern(0);
        oracle.setLimits(ETH, defaults());
        skip(48 hours);
        observeTime();
        loosen(seed - seed % 4);
        ParamUpdate memory u = riseOf(ETH, 3);
        if (!offer(u, Reason.QUEUED)) return;
        skip(6 hours);
        observeTime();
        execute(0);
    }

    function wait(uint256 seed) private {
        skip(1 + (seed % 4 == 0 ? (seed >> 8) % 4 days : (seed >> 8) % 12 hours));
        observeTime();
    }

    /// A random report on both markets; entries that are skipped must leave their slots alone.
    function report(uint256 seed) private {
        ParamUpdate[] memory list = new ParamUpdate[](2);
        (list[0], list[1]) = (wish(ETH, seed), wish(BTC, seed >> 90));
        accept(list, uint40(seed >> 200));
    }

    /// A cut of LTV to anywhere inside the band: never refused for time, step or budget.
    function tighten(uint256 seed) private {
        bytes32 id = marketAt(seed);
        (uint16 ltv, uint16 lt) = targets(id);
        if (ltv <= 5000 || !mayReport()) return;
        uint16 depth = uint16((seed >> 8) % (seed % 8 == 0 ? ltv - 5000 : 60));
        uint16 least = ltv - 5000 <= depth ? 5000 : ltv - depth - 1;
        if (!offer(entry(id, least, lt), Reason.APPLIED)) ++_faults.refusedTightening;
    }

    /// A rise within its step, and most often the patience to see it executed.
    function loosen(uint256 seed) private {
        bytes32 id = marketAt(seed);
        ParamUpdate memory u = riseOf(id, seed >> 8);
        if (!mayReport()) return;
        if (!offer(u, Reason.QUEUED) || seed % 4 == 3) return;
        skip(24 hours);
        observeTime();
        execute(seed);
    }

    function execute(uint256 seed) private {
        bytes32 id = marketAt(seed);
        bytes32 before = stateHash(id);
        try oracle.executePending(id) {
            ++_counts.executed;
            observe(true);
        } catch {
            if (stateHash(id) != before) ++_faults.touchedBySkip;
            observe(false);
        }
    }

    /// Whether a report of this entry alone, of data of now, was accepted and came to `fate`.
    function offer(ParamUpdate memory u, Reason fate) private returns (bool) {
        (bool accepted, Reason[] memory reasons) = accept(one(u), 0);
        return accepted && reasons[0] == fate;
    }

    /// A report that reverts has no reasons.
    function accept(ParamUpdate[] memory list, uint40 age)
        private
        returns (bool accepted, Reason[] memory reasons)
    {
        RiskReport memory r = reportOf(list);
        uint40 room = r.observedAt - lastObservedAt;
        r.observedAt -= room == 0 ? 0 : age % (room < 2 hours ? room : 2 hours);
        // Must be refused.
        if (age % 16 == 1 && lastObservedAt > 0) r.observedAt = lastObservedAt - 1;
        bytes32[2] memory before = [stateHash(ETH), stateHash(BTC)];
        bytes memory call = abi.encodeCall(oracle.submit, (r, attest(oracle.reportDigest(r), 0x7)));
        bytes memory data;
        (accepted, data) = address(oracle).call(call);
        if (accepted) {
            reasons = abi.decode(data, (Reason[]));
            (acceptedSeq, lastCall, lastConfig) = (acceptedSeq + 1, call, r.configDigest);
            ++_counts.accepted;
        }
        for (uint256 i = 0; accepted && i < list.length; ++i) {
            judge(list[i], reasons[i], before[list[i].marketId == ETH ? 0 : 1]);
        }
        observe(accepted);
    }

    function judge(ParamUpdate memory u, Reason reason, bytes32 before) private {
        if (reason == Reason.APPLIED) ++_counts.applied;
        if (reason == Reason.QUEUED) ++_counts.rises;
        if (uint256(reason) < 2) return;
        ++_counts.skipped;
        if (stateHash(u.marketId) != before) ++_faults.touchedBySkip;
    }

    function mayReport() private view returns (bool) {
        (uint8 threshold, uint8 count,, bool frozen,,) = oracle.status();
        return !frozen && threshold <= count;
    }

    function riseOf(bytes32 id, uint256 seed) private view returns (ParamUpdate memory u) {
        Seen memory s = look(id);
        uint256 which = seed % 4;
        uint16 up = uint16(1 + (seed >> 8) % 100);
        u = entry(id, which != 1 ? s.ltv + up : s.ltv, which > 0 && which < 3 ? s.lt + up : s.lt);
        if (which == 3) (u.ltv, u.supplyCap) = (s.ltv, riseOfCap(s.cap, seed >> 32));
    }

    function riseOfCap(uint64 cap, uint256 seed) private pure returns (uint64) {
        return cap == UNCHANGED_CAP ? cap : cap + 1 + uint64(seed % (1 + cap / 3));
    }

    /// Targets near the stored ones, on both sides of every bound; sometimes wild.
    function wish(bytes32 id, uint256 seed) private view returns (ParamUpdate memory u) {
        Seen memory s = look(id);
        u = entry(id, near(s.ltv, seed), near(s.lt, seed >> 16));
        if ((seed >> 32) % 4 != 0) u.rampSeconds = uint32((seed >> 40) % 4 days);
        if ((seed >> 34) % 8 == 0) u.lb = uint16((seed >> 60) % 1200);
        if ((seed >> 37) % 16 == 0) ++u.expectLtv;
        if ((seed >> 41) % 4 == 0) u.supplyCap = wishOfCap(s.cap, seed >> 64);
        u.regime = uint8(seed >> 80);
    }

    /// From half of it to one and a half; for a market without a cap any number.
    function wishOfCap(uint64 cap, uint256 seed) private pure returns (uint64) {
        return cap == UNCHANGED_CAP ? uint64(seed) : cap / 2 + uint64(seed % (1 + cap));
    }

    /// Often the value itself, else within 120 bps, seldom anything.
    function near(uint16 value, uint256 seed) private pure returns (uint16) {
        if (seed % 2 == 0) return value;
        if (seed % 31 == 0) return uint16((seed >> 4) % 10_500);
        return uint16(value + ((seed >> 4) % 241) - 120);
    }
}
