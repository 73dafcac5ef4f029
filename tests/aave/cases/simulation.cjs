// SPDX-License-Identifier: MIT
// A change of thresholds on a generated book: whom a real liquidationCall accepts after it and did
// not before is whom books/threshold_change names, and whom books/target_simulation finds by each
// of its ways; accounts and dollars, exactly.
'use strict';
const assert = require('assert/strict');
const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { ethers } = require('ethers');
const { makeCrowd } = require('../crowd.cjs');
const { hour, million } = require('../world.cjs');

const seed = Number(process.env.BALLAST_SEED || 20240805);
const healthy = 'HealthFactorNotBelowThreshold';
const falls = [0, 500, 1000];
const cut = { WETH: 7800, WBTC: 7350 };
const kept = { WETH: [7500, 10500], WBTC: [7000, 10600] };
const ways = ['eth_simulateV1', 'eth_call_overrides', 'anvil_fork'];

/** Both assets fall by so much. */
function fallOf(world, bps) {
  return Object.keys(cut).map((name) => (
    { asset: world.aave.assets[name].address.toLowerCase(), bps: String(bps) }));
}

/** What the C++ side says of each run, in a process of its own. */
async function ask(world, runs) {
  const { chain, aave, tool } = world;
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-simulation-'));
  const thresholds = Object.entries(cut).map(([name, bps]) => (
    { asset: aave.assets[name].address.toLowerCase(), bps: String(bps) }));
  const document = {
    url: chain.provider._getConnection().url, pool: aave.pool.target.toLowerCase(),
    chainId: '31337', index: path.join(dir, 'index'), log: path.join(dir, 'anvil.log'),
    now: String(await chain.now()), thresholds,
    runs: runs.map((run) => ({ planted: '0', calls: [], ...run })),
  };
  const child = spawn(path.join(path.dirname(tool), 'ballast_aave_simulation'));
  let out = '';
  child.stdout.on('data', (chunk) => { out += chunk; });
  child.stderr.pipe(process.stderr);
  child.stdin.end(JSON.stringify(document));
  const status = await new Promise((resolve) => child.on('close', resolve));
  fs.rmSync(dir, { recursive: true });
  assert.equal(status, 0);
  return JSON.parse(out);
}

/** Real prices on the chain, fallen by that and rounded down as the source gives them. */
async function letFall(world, bps) {
  for (const name of Object.keys(cut)) {
    const { feed } = world.aave.assets[name];
    const price = ((await feed.latestAnswer()) * BigInt(10000 - bps)) / 10000n;
    await world.chain.call(feed, world.aave.admin, 'set', price);
  }
}

async function changeThresholds({ chain, aave }) {
  for (const [name, lt] of Object.entries(cut)) {
    const [ltv, bonus] = kept[name];
    const args = [aave.assets[name].address, ltv, lt, bonus];
    await chain.call(aave.configurator, aave.admin, 'configureReserveAsCollateral', ...args);
  }
}

/** The call of a liquidator who takes what there is of the larger collateral, or pays `most`. */
function liquidation({ aave }, { who, WETH }, most = ethers.MaxUint256) {
  const { assets } = aave;
  const collateral = WETH > 0n ? assets.WETH.address : assets.WBTC.address;
  return [collateral, assets.USDC.address, who, most, false];
}

/** Null where the pool accepts a liquidation. All it can pay may leave dust: then a part of it. */
async function faultOf(world, one) {
  const { aave, chain, liquidator } = world;
  const attempt = (most) => chain.fault(aave.pool, liquidator, 'liquidationCall',
    ...liquidation(world, one, most));
  const fault = await attempt(undefined);
  return fault === 'MustNotLeaveDust' ? attempt(1000n * million) : fault;
}

/** Those whom a real liquidationCall accepts now; every other is refused for its health alone. */
async function accepted(world, people) {
  const faults = await Promise.all(people.map((one) => faultOf(world, one)));
  const other = faults.findIndex((fault) => fault !== null && fault !== healthy);
  assert.equal(other, -1, `${faults[other]} of borrower ${other}`);
  return people.filter((_, i) => faults[i] === null);
}

