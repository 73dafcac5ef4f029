// SPDX-License-Identifier: MIT
// `ballast dry-run` on what a chain has in force: an oracle over the real market, one block.
'use strict';
const assert = require('assert/strict');
const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { ethers } = require('ethers');
const { oracleOf } = require('../deploy_ballast.cjs');
const { ether, million } = require('../world.cjs');

const files = ['report.html', 'report.json', 'report.md', 'report.csv', 'safe.json'];

/** Runs the command; {status, out, err}. */
async function ballast(world, ...args) {
  const child = spawn(path.join(path.dirname(world.tool), '../../apps/ballast'), args);
  const heard = { out: '', err: '' };
  child.stdout.on('data', (chunk) => { heard.out += chunk; });
  child.stderr.on('data', (chunk) => { heard.err += chunk; });
  heard.status = await new Promise((resolve) => child.on('close', resolve));
  return heard;
}

/** The document that names the oracle's markets as the policies do. */
function documentOf({ aave, ballast: { owner, keys } }) {
  const market = (name, asset, ltv, lt) => `[market.${name}]
protocol = "${aave.provider.target}"
pool = "${aave.pool.target}"
collateral = "${aave.assets[asset].address}"
ltv = ${ltv}
lt = ${lt}
bonus = 500
[market.${name}.limits]
ltv_min = 1_000
ltv_max = 9_000
lt_min = 2_000
lt_max = 9_300
gap_min = 100
`;
  return `chain_id = 31337
owner = "${owner}"
guardian = "${owner}"
threshold = 1
[signer.first]
address = "${keys[0].address}"
[policy.x]
hash = "${ethers.id('policy')}"
[code.x]
hash = "${ethers.id('code')}"
${market('ETH', 'WETH', 7500, 8000)}
${market('BTC', 'WBTC', 7000, 7500)}`;
}

/** Begins with a policy that is no document's, and learns the hash that the command wants. */
async function deployOracle(world, dir, args) {
  const made = await oracleOf(world.ballast, {
    WETH: [7500, 8000, 500, 100000n], WBTC: [7000, 7500, 500, 100000n],
  });
  fs.writeFileSync(path.join(dir, 'oracle.toml'), documentOf(world));
  const live = [...args, '--oracle', made.target];
  const refused = await ballast(world, ...live, '--against', 'policies/carry_aware.toml');
  assert.equal(refused.status, 78, refused.err);
  const hashes = refused.err.match(/0x[0-9a-f]{64}/g);
  assert.equal(hashes[1], ethers.id('policy'), 'the error names what is approved');
  const { chain, ballast: { owner } } = world;
  await chain.call(made, owner, 'approvePolicy', hashes[0], true);
  const several = await ballast(world, ...live);
  assert.equal(several.status, 78, several.err);
  assert.match(several.err, /several policies.*--against/);
  await chain.call(made, owner, 'approvePolicy', ethers.id('policy'), false);
  return { live, former: hashes[0], oracle: made };
}

function sameFiles(dir, one, other) {
  for (const name of files) {
    const read = (folder) => fs.readFileSync(path.join(dir, folder, name));
    assert.ok(read(one).equals(read(other)), `${name} differs`);
  }
}

async function withOracle(world, body) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-dry-run-'));
  try {
    const url = world.chain.provider._getConnection().url;
    const args = ['dry-run', '--policy', 'policies/proposal_example.toml', '--rpc', url,
      '--oracle-document', path.join(dir, 'oracle.toml')];
    return await body(dir, await deployOracle(world, dir, args));
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}

async function dryrun_tells_what_is_in_force(world) {
  return withOracle(world, async (dir, { live, former, oracle }) => {
    const first = await ballast(world, ...live, '--out', path.join(dir, 'one'));
    assert.equal(first.status, 0, first.err);
    const report = JSON.parse(fs.readFileSync(path.join(dir, 'one', 'report.json')));
    const block = await world.chain.provider.getBlock(Number(report.live.block));
    assert.equal(report.live.block_hash, block.hash);
    assert.deepEqual(report.live.approved_policies, [former]);
    const held = Object.fromEntries(report.assets.map((row) => [row.asset, row]));
    assert.equal(held.ETH.ltv_current_bps, '7500');
    assert.equal(held.ETH.lt_current_bps, '8000');
    assert.equal(held.BTC.lt_current_bps, '7500');
    assert.equal(held.ETH.ltv_own_bps, undefined, 'a hash alone wants nothing');
    assert.equal(report.proposal.safe, world.ballast.owner);
    assert.equal(report.current_policy.hash, former);
    for (const call of report.proposal.calls) {
      await world.chain.provider.call({ to: oracle.target, from: world.ballast.owner, data: call.data });
    }
    // Later the chain says otherwise; the command that the report names says the same.
    await world.chain.call(oracle, world.ballast.owner, 'approvePolicy', ethers.id('later'), true);
    assert.deepEqual(report.command.slice(-2), ['--block', report.live.block]);
    const again = await ballast(world, ...live, '--block', report.live.block,
      '--out', path.join(dir, 'two'));
    assert.equal(again.status, 0, again.err);
    sameFiles(dir, 'one', 'two');
    const known = await ballast(world, ...live, '--against', 'policies/carry_aware.toml',
      '--out', path.join(dir, 'three'));
    assert.equal(known.status, 0, known.err);
    const third = JSON.parse(fs.readFileSync(path.join(dir, 'three', 'report.json')));
    assert.ok(third.assets[0].ltv_own_bps);
    return { calls: report.proposal.calls.length };
  });
}

