// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {AaveV3CollateralAdapter} from "oracle/contracts/adapters/AaveV3CollateralAdapter.sol";
import {IStepErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {AaveFixture} from "./AaveFixture.sol";
import {MockOddFeed} from "./MockOddFeed.sol";

/// Whatever stands at the feed's address: a threshold cut waits, and nothing else is held up.
contract SequencerGateTest is AaveFixture {
    AaveV3CollateralAdapter internal adapter;
    MockOddFeed internal feed;

    function setUp() public override {
        super.setUp();
        feed = new MockOddFeed();
        adapter = new AaveV3CollateralAdapter(
            address(oracle), address(aave), QUANTUM, QUANTUM_SECONDS, address(feed)
        );
        aave.setRiskAdmin(address(adapter));
        oracle.set(adapter.marketId(ASSET), at(7000, 7900));
    }

    function holdsTheThresholdAlone() internal {
        bytes4 hold = adapter.preview(ASSET).ltHold;
        sameSelector(hold, IStepErrors.SequencerDown.selector, "hold");
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), word(7000, 8000, 10500, 1000), "ltv alone");
    }

    function test_a_feed_that_answers_nothing() public {
        holdsTheThresholdAlone();
    }

    function test_a_feed_that_answers_too_little() public {
        feed.say(abi.encode(1, 0, block.timestamp - 1 days, block.timestamp));
        holdsTheThresholdAlone();
    }

    function test_a_feed_without_code() public {
        vm.etch(address(feed), "");
        holdsTheThresholdAlone();
    }

    /// Words that are wider than their types: no number of a round is looked at, and an answer
    /// that is neither 0 nor 1 is no "up".
    function test_words_that_do_not_fit_their_types() public {
        uint256 all = type(uint256).max;
        feed.say(abi.encode(all, all, block.timestamp - 1 days, all, all));
        holdsTheThresholdAlone();
        feed.say(abi.encode(all, 0, block.timestamp - 1 days, all, all));
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), word(7000, 7975, 10500, 1000), "up");
    }
}
