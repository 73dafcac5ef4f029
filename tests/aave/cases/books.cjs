// SPDX-License-Identifier: MIT
// books/ on the real market: a generated book, read through the node, is what the pool itself says
// of every account; and the index of borrowers survives kills and reorganisations.
'use strict';
const assert = require('assert/strict');
const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { ethers } = require('ethers');
const { ether, hour, million } = require('../world.cjs');

const all = '1000000';
const debtors = 60;
const depth = 2;

/** Reads the market, in its own process; `options` over the usual ones. */
async function read(world, index, options = {}) {
  const { chain, aave, tool } = world;
  const document = {
    url: chain.provider._getConnection().url, pool: aave.pool.target.toLowerCase(),
    chainId: '31337', first: '0', depth: String(depth), range: '40', index, steps: all,
    now: String(await chain.now()), ...options,
  };
  const child = spawn(path.join(path.dirname(tool), 'ballast_aave_books'));
  let out = '';
  child.stdout.on('data', (chunk) => { out += chunk; });
  child.stderr.pipe(process.stderr);
  child.stdin.end(JSON.stringify(document));
  const status = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(status, 0);
  return JSON.parse(out);
}

function folder() {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-books-'));
}

async function withFolder(body) {
  const dir = folder();
  try {
    return await body((name) => path.join(dir, name));
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}

/** A generator of our own, so that the seed that is printed repeats the market. */
function numbers(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    return Number((state >> 33n) % BigInt(below));
  };
}

/** Interest on everything, and two assets to borrow: no index stays at 1. */
async function enliven({ chain, aave }) {
  const rates = ethers.AbiCoder.defaultAbiCoder().encode(
    ['tuple(uint16,uint32,uint32,uint32)'], [[8000, 100, 900, 6000]],
  );
  for (const { address } of Object.values(aave.assets)) {
    await chain.call(aave.configurator, aave.admin, 'setReserveInterestRateData', address, rates);
  }
  const { USDC, WETH } = aave.assets;
  await chain.call(aave.configurator, aave.admin, 'setReserveBorrowing', WETH.address, true);
  await chain.call(aave.configurator, aave.admin, 'setReserveFactor', USDC.address, 1000);
}

const tokenAbi = [
  'function transfer(address,uint256)', 'function balanceOf(address) view returns (uint256)',
  'function approveDelegation(address,uint256)',
];

async function token({ chain, aave }, name, kind) {
  const data = await aave.pool.getReserveData(aave.assets[name].address);
  return new ethers.Contract(data[kind], tokenAbi, chain.provider);
}

/** Sixty borrowers, some in the efficiency mode, some with two debts; time passes between. */
async function crowd(world, random) {
  const { chain, aave } = world;
  for (let i = 0; i < debtors; ++i) {
    const weth = BigInt(1 + random(900)) * (ether / 100n) + BigInt(random(1000000));
    const amounts = i % 3 === 1 ? { WETH: weth, WBTC: BigInt(1000 + random(9000000)) }
      : { WETH: weth };
    const mode = i % 5 === 2 ? 1 : 0;
    const debt = (weth * BigInt(900 + random(mode ? 1800 : 1100))) / 10n ** 12n;
    const who = await world.borrower(amounts, debt, mode);
    if (i % 7 === 3 && mode === 0) {
      const args = [aave.assets.WETH.address, weth / 20n, 2, 0, who];
      await chain.call(aave.pool, who, 'borrow', ...args);
    }
    if (i % 10 === 0) await chain.skip(hour * (1 + random(48)));
  }
}

/** What an index of Supply and Repay events alone would miss, and what changes without them. */
async function events(world) {
  const { chain, aave, borrowers } = world;
  const { USDC, WETH, WBTC } = aave.assets;
  const pool = aave.pool;
  // aTokens go from one borrower to another, and to one who had none and borrows on them.
  const aWeth = await token(world, 'WETH', 'aTokenAddress');
  await world.give('WETH', borrowers[1], ether);
  await chain.call(pool, borrowers[1], 'supply', WETH.address, ether, borrowers[1], 0);
  await chain.call(aWeth, borrowers[1], 'transfer', borrowers[4], ether / 1000n);
  const heir = chain.accounts[70];
  await chain.call(aWeth, borrowers[1], 'transfer', heir, ether / 100n);
  await chain.call(pool, heir, 'setUserUseReserveAsCollateral', WETH.address, true);
  await chain.call(pool, heir, 'borrow', USDC.address, 5n * million, 2, 0, heir);
  // Credit delegation: the debtor never calls the pool.
  const [delegator, caller] = [chain.accounts[71], chain.accounts[72]];
  await world.give('WETH', delegator, ether);
  await chain.call(pool, delegator, 'supply', WETH.address, ether, delegator, 0);
  const debt = await token(world, 'USDC', 'variableDebtTokenAddress');
  await chain.call(debt, delegator, 'approveDelegation', caller, 1000n * million);
  await chain.call(pool, caller, 'borrow', USDC.address, 900n * million, 2, 0, delegator);
  // Repaid in full, and in part.
  const max = ethers.MaxUint256;
  await world.give('USDC', borrowers[5], 100000n * million);
  await chain.call(pool, borrowers[5], 'repay', USDC.address, max, 2, borrowers[5]);
  await world.give('USDC', borrowers[6], 100000n * million);
  await chain.call(pool, borrowers[6], 'repay', USDC.address, million, 2, borrowers[6]);
  // Collateral that does not count.
  await chain.call(pool, borrowers[7], 'setUserUseReserveAsCollateral', WBTC.address, false);
  return { heir, delegator };
}

