// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Vm} from "../Vm.sol";
import {Ghosts} from "./Ghosts.sol";
import {Walk} from "./Walk.sol";

/// The invariants of the oracle, each a sentence and a function. invariant_every_sentence holds all
/// of them after every call of a campaign; tests/contracts/mutants.cjs shows each of them failing.
abstract contract Sentences {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bytes32 private constant ETH = bytes32(uint256(1));
    bytes32 private constant BTC = bytes32(uint256(2));
    Walk private walker;

    function setUp() public {
        walker = new Walk(holdsRamp());
        walker.setUp();
    }

    /// Whether a freeze of the oracle under test holds its ramps.
    function holdsRamp() internal pure virtual returns (bool);

    function targetContracts() public view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(walker);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0].addr = address(walker);
        list[0].selectors = new bytes4[](1);
        list[0].selectors[0] = Walk.walk.selector;
    }

    function only_submit_and_executePending_change_parameters() public view {
        vm.assertEq(walker.faults().movedByOthers, 0, "parameters changed by another call");
    }

    function seq_grows_by_one_with_each_accepted_report() public view {
        vm.assertEq(walker.faults().seq, 0, "seq is not the number of accepted reports");
    }

    function observedAt_never_falls() public view {
        vm.assertEq(walker.faults().observedAt, 0, "observedAt fell");
    }

    function no_window_loosens_or_lowers_LT_more_than_its_budget() public view {
        vm.assertEq(walker.faults().budget, 0, "a window moved more than its budget");
    }

    function tightening_LTV_inside_the_band_is_never_refused() public view {
        vm.assertEq(walker.faults().refusedTightening, 0, "an LTV cut was refused");
    }

    function the_threshold_in_force_is_continuous_and_falls_monotonely() public view {
        vm.assertEq(walker.faults().thresholdJump, 0, "the threshold in force jumped");
    }

    function the_threshold_in_force_falls_no_faster_than_its_pace() public view {
        vm.assertEq(walker.faults().thresholdPace, 0, "the threshold in force fell too fast");
    }

    function LTV_stays_below_LT_by_the_gap() public view {
        checkGap(ETH);
        checkGap(BTC);
    }

    function a_skipped_entry_leaves_its_slots_untouched() public view {
        vm.assertEq(walker.faults().touchedBySkip, 0, "a skipped entry left a trace");
    }

    function less_than_a_quorum_is_refused() public view {
        vm.assertEq(walker.faults().forgery, 0, "a forged report was accepted");
    }

    function an_unapproved_policy_or_code_is_refused() public view {
        vm.assertEq(walker.faults().unapproved, 0, "an unapproved report was accepted");
    }

    function stale_never_raises_LTV_and_never_lowers_LT() public view {
        vm.assertEq(walker.faults().staleLoosened, 0, "decay went the wrong way");
    }

    function the_guardian_can_only_tighten() public view {
        vm.assertEq(walker.faults().guardianLoosened, 0, "the guardian loosened");
    }

    /// What lets a pending loosening do without the targets it was judged against.
    function targets_never_move_under_a_pending_loosening() public view {
        vm.assertEq(walker.faults().pendingMoved, 0, "targets moved under a pending loosening");
    }

    function invariant_every_sentence() public view {
        only_submit_and_executePending_change_parameters();
        seq_grows_by_one_with_each_accepted_report();
        observedAt_never_falls();
        no_window_loosens_or_lowers_LT_more_than_its_budget();
        tightening_LTV_inside_the_band_is_never_refused();
        the_threshold_in_force_is_continuous_and_falls_monotonely();
        the_threshold_in_force_falls_no_faster_than_its_pace();
        LTV_stays_below_LT_by_the_gap();
        a_skipped_entry_leaves_its_slots_untouched();
        less_than_a_quorum_is_refused();
        an_unapproved_policy_or_code_is_refused();
        stale_never_raises_LTV_and_never_lowers_LT();
        the_guardian_can_only_tighten();
        targets_never_move_under_a_pending_loosening();
    }

    /// Every run of the campaign did something of each kind. (A replayed failure is shorter.)
    function afterInvariant() public view {
        if (walker.steps() >= 128) notVacuous();
    }

    /// The walk without a fuzzer: it never reverts by itself.
    function test_walk_is_total_and_not_vacuous() public {
        for (uint256 i = 0; i < 512; ++i) {
            walker.walk(uint256(keccak256(abi.encode(i))));
        }
        invariant_every_sentence();
        notVacuous();
        Ghosts.Counts memory c = walker.counts();
        vm.assertTrue(c.held > 0 && (c.fellFrozen > 0) != holdsRamp(), "vacuous: freezes");
    }

    function notVacuous() private view {
        Ghosts.Counts memory c = walker.counts();
        vm.assertTrue(c.accepted > 0 && c.applied > 0 && c.skipped > 0, "vacuous: reports");
        vm.assertTrue(c.cuts > 0 && c.rises > 0 && c.executed > 0, "vacuous: moves");
        vm.assertTrue(c.frozen > 0 && c.rotated > 0 && c.guardian > 0, "vacuous: roles");
        vm.assertTrue(c.fell > 0, "vacuous: ramps");
        vm.assertTrue(c.forged > 0 && c.unapproved > 0 && c.stale > 0, "vacuous: attacks");
    }

    function checkGap(bytes32 id) private view {
        (,, uint16 ltv, uint16 lt,,,,,) = walker.underTest().params(id);
        vm.assertGe(lt, ltv + 300, "LTV is nearer to LT than the gap");
    }
}

contract OracleInvariants is Sentences {
    function holdsRamp() internal pure override returns (bool) {
        return true;
    }
}

/// The other choice at set-up: a freeze lets ramps finish.
contract FinishingRampInvariants is Sentences {
    function holdsRamp() internal pure override returns (bool) {
        return false;
    }
}
