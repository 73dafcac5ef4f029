// SPDX-License-Identifier: MIT
// Keeper report -> oracle -> adapter -> PoolConfigurator: what goes over, and how fast.
'use strict';
const assert = require('assert/strict');
const { ether, hour, pace } = require('../world.cjs');

async function holds(world, ltv, lt, bonus, cap) {
  const { ltv: l, lt: t, bonus: b, cap: c } = await world.reserve();
  assert.deepEqual([l, t, b, c], [ltv, lt, bonus, cap]);
}

/** A report of one entry for WETH, which must come to `fate`. */
async function say(world, changes, fate = 'APPLIED') {
  const { ballast } = world;
  const entry = await ballast.entry(ballast.ids.WETH, changes);
  assert.deepEqual(await ballast.report(entry), [fate]);
}

async function aave_ltv_is_cut_at_once(world) {
  const { rest } = await world.reserve();
  await say(world, { ltv: 6100 });
  assert.equal(await world.ballast.stepReserve(), null);
  await holds(world, 6100, 8000, 10500, 100000);
  assert.equal((await world.reserve()).rest, rest);
  assert.equal(await world.ballast.stepReserve(), 'NothingToDo');
}

async function aave_borrowing_power_falls_with_the_ltv_and_nobody_is_liquidated(world) {
  const who = await world.borrower({ WETH: ether }, 2400n * 10n ** 6n);
  const before = await world.health(who);
  await say(world, { ltv: 6100 });
  await world.ballast.stepReserve();
  const { pool, assets } = world.aave;
  const args = [assets.USDC.address, 1000000n, 2, 0, who];
  const fault = await world.chain.fault(pool, who, 'borrow', ...args);
  assert.equal(fault, 'CollateralCannotCoverNewBorrow');
  assert.equal(await world.health(who), before);
}

async function aave_threshold_follows_its_ramp_in_quanta(world) {
  const { ballast, chain } = world;
  await say(world, { lt: 7900 });
  assert.equal(await ballast.stepReserve(), 'NothingToDo');
  const seen = [];
  for (let i = 0; i < 4; ++i) {
    await chain.skip(pace.seconds + 1);
    assert.equal(await ballast.stepReserve(), null);
    seen.push((await world.reserve()).lt);
    assert.equal(await ballast.stepReserve(), 'NothingToDo');
  }
  assert.deepEqual(seen, [7975, 7950, 7925, 7900]);
  return { quanta: seen.join(',') };
}

async function aave_missed_time_is_resumed_never_caught_up(world) {
  const { ballast, chain } = world;
  await say(world, { lt: 7900 });
  await chain.skip(10 * 24 * hour);
  assert.equal(await ballast.stepReserve(), null);
  await holds(world, 7500, 7975, 10500, 100000);
  assert.equal(await ballast.stepReserve(), 'TooEarly');
  await chain.skip(pace.seconds);
  assert.equal(await ballast.stepReserve(), null);
  await holds(world, 7500, 7950, 10500, 100000);
}

async function aave_supply_cap_goes_down_and_stops_a_real_supply(world) {
  await say(world, { supplyCap: 10 });
  assert.equal(await world.ballast.stepReserve(), null);
  await holds(world, 7500, 8000, 10500, 10);
  const who = world.chain.accounts[20];
  await world.give('WETH', who, 100n * ether);
  const { pool } = world.aave;
  const supply = (amount) => world.chain.fault(pool, who, 'supply', world.weth, amount, who, 0);
  assert.equal(await supply(11n * ether), 'SupplyCapExceeded');
  assert.equal(await supply(10n * ether), null);
}

async function aave_loosening_goes_up_after_its_veto_window_and_in_quanta(world) {
  const { ballast, chain } = world;
  await say(world, { ltv: 7550, lt: 8050, supplyCap: 110000 }, 'QUEUED');
  assert.equal(await ballast.stepReserve(), 'NothingToDo');
  await chain.skip(24 * hour);
  await chain.call(ballast.oracle, ballast.relayer, 'executePending', ballast.ids.WETH);
  assert.equal(await ballast.stepReserve(), null);
  await holds(world, 7525, 8025, 10500, 110000);
  await chain.skip(pace.seconds);
  assert.equal(await ballast.stepReserve(), null);
  await holds(world, 7550, 8050, 10500, 110000);
}

async function aave_emode_is_untouched_by_the_reserves_adapter(world) {
  const { ballast, chain } = world;
  const who = await world.borrower({ WETH: ether }, 2900n * 10n ** 6n, 1);
  const [before, health] = [await world.category(), await world.health(who)];
  await say(world, { ltv: 7000, lt: 7900 });
  await chain.skip(pace.seconds + 1);
  assert.equal(await ballast.stepReserve(), null);
  await holds(world, 7000, 7975, 10500, 100000);
  assert.equal(await world.category(), before);
  assert.equal(await world.health(who), health);
}

async function aave_emode_adapter_moves_the_category_and_no_reserve(world) {
  const { ballast, chain } = world;
  const who = await world.borrower({ WETH: ether }, 2900n * 10n ** 6n, 1);
  const [{ word }, health] = [await world.reserve(), await world.health(who)];
  const entry = await ballast.entry(ballast.ids.eMode, { ltv: 8800, lt: 9200 });
  assert.deepEqual(await ballast.report(entry), ['APPLIED']);
  await chain.skip(pace.seconds + 1);
  assert.equal(await ballast.step(ballast.eMode, 1), null);
  assert.equal((await world.category()).split(' ').slice(0, 4).join(' '), '8800 9275 10100 ether');
  assert.equal((await world.reserve()).word, word);
  assert.equal(await world.health(who), (health * 9275n) / 9300n);
}

async function aave_gas_of_a_step(world) {
  const { ballast, chain } = world;
  await say(world, { ltv: 7000, lt: 7900, supplyCap: 90000 });
  await chain.skip(pace.seconds + 1);
  const receipt = await chain.call(ballast.collateral, ballast.relayer, 'step', world.weth);
  return { gas_of_a_step: Number(receipt.gasUsed) };
}

module.exports = {
  aave_ltv_is_cut_at_once,
  aave_borrowing_power_falls_with_the_ltv_and_nobody_is_liquidated,
  aave_threshold_follows_its_ramp_in_quanta,
  aave_missed_time_is_resumed_never_caught_up,
  aave_supply_cap_goes_down_and_stops_a_real_supply,
  aave_loosening_goes_up_after_its_veto_window_and_in_quanta,
  aave_emode_is_untouched_by_the_reserves_adapter,
  aave_emode_adapter_moves_the_category_and_no_reserve,
  aave_gas_of_a_step,
};