/** The price falls, and three are liquidated, with bad debt written off where it remains. */
async function liquidations(world) {
  await world.setPrice('WETH', 2400n);
  const gone = [];
  for (const who of world.borrowers) {
    if (gone.length === 3 || (await world.liquidationFault(who)) !== null) continue;
    await world.liquidate(who);
    gone.push(who);
  }
  assert.equal(gone.length, 3);
  return gone;
}

async function market(world, seed = 7) {
  await enliven(world);
  await crowd(world, numbers(seed));
  const others = await events(world);
  const liquidated = await liquidations(world);
  await world.chain.skip(5 * hour);
  for (let i = 0; i < depth; ++i) await world.chain.skip(12);
  return { ...others, liquidated };
}

/** How many of the accounts, and of those that should not be there, differ from the pool's word. */
async function differences(world, got) {
  const found = new Map(got.accounts.map((a) => [ethers.getAddress(a.who), a]));
  const blockTag = Number(got.block);
  let differ = 0;
  let owing = 0;
  for (const who of world.chain.accounts) {
    const says = await world.aave.pool.getUserAccountData(who, { blockTag });
    const ours = found.get(who);
    if (says.totalDebtBase === 0n) {
      differ += ours === undefined ? 0 : 1;
      continue;
    }
    owing += 1;
    const same = ours !== undefined && BigInt(ours.collateral) === says.totalCollateralBase
      && BigInt(ours.debt) === says.totalDebtBase && BigInt(ours.health) === says.healthFactor;
    differ += same ? 0 : 1;
  }
  assert.equal(found.size, owing);
  return { differ, owing };
}

async function books_reader_says_what_the_pool_says_of_every_account(world) {
  const { heir, delegator, liquidated } = await market(world);
  return withFolder(async (file) => {
    const got = await read(world, file('index'));
    assert.equal(got.fault, 'none', got.what);
    const { differ, owing } = await differences(world, got);
    assert.equal(differ, 0);
    const named = new Set(got.accounts.map((a) => ethers.getAddress(a.who)));
    assert.ok(named.has(heir) && named.has(delegator));
    assert.ok(!named.has(world.borrowers[5]));
    assert.equal(Number(got.known), debtors + 2);
    const modes = got.accounts.filter((a) => a.mode === '1').length;
    assert.ok(modes > 5);
    const weth = got.books.find((b) => b.asset === world.weth.toLowerCase());
    assert.ok(Number(weth.points) > 20 && Number(weth.debt) > 0);
    return {
      seed: 7, differences: differ, owing, in_mode: modes,
      liquidated: liquidated.length, settled: Number(got.known) - owing,
      requests: got.requests,
    };
  });
}

async function books_index_of_many_kills_is_the_index_of_one_piece(world) {
  await market(world, 11);
  return withFolder(async (file) => {
    const whole = await read(world, file('whole'));
    let got = { phase: 'indexing' };
    let kills = 0;
    while (got.phase === 'indexing') {
      got = await read(world, file('pieces'), { steps: '1', range: String(3 + (kills % 9)) });
      assert.ok(['none', 'nodes_unavailable'].includes(got.fault), got.what);
      kills += 1;
      assert.ok(kills < 2000);
      // Half a line, as a kill in the middle of a write leaves it.
      if (kills % 3 === 0) fs.appendFileSync(file('pieces'), '{"borrowers":[["0x12');
    }
    const last = await read(world, file('pieces'));
    assert.equal(last.digest, whole.digest);
    assert.deepEqual(last.accounts, whole.accounts);
    assert.equal((await differences(world, last)).differ, 0);
    assert.ok(kills > 3);
    return { kills, known: whole.known };
  });
}

async function books_reorganisation_deeper_than_the_depth_is_walked_back(world) {
  const { chain } = world;
  await market(world, 13);
  return withFolder(async (file) => {
    const lost = await world.borrower({ WETH: ether }, 1000n * million);
    for (let i = 0; i < depth + 1; ++i) await chain.skip(12);
    const before = await read(world, file('index'));
    assert.ok(before.accounts.some((a) => ethers.getAddress(a.who) === lost));
    // The loan, and what came after it, are on no chain any more.
    await chain.provider.send('anvil_reorg', [depth + 3, []]);
    const gone = await world.aave.pool.getUserAccountData(lost);
    assert.equal(gone.totalDebtBase, 0n);
    const other = await world.borrower({ WETH: 2n * ether }, 1500n * million);
    for (let i = 0; i < depth + 1; ++i) await chain.skip(12);
    const after = await read(world, file('index'));
    assert.equal(after.fault, 'none', after.what);
    assert.equal(after.rewinds, '1');
    const named = new Set(after.accounts.map((a) => ethers.getAddress(a.who)));
    assert.ok(named.has(other) && !named.has(lost));
    const fresh = await read(world, file('fresh'));
    assert.equal(after.digest, fresh.digest);
    const { differ } = await differences(world, after);
    assert.equal(differ, 0);
    return { rewinds: after.rewinds, differences: differ };
  });
}

module.exports = {
  books_reader_says_what_the_pool_says_of_every_account,
  books_index_of_many_kills_is_the_index_of_one_piece,
  books_reorganisation_deeper_than_the_depth_is_walked_back,
};
