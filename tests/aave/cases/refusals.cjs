// SPDX-License-Identifier: MIT
// What is refused before it is sent: by the adapter, by the oracle, by the keeper's own look at
// what a call would do. Each leaves the reserve's whole word as it was.
'use strict';
const assert = require('assert/strict');
const { ethers } = require('ethers');
const { hour, pace } = require('../world.cjs');
const { ourArtifacts } = require('../compile.cjs');

/** A tightening of both ratios is in force at the oracle, and its ramp half over. */
async function cutWaits(world) {
  const { ballast, chain } = world;
  const entry = await ballast.entry(ballast.ids.WETH, { ltv: 7000, lt: 7900 });
  assert.deepEqual(await ballast.report(entry), ['APPLIED']);
  await chain.skip(12 * hour);
}

/** The keeper sends nothing, says `reason`, and the reserve stays as it is. */
async function refuses(world, reason) {
  const { chain, ballast } = world;
  const [{ word }, sent] = [await world.reserve(), chain.sent];
  assert.equal(await ballast.stepReserve(), reason);
  assert.equal(chain.sent, sent);
  assert.equal((await world.reserve()).word, word);
}

async function steps(world) {
  assert.equal(await world.ballast.stepReserve(), null);
}

async function as(world, contract, name, ...args) {
  await world.chain.call(contract, world.aave.admin, name, ...args);
}

async function aave_frozen_reserve_with_a_pending_ltv_is_refused(world) {
  const { configurator } = world.aave;
  await cutWaits(world);
  await as(world, configurator, 'setReserveFreeze', world.weth, true);
  assert.equal(await configurator.getPendingLtv(world.weth), 7500n);
  await refuses(world, 'ReserveFrozen');
  await as(world, configurator, 'setReserveFreeze', world.weth, false);
  await refuses(world, 'LtvPending');
  assert.equal(await configurator.getPendingLtv(world.weth), 7500n);
  await as(world, configurator, 'setReserveLtvzero', world.weth, false);
  await steps(world);
  assert.equal((await world.reserve()).ltv, 7000);
}

async function aave_paused_reserve_is_refused(world) {
  const { configurator } = world.aave;
  await cutWaits(world);
  await as(world, configurator, 'setReservePause(address,bool)', world.weth, true);
  await refuses(world, 'ReservePaused');
  await as(world, configurator, 'setReservePause(address,bool)', world.weth, false);
  await steps(world);
}

async function aave_revoked_role_is_refused(world) {
  const { acl } = world.aave;
  const adapter = world.ballast.collateral.target;
  await cutWaits(world);
  await as(world, acl, 'removeRiskAdmin', adapter);
  await refuses(world, 'RoleMissing');
  await as(world, acl, 'addRiskAdmin', adapter);
  await steps(world);
}

async function aave_market_in_shadow_is_refused(world) {
  const { ballast } = world;
  await cutWaits(world);
  await ballast.setLimits(ballast.ids.WETH, { shadow: true });
  await refuses(world, 'MarketInShadow');
  await ballast.setLimits(ballast.ids.WETH, {});
  await steps(world);
}

async function aave_market_before_its_first_report_is_refused(world) {
  await refuses(world, 'NoReportYet');
}

async function aave_sequencer_restart_holds_back_threshold_cuts_alone(world) {
  const { ballast, chain } = world;
  await cutWaits(world);
  await as(world, ballast.feed, 'set', 0, await chain.now());
  await steps(world);
  let { ltv, lt } = await world.reserve();
  assert.deepEqual([ltv, lt], [7000, 8000]);
  await refuses(world, 'SequencerGrace');
  await as(world, ballast.feed, 'set', 1, await chain.now());
  await refuses(world, 'SequencerDown');
  await as(world, ballast.feed, 'set', 0, await chain.now());
  await chain.skip(hour + 1);
  await steps(world);
  ({ ltv, lt } = await world.reserve());
  assert.deepEqual([ltv, lt], [7000, 7975]);
}

