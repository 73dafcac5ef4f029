// SPDX-License-Identifier: MIT
// Who becomes liquidatable, and when: our figure against real liquidationCalls. The figure is
// adapters/aave_book.cpp (health_factor, impact_of_cut, judge_cut) and, for the USD that a report
// carries, engine/liquidity.cpp (induced_liquidation); aave_tool.cpp asks both.
'use strict';
const assert = require('assert/strict');
const { ether, hour, million, pace } = require('../world.cjs');

const healthy = 'HealthFactorNotBelowThreshold';

/** Ten borrowers at 3,300 USD, of whom the price of 3,000 leaves these short of 80 %. */
async function book(world) {
  // Debt in USDC for one WETH: between 79.75 % and 77 % of 3,000.
  const debts = ['2399', '2391.5', '2388', '2385.000001', '2385', '2380', '2366', '2340', '2200'];
  for (const debt of debts) {
    const [whole, part = ''] = debt.split('.');
    const amount = BigInt(whole) * million + BigInt(part.padEnd(6, '0'));
    await world.borrower({ WETH: ether }, amount);
  }
  await world.borrower({ WETH: ether, WBTC: 5n * 10n ** 6n }, 4400n * million);
  await world.setPrice('WETH', 3000n);
}

async function aave_health_factor_is_the_pools_own_to_the_last_digit(world) {
  await book(world);
  const positions = await world.positions();
  const { lt } = await world.reserve();
  const { healthAfter } = world.ballast.figure(positions, lt, lt);
  for (let i = 0; i < positions.length; ++i) {
    assert.equal(BigInt(healthAfter[i]), await world.health(world.borrowers[i]));
  }
  return { positions: positions.length };
}

/**
 * A step at a time: after each, exactly those whom the figure foretold for the threshold that
 * preview announced can be liquidated; one step before they cannot.
 */
async function aave_borrower_at_the_edge_falls_exactly_when_preview_and_figure_say(world) {
  const { ballast, chain } = world;
  await book(world);
  const positions = await world.positions();
  const entry = await ballast.entry(ballast.ids.WETH, { lt: 7900 });
  assert.deepEqual(await ballast.report(entry), ['APPLIED']);
  const fallenAt = {};
  for (let i = 0; i < 4; ++i) {
    await chain.skip(pace.seconds + 1);
    const { lt } = await world.reserve();
    const { next } = await ballast.collateral.preview(world.weth);
    assert.equal(Number(next.lt), lt - pace.quantum);
    const now = ballast.figure(positions, lt, lt).liquidatableAfter;
    const then = ballast.figure(positions, lt, Number(next.lt)).liquidatableAfter;
    for (let j = 0; j < positions.length; ++j) {
      const fault = await world.liquidationFault(world.borrowers[j]);
      assert.equal(fault, now[j] ? null : healthy, `borrower ${j} before ${next.lt}`);
    }
    assert.equal(await ballast.stepReserve(), null);
    for (let j = 0; j < positions.length; ++j) {
      const fault = await world.liquidationFault(world.borrowers[j]);
      assert.equal(fault, then[j] ? null : healthy, `borrower ${j} at ${next.lt}`);
      if (then[j] && !(j in fallenAt)) fallenAt[j] = Number(next.lt);
    }
  }
  // A health of exactly 1 is no liquidation: one millionth of a dollar more is.
  assert.equal(fallenAt[3], 7950);
  assert.equal(fallenAt[4], 7925);
  return { fallen: Object.keys(fallenAt).length, edge: '2385.000001@7950,2385@7925' };
}

async function aave_real_liquidation_reverts_one_step_before_and_succeeds_then(world) {
  const { ballast, chain } = world;
  await book(world);
  const edge = world.borrowers[3];
  const entry = await ballast.entry(ballast.ids.WETH, { lt: 7900 });
  await ballast.report(entry);
  await chain.skip(12 * hour + 1);
  assert.equal(await ballast.stepReserve(), null);
  await assert.rejects(world.liquidate(edge), /reverted/);
  await chain.skip(pace.seconds);
  assert.equal(await ballast.stepReserve(), null);
  const before = await world.position(edge);
  await world.liquidate(edge);
  const after = await world.position(edge);
  assert.ok(after.debt < before.debt && after.collateral < before.collateral);
  return { repaid_usd: Number((before.debt - after.debt) / 10n ** 8n) };
}