/** 140 days of invented hours of BTC and ETH, and a VIX that nothing moves. */
function writeHistory(folder) {
  const begin = Date.UTC(2024, 0, 1);
  const bars = (price) => {
    const rows = ['ts,open,high,low,close'];
    for (let hour = 0; hour < 140 * 24; hour += 1) {
      const close = price + (hour % 7) * 5;
      const at = new Date(begin + hour * 3_600_000).toISOString().replace('.000', '');
      rows.push([at, price, close, price, close].join(','));
    }
    return `${rows.join('\n')}\n`;
  };
  const days = Array.from({ length: 140 }, (_, day) =>
    `${new Date(begin + day * 86_400_000).toISOString().slice(0, 10)},15.5`);
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'btcusd_1h_perp.csv'), bars(60000));
  fs.writeFileSync(path.join(folder, 'ethusd_1h_perp.csv'), bars(3000));
  fs.writeFileSync(path.join(folder, 'vix_daily.csv'), `date,CLOSE\n${days.join('\n')}\n`);
}

async function dryrun_plays_history_on_what_is_in_force(world) {
  return withOracle(world, async (dir, { live, former }) => {
    writeHistory(path.join(dir, 'history'));
    const history = [...live, '--against', 'policies/carry_aware.toml', '--data',
      path.join(dir, 'history'), '--assets', 'BTC,ETH', '--days', '3'];
    const first = await ballast(world, ...history, '--out', path.join(dir, 'one'));
    assert.equal(first.status, 0, first.err);
    const report = JSON.parse(fs.readFileSync(path.join(dir, 'one', 'report.json')));
    const held = Object.fromEntries(report.assets.map((row) => [row.asset, row]));
    assert.equal(held.ETH.lt_current_bps, '8000', 'in force is what the chain says');
    assert.equal(held.BTC.price, '6003000000000', 'the price is that of the history');
    assert.equal(report.current_policy.hash, former);
    assert.equal(report.event, undefined);
    assert.match(fs.readFileSync(path.join(dir, 'one', 'report.md'), 'utf8'),
      /Prices, indicators and liquidity are those of 20.May.2024, 00:00.UTC, not of the block/);
    const again = await ballast(world, ...history, '--block', report.live.block,
      '--data-sha256', report.history.sha256, '--out', path.join(dir, 'two'));
    assert.equal(again.status, 0, again.err);
    sameFiles(dir, 'one', 'two');
    return { files: report.history.files.length };
  });
}

/** Two borrowers whom a lower threshold of ETH catches, and one whom nothing does. */
async function lend(world) {
  const { aave } = world;
  const dollars = Number((await aave.assets.WETH.feed.latestAnswer()) / 10n ** 8n);
  const debt = BigInt(Math.floor(dollars * 10 * 0.7)) * million;
  await world.borrower({ WETH: 10n * ether }, debt);
  await world.borrower({ WETH: 10n * ether }, debt - 50n * million);
  await world.borrower({ WETH: 10n * ether }, debt / 4n);
  // Health 1.01 at a threshold of 80 %.
  await world.setPrice('WETH', BigInt(Math.ceil((dollars * 0.7 * 1.01) / 0.8)));
}

async function dryrun_counts_the_pools_borrowers(world) {
  await lend(world);
  return withOracle(world, async (dir, { live }) => {
    const pool = [...live, '--aave', world.aave.pool.target];
    const first = await ballast(world, ...pool, '--out', path.join(dir, 'one'));
    assert.equal(first.status, 0, first.err);
    const report = JSON.parse(fs.readFileSync(path.join(dir, 'one', 'report.json')));
    const row = report.assets.find(({ asset }) => asset === 'ETH');
    assert.equal(report.book.positions, '3');
    assert.ok(Number(row.lt_recommended_bps) < 7900, row.lt_recommended_bps);
    assert.equal(row.impact[0].accounts, '2');
    assert.equal(row.impact[0].accounts_anyway, '0');
    assert.equal(row.impact[2].accounts_anyway, '2');
    for (const [i, { impact, way }] of [...row.simulated.entries()]) {
      assert.equal(impact.accounts, row.impact[i].accounts);
      assert.match(way, /^eth_|fork|simulate|overrides/);
    }
    assert.equal(report.together_simulated.length, 3);
    assert.match(fs.readFileSync(path.join(dir, 'one', 'report.md'), 'utf8'),
      /simulated on the target .*equal/);
    // One who borrows later owes nothing at that block.
    await world.borrower({ WETH: 10n * ether }, 100n * million);
    const again = await ballast(world, ...pool, '--block', report.live.block,
      '--out', path.join(dir, 'two'));
    assert.equal(again.status, 0, again.err);
    sameFiles(dir, 'one', 'two');
    const other = await ballast(world, ...live, '--aave', world.aave.assets.WETH.address,
      '--out', path.join(dir, 'none'));
    assert.notEqual(other.status, 0);
    assert.equal(fs.existsSync(path.join(dir, 'none')), false, 'a fault writes no report');
    return { way: row.simulated[0].way, accounts: row.impact[0].accounts };
  });
}

module.exports = {
  dryrun_counts_the_pools_borrowers,
  dryrun_plays_history_on_what_is_in_force,
  dryrun_tells_what_is_in_force,
};
