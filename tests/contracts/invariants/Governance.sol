// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Limits, LooseningLimits} from "oracle/contracts/RiskTypes.sol";
import {Attacks} from "./Attacks.sol";

/// The owner's and the guardian's calls, and everybody's attempts at calls that are not theirs.
abstract contract Governance is Attacks {
    struct Stops {
        uint8 threshold;
        uint8 count;
        bool paused;
        bool frozen;
    }

    /// Seven keys in the order of their addresses; five of them are signers at a time.
    uint256[] internal pool;

    function sortPool() internal {
        for (uint256 key = 11; key <= 17; ++key) {
            pool.push(key);
            for (uint256 i = pool.length - 1; i > 0; --i) {
                if (vm.addr(pool[i]) > vm.addr(pool[i - 1])) break;
                (pool[i], pool[i - 1]) = (pool[i - 1], pool[i]);
            }
        }
    }

    /// The walk is the owner. It never widens the default limits.
    function govern(uint256 seed) internal {
        uint256 what = seed % 6;
        if (what == 0) rotate(seed >> 8);
        if (what == 1) oracle.setLimits(marketAt(seed >> 8), defaults());
        if (what == 2) {
            otherPolicyApproved = !otherPolicyApproved;
            oracle.approvePolicy(OTHER_POLICY, otherPolicyApproved);
        }
        oracle.unpauseLoosening();
        oracle.unfreeze();
        observe(false);
    }

    /// Leaves out two of the seven keys.
    function rotate(uint256 seed) private {
        uint256 first = seed % 7;
        uint256 second = (first + 1 + (seed >> 8) % 6) % 7;
        delete keys;
        for (uint256 i = 0; i < 7; ++i) {
            if (i != first && i != second) keys.push(pool[i]);
        }
        oracle.setSigners(signerList(), 3);
        ++_counts.rotated;
    }

    /// A call of the guardian's, or an attempt at one of the owner's. Whatever it was, no room to
    /// loosen grew, no stop was lifted, no quorum became cheaper, and LTV may fall as before.
    function guardian(uint256 seed) internal {
        bytes32 id = marketAt(seed >> 8);
        (Limits memory limits, Stops memory before) = (oracle.limits(id), stops());
        vm.prank(GUARDIAN);
        (bool done,) = address(oracle).call(guardianTries(seed, id, limits, before));
        if (done) ++_counts.guardian;
        Stops memory a = stops();
        if (a.frozen && !before.frozen) ++_counts.frozen;
        if (a.count < before.count) dropKey((seed >> 16) % 5);
        bool lifted = (before.paused && !a.paused) || (before.frozen && !a.frozen);
        bool cheaper = a.threshold < before.threshold || a.count > before.count;
        if (lifted || cheaper || wider(limits, oracle.limits(id))) ++_faults.guardianLoosened;
        observe(false);
    }

    /// A freeze, and an hour in it.
    function freeze() internal {
        vm.prank(GUARDIAN);
        oracle.freeze();
        (++_counts.frozen, ++_counts.guardian);
        observe(false);
        skip(1 hours);
        observeTime();
    }

    function stops() private view returns (Stops memory s) {
        (s.threshold, s.count, s.paused, s.frozen,,) = oracle.status();
    }

    /// Half of the time in a stop it tries to lift it.
    function guardianTries(uint256 seed, bytes32 id, Limits memory l, Stops memory now_)
        private
        view
        returns (bytes memory)
    {
        if (now_.frozen && seed % 2 == 0) return abi.encodeCall(oracle.unfreeze, ());
        if (now_.paused && seed % 4 == 1) return abi.encodeCall(oracle.unpauseLoosening, ());
        return guardianCall(seed, id, l);
    }

    function guardianCall(uint256 seed, bytes32 id, Limits memory l)
        private
        view
        returns (bytes memory)
    {
        uint256 what = seed % 11;
        uint256 index = (seed >> 16) % 5;
        if (what == 0) return abi.encodeCall(oracle.pauseLoosening, ());
        if (what == 1) return abi.encodeCall(oracle.freeze, ());
        if (what == 2) return abi.encodeCall(oracle.dropSigner, (index));
        if (what < 5) return abi.encodeCall(oracle.veto, (id));
        if (what < 8) return abi.encodeCall(oracle.tightenLimits, (id, shrunk(l, seed >> 16)));
        return ownersCall(seed >> 16, id);
    }

    function ownersCall(uint256 seed, bytes32 id) private view returns (bytes memory) {
        uint256 what = seed % 6;
        if (what == 0) return abi.encodeCall(oracle.unfreeze, ());
        if (what == 1) return abi.encodeCall(oracle.unpauseLoosening, ());
        if (what == 2) return abi.encodeCall(oracle.setSigners, (signerList(), 1));
        if (what == 3) return abi.encodeCall(oracle.approvePolicy, (OTHER_POLICY, true));
        if (what == 4) return abi.encodeCall(oracle.setLimits, (id, defaults()));
        return abi.encodeCall(oracle.addMarket, (UNLISTED, defaults(), 7500, 8000, 500, START_CAP));
    }

    /// A stranger tries what is the owner's or the guardian's.
    function trespass(uint256 seed) internal {
        bytes32 id = marketAt(seed >> 8);
        bytes memory call = seed % 2 == 0
            ? ownersCall(seed >> 16, id)
            : guardianCall(seed >> 16, id, oracle.limits(id));
        (,,, bytes32 config) = oracle.head();
        vm.prank(STRANGER);
        (bool done,) = address(oracle).call(call);
        (,,, bytes32 configNow) = oracle.head();
        if (done || config != configNow) ++_faults.movedByOthers;
        observe(false);
    }

    function dropKey(uint256 index) private {
        for (uint256 i = index; i + 1 < keys.length; ++i) {
            keys[i] = keys[i + 1];
        }
        keys.pop();
    }

    /// Each value times 12 to 16 sixteenths; one in eight is greater by 1, and must be refused.
    function shrunk(Limits memory l, uint256 seed)
        private
        pure
        returns (LooseningLimits memory t)
    {
        t.ltvMax = part(l.ltvMax, seed);
        (t.ltvUpStep, t.ltUpStep) = (part(l.ltvUpStep, seed >> 8), part(l.ltUpStep, seed >> 16));
        t.ltvUpPerDay = part(l.ltvUpPerDay, seed >> 24);
        t.ltvUpPerWeek = part(l.ltvUpPerWeek, seed >> 32);
        t.ltUpPerDay = part(l.ltUpPerDay, seed >> 40);
        t.ltUpPerWeek = part(l.ltUpPerWeek, seed >> 48);
        t.supplyCapMax = l.supplyCapMax + 1 - uint64((seed >> 56) % (1 + l.supplyCapMax / 4));
        t.supplyCapUpPerDay = part(l.supplyCapUpPerDay, seed >> 64);
    }

    function part(uint16 value, uint256 seed) private pure returns (uint16) {
        if (seed % 8 == 0) return value + 1;
        return uint16((uint256(value) * (12 + seed % 5)) / 16);
    }

    /// Whether anything but the guardian's nine values changed, or one of these grew.
    function wider(Limits memory a, Limits memory b) private pure returns (bool grew) {
        grew = b.ltvMax > a.ltvMax || b.ltvUpStep > a.ltvUpStep || b.ltUpStep > a.ltUpStep;
        grew = grew || b.ltvUpPerDay > a.ltvUpPerDay || b.ltvUpPerWeek > a.ltvUpPerWeek;
        grew = grew || b.ltUpPerDay > a.ltUpPerDay || b.ltUpPerWeek > a.ltUpPerWeek;
        grew = grew || b.supplyCapMax > a.supplyCapMax;
        grew = grew || b.supplyCapUpPerDay > a.supplyCapUpPerDay;
        (b.ltvMax, b.ltvUpStep, b.ltUpStep) = (a.ltvMax, a.ltvUpStep, a.ltUpStep);
        (b.ltvUpPerDay, b.ltvUpPerWeek) = (a.ltvUpPerDay, a.ltvUpPerWeek);
        (b.ltUpPerDay, b.ltUpPerWeek) = (a.ltUpPerDay, a.ltUpPerWeek);
        (b.supplyCapMax, b.supplyCapUpPerDay) = (a.supplyCapMax, a.supplyCapUpPerDay);
        return grew || keccak256(abi.encode(a)) != keccak256(abi.encode(b));
    }
}