/** Bonus 5 %: Aave rounds 9524 x 10500 to 100 % and takes it; the oracle holds to the product. */
async function aave_rounding_edge_is_taken_by_aave_and_refused_by_the_oracle(world) {
  const { aave, ballast, chain } = world;
  const configure = (lt) => chain.fault(
    aave.configurator, aave.admin, 'configureReserveAsCollateral', world.weth, 7500, lt, 10500,
  );
  assert.equal(await configure(9524), null);
  assert.equal(await configure(9525), 'InvalidReserveParams');
  const fate = async (lt) => {
    const entry = await ballast.entry(ballast.ids.WETH, { lt });
    return (await ballast.previewReport(await ballast.reportOf([entry])))[0];
  };
  assert.equal(await fate(9524), 'BONUS_TOO_LARGE');
  assert.equal(await fate(9523), 'LT_STEP_TOO_LARGE');
  await chain.call(
    aave.configurator, aave.admin, 'configureReserveAsCollateral', world.weth, 7500, 9524, 10500,
  );
  assert.equal((await world.reserve()).lt, 9524);
}

/** The CAPO drill: governance installs a limiter that clips one of two coupled values. */
async function aave_capo_drill_a_limiter_that_clips_one_of_two_values_sends_nothing(world) {
  const { aave, chain } = world;
  const clipper = await chain.deploy(ourArtifacts().ClippingConfigurator, [aave.pool.target]);
  await cutWaits(world);
  await as(world, aave.provider, 'setAddress', ethers.encodeBytes32String('POOL_CONFIGURATOR'),
    clipper.target);
  const plan = await world.ballast.collateral.preview(world.weth);
  assert.deepEqual([plan.next.ltv, plan.next.lt, plan.refusal], [7000n, 7975n, '0x00000000']);
  await refuses(world, 'ReadBackDiffers');
  // And if somebody sends it all the same, nothing of it stays.
  const { word } = await world.reserve();
  await assert.rejects(
    chain.call(world.ballast.collateral, world.ballast.relayer, 'step', world.weth), /reverted/,
  );
  assert.equal((await world.reserve()).word, word);
}

/**
 * Fault 32: minimum delay, paused, frozen, pending, role revoked, sequencer: the keeper looks
 * first, names the reason and sends nothing. No transaction of the whole sequence reverts.
 */
async function fault_32_steward_that_would_refuse_is_asked_first(world) {
  const { aave, ballast, chain } = world;
  const { configurator, acl } = aave;
  const adapter = ballast.collateral.target;
  const [pause, freeze] = ['setReservePause(address,bool)', 'setReserveFreeze'];
  const weth = world.weth;
  await cutWaits(world);
  await steps(world);
  const faults = [
    ['TooEarly', async () => {}, async () => {}],
    ['ReservePaused', () => as(world, configurator, pause, weth, true),
      () => as(world, configurator, pause, weth, false)],
    ['ReserveFrozen', () => as(world, configurator, freeze, weth, true),
      () => as(world, configurator, freeze, weth, false)],
    ['LtvPending', async () => {}, () => as(world, configurator, 'setReserveLtvzero', weth, false)],
    ['RoleMissing', () => as(world, acl, 'removeRiskAdmin', adapter),
      () => as(world, acl, 'addRiskAdmin', adapter)],
    ['SequencerDown', async () => {
      await chain.skip(pace.seconds);
      await as(world, ballast.feed, 'set', 1, await chain.now());
    }, async () => as(world, ballast.feed, 'set', 0, (await chain.now()) - 2 * hour)],
  ];
  for (const [reason, begin, end] of faults) {
    await begin();
    await refuses(world, reason);
    await end();
  }
  await steps(world);
  assert.equal(chain.reverted, 0);
  return { faults: faults.length, reverted_transactions: chain.reverted };
}

module.exports = {
  aave_frozen_reserve_with_a_pending_ltv_is_refused,
  aave_paused_reserve_is_refused,
  aave_revoked_role_is_refused,
  aave_market_in_shadow_is_refused,
  aave_market_before_its_first_report_is_refused,
  aave_sequencer_restart_holds_back_threshold_cuts_alone,
  aave_rounding_edge_is_taken_by_aave_and_refused_by_the_oracle,
  aave_capo_drill_a_limiter_that_clips_one_of_two_values_sends_nothing,
  fault_32_steward_that_would_refuse_is_asked_first,
};