/** Some liquidations are really sent: of the first few of the set, and of one who stands at 1. */
async function sendSome(world, fallen, standing) {
  const { aave, chain, liquidator } = world;
  const send = (one) => chain.call(aave.pool, liquidator, 'liquidationCall',
    ...liquidation(world, one));
  for (const one of fallen.slice(0, 5)) await send(one);
  for (const one of standing) await assert.rejects(send(one), /reverted/);
}

/** The set that the change makes liquidatable at that fall, by the chain itself; undone after. */
function realSet(world, people, bps) {
  return world.chain.aside(async () => {
    await letFall(world, bps);
    const before = new Set((await accepted(world, people)).map(({ who }) => who));
    await changeThresholds(world);
    const after = await accepted(world, people);
    const fallen = after.filter(({ who }) => !before.has(who));
    const data = await Promise.all(fallen.map(({ who }) => aavePosition(world, who)));
    const debt = data.reduce((sum, { totalDebtBase }) => sum + totalDebtBase, 0n);
    const health = await Promise.all(people.slice(0, 6).map(({ who }) => world.health(who)));
    const standing = people.slice(0, 6).filter((_, i) => health[i] === 10n ** 18n);
    await sendSome(world, fallen, standing);
    return { who: fallen.map(({ who }) => who).sort(), debt, anyway: before.size, standing };
  });
}

function aavePosition({ aave }, who) {
  return aave.pool.getUserAccountData(who);
}

function compare(found, real, what) {
  const who = found.who.map(ethers.getAddress).sort();
  const names = new Set(real.who);
  const differences = who.filter((one) => !names.has(one)).length
    + real.who.filter((one) => !who.includes(one)).length;
  assert.equal(differences, 0, `accounts of ${what}`);
  assert.equal(Number(found.accounts), real.who.length, what);
  assert.equal(BigInt(found.debt), real.debt, `dollars of ${what}`);
  assert.equal(Number(found.anyway), real.anyway, `liquidatable anyway, ${what}`);
}

/** What 10 WETH owe at a health of exactly 1 after the change, at each fall; and a millionth more. */
function edges() {
  const exact = falls.map((bps) => (
    (10n * 3300n * BigInt(10000 - bps) * BigInt(cut.WETH) * million) / 10n ** 8n));
  return exact.flatMap((debt) => [debt, debt + 1n]);
}

async function simulation_of_1000_borrowers_is_the_set_of_real_liquidations(world) {
  console.log(`seed=${seed} repeat: BALLAST_SEED=${seed} ctest -R aave_simulation`);
  const people = await makeCrowd(world, 1000, seed, edges());
  const real = new Map();
  for (const bps of falls) real.set(bps, await realSet(world, people, bps));
  const runs = falls.flatMap((bps) => ways.map((way) => ({ way, falls: fallOf(world, bps) })));
  const planted = ways.map((way) => ({ way, falls: fallOf(world, 500), planted: '1' }));
  const { accounts, runs: got } = await ask(world, [...runs, ...planted]);
  assert.equal(accounts, '1000');
  got.slice(0, runs.length).forEach((run, i) => {
    const bps = falls[Math.floor(i / ways.length)];
    assert.equal(run.error, undefined, `${run.way} at ${bps}`);
    const { who, debt, standing } = real.get(bps);
    assert.equal(run.difference, '', `${run.way} at ${bps}`);
    compare(run.ours, real.get(bps), `our figure at ${bps}`);
    compare(run.theirs, real.get(bps), `${run.way} at ${bps}`);
    // Of the two at the edge of this fall one stands at exactly 1, the other falls.
    assert.deepEqual(standing, [people[2 * falls.indexOf(bps)]]);
    assert.ok(who.includes(people[2 * falls.indexOf(bps) + 1].who));
    assert.ok(who.length > 0);
    console.log(`borrowers=${accounts} fall_bps=${bps} liquidatable=${who.length} `
      + `debt_usd=${ethers.formatUnits(debt, 8)} anyway=${run.ours.anyway} differences=0 `
      + `way=${run.way} milliseconds=${run.milliseconds}`);
  });
  // One basis point more on our side: an error with the account and both healths.
  const found = got.slice(runs.length).filter(({ difference }) => (
    /says health \d+ before and \d+ after of 0x[0-9a-f]{40}, we compute/.test(difference)));
  assert.equal(found.length, ways.length);
  return {
    seed, borrowers: people.length, in_mode: people.filter(({ mode }) => mode).length,
    two_debts: people.filter(({ debtWETH }) => debtWETH).length, runs: runs.length,
    planted_found: found.length,
  };
}