/** Whom a real liquidationCall accepts at `lt`, set by Aave's own governance and undone again. */
function acceptedAt(world, lt) {
  const { aave, chain } = world;
  return chain.aside(async () => {
    const args = [world.weth, 7500, lt, 10500];
    await chain.call(aave.configurator, aave.admin, 'configureReserveAsCollateral', ...args);
    const accepted = [];
    for (const who of world.borrowers) {
      if ((await world.liquidationFault(who)) === null) accepted.push(who);
    }
    return accepted;
  });
}

/**
 * Fault 31: an update would make more than X accounts or $Y liquidatable. Every such cut is
 * blocked and none other; the figure is the set that liquidationCall really accepts; what is
 * proposed instead stays within the limit, and one bps more would not.
 */
async function fault_31_cut_beyond_its_limit_is_blocked_with_the_real_set_as_its_figure(world) {
  await book(world);
  const positions = await world.positions();
  const limit = { accounts: 3, debt: 7200n * 10n ** 8n };
  let [blocked, beyond] = [0, 0];
  for (const after of [7999, 7990, 7960, 7950, 7940, 7925, 7900, 7850, 7800, 7700]) {
    const found = world.ballast.figure(positions, 8000, after, limit);
    const accepted = await acceptedAt(world, after);
    const debt = accepted.reduce(
      (sum, who) => sum + positions[world.borrowers.indexOf(who)].debt, 0n,
    );
    assert.equal(Number(found.accounts), accepted.length, `accounts at ${after}`);
    assert.equal(BigInt(found.debt), debt, `debt at ${after}`);
    // The engine counts in whole dollars, rounded up, in bps of health: never less than the set.
    assert.ok(BigInt(found.engineUsd) * 10n ** 8n >= debt, `engine at ${after}`);
    const tooMuch = accepted.length > limit.accounts || debt > limit.debt;
    assert.equal(found.blocked, tooMuch, `blocked at ${after}`);
    blocked += found.blocked ? 1 : 0;
    beyond += tooMuch ? 1 : 0;
    if (tooMuch) await proposesTheLargestStep(world, positions, found, limit);
  }
  assert.ok(blocked > 0 && beyond === blocked);
  return { cuts: 10, beyond, blocked };
}

async function proposesTheLargestStep(world, positions, found, limit) {
  const admissible = Number(found.admissible);
  const accepted = await acceptedAt(world, admissible);
  assert.ok(accepted.length <= limit.accounts);
  const further = world.ballast.figure(positions, 8000, admissible - 1, limit);
  assert.equal(further.blocked, true);
}

/** The figure that the report carries is what the oracle then publishes. */
async function fault_31_what_the_report_says_of_a_cut_is_the_engines_figure(world) {
  const { ballast, chain } = world;
  await book(world);
  const { engineUsd, debt } = ballast.figure(await world.positions(), 8000, 7900);
  const entry = await ballast.entry(ballast.ids.WETH, { lt: 7900, maxNewLiqUsd: engineUsd });
  await ballast.report(entry);
  const event = ballast.oracle.interface.getEvent('ParamsUpdated');
  const logs = await chain.provider.getLogs({
    address: ballast.oracle.target, topics: [event.topicHash], fromBlock: 'latest',
  });
  const { update } = ballast.oracle.interface.parseLog(logs[0]).args;
  assert.equal(update.maxNewLiqUsd, BigInt(engineUsd));
  return { engine_usd: engineUsd, exact_usd: (Number(debt) / 1e8).toFixed(6) };
}

module.exports = {
  aave_health_factor_is_the_pools_own_to_the_last_digit,
  aave_borrower_at_the_edge_falls_exactly_when_preview_and_figure_say,
  aave_real_liquidation_reverts_one_step_before_and_succeeds_then,
  fault_31_cut_beyond_its_limit_is_blocked_with_the_real_set_as_its_figure,
  fault_31_what_the_report_says_of_a_cut_is_the_engines_figure,
};