/** With interest, and the second that a block of its own takes, nothing differs either. */
async function simulation_counts_the_interest_of_its_own_block(world) {
  const { chain, aave } = world;
  const rates = ethers.AbiCoder.defaultAbiCoder().encode(
    ['tuple(uint16,uint32,uint32,uint32)'], [[8000, 100, 900, 6000]],
  );
  for (const { address } of Object.values(aave.assets)) {
    await chain.call(aave.configurator, aave.admin, 'setReserveInterestRateData', address, rates);
  }
  await makeCrowd(world, 40, seed + 1, []);
  await chain.skip(hour * 500);
  const runs = ways.map((way) => ({ way, falls: fallOf(world, 700) }));
  const { runs: got } = await ask(world, runs);
  got.forEach((run) => {
    assert.equal(run.error, undefined, run.way);
    assert.equal(run.difference, '', run.way);
    assert.equal(run.interest, run.way !== 'eth_call_overrides', run.way);
  });
  return { seed: seed + 1, ways: got.length, differences: 0 };
}

/** The calls that a Safe would send, and what becomes of those that it may not. */
async function simulation_runs_the_calls_of_a_contract_that_may_and_says_where_it_may_not(world) {
  const { aave } = world;
  await makeCrowd(world, 20, seed + 2, []);
  // Any contract stands for the Safe: nobody has a key of it.
  const [safe, other] = [aave.assets.WETH, aave.assets.WBTC].map(({ address }) => address);
  await world.chain.call(aave.acl, aave.admin, 'addRiskAdmin', safe);
  const callsOf = (from) => Object.entries(cut).map(([name, lt]) => {
    const args = [aave.assets[name].address, kept[name][0], lt, kept[name][1]];
    const data = aave.configurator.interface.encodeFunctionData(
      'configureReserveAsCollateral', args,
    );
    return { from: from.toLowerCase(), to: aave.configurator.target.toLowerCase(), data };
  });
  const running = ['eth_simulateV1', 'anvil_fork'];
  const runsOf = (calls) => running.map((way) => ({ way, falls: fallOf(world, 0), calls }));
  const half = callsOf(safe).slice(0, 1);
  const { runs } = await ask(world, [
    ...runsOf(callsOf(safe)), ...runsOf(callsOf(other)), ...runsOf(half),
  ]);
  runs.slice(0, 2).forEach((run) => {
    assert.equal(run.error, undefined, run.way);
    assert.equal(run.difference, '', run.way);
  });
  runs.slice(2, 4).forEach(({ error, way }) => assert.match(error, /the change itself reverts/, way));
  // Calls that leave a threshold as it was are not the change.
  runs.slice(4).forEach(({ error, way }) => assert.match(error, /threshold of .* as it was meant/, way));
  return { calls_run: 2, reverts_told: 2, unmeant_told: 2 };
}

module.exports = {
  simulation_of_1000_borrowers_is_the_set_of_real_liquidations,
  simulation_counts_the_interest_of_its_own_block,
  simulation_runs_the_calls_of_a_contract_that_may_and_says_where_it_may_not,
};
