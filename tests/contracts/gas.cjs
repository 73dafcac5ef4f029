#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Gas of the oracle's transactions on anvil, by the receipt: 3 of 5 signatures, cold slots, a
// report later than the first under its configuration. Compares with the committed snapshot, to
// the unit, and holds the design's limits.
//
//   gas.cjs [--update] [--snapshot FILE]     --update writes the snapshot instead
//
// For each kind of entry: first is a report on one market, further each market more.
//   cut        LTV and LT fall: the dearest move that is applied at once
//   ltv_cut    LTV falls       cap_cut  the supply cap falls       heartbeat  nothing moves
//   queue      LTV rises: the market's first pending loosening fills a slot that was empty
//   execute    executePending of such a rise; no further
// Exit 1 where a figure differs or is over a limit.
'use strict';
const fs = require('fs');
const path = require('path');
const { GasChain, startAnvil, hour } = require('./gas_chain.cjs');

const markets = 4;
const limit = { first: 100000, further: 32000 }; // docs/oracle-contract.md, "Gas"
const limited = ['cut', 'ltv_cut', 'cap_cut', 'heartbeat'];
const [applied, queued] = [0n, 1n];

const cut = (m) => ({ ltv: m.ltv - 10n, lt: m.lt - 10n });
const ltvCut = (m) => ({ ltv: m.ltv - 10n });
const capCut = (m) => ({ supplyCap: m.supplyCap - 10n });
const still = () => ({});
const rise = (m) => ({ ltv: m.ltv + 10n });

/** first: one market. further: what each of the other markets adds to a report on all of them. */
async function measureMove(chain, move) {
  await chain.skip(8 * hour);
  const first = await chain.submit(1, move, applied);
  await chain.skip(8 * hour);
  const all = await chain.submit(markets, move, applied);
  return { first, further: Math.ceil((all - first) / (markets - 1)) };
}

/** The rise comes days after the cuts, and each market is queued once: its slot is empty. */
async function measureLoosening(chain) {
  await chain.skip(72 * hour);
  const all = await chain.submit(markets, rise, queued);
  await chain.skip(7 * hour);
  const execute = await chain.executePending(0);
  return { all, execute };
}

async function measure(url) {
  const chain = await GasChain.open(url, markets);
  await chain.submit(markets, cut, applied); // the first under its configuration
  const moves = { cut, ltv_cut: ltvCut, cap_cut: capCut, heartbeat: still };
  const gas = {};
  for (const [name, move] of Object.entries(moves)) gas[name] = await measureMove(chain, move);
  const { all, execute } = await measureLoosening(chain);
  gas.queue = { all_four: all };
  gas.execute = { first: execute };
  chain.provider.destroy();
  return gas;
}

function flat(gas) {
  const pairs = (name) => Object.entries(gas[name]).map(([what, n]) => [`${name}_${what}`, n]);
  return Object.fromEntries(Object.keys(gas).flatMap(pairs));
}

function overLimit(gas) {
  const bad = (name) => gas[name].first > limit.first || gas[name].further > limit.further;
  return limited.filter(bad);
}

function differing(got, file) {
  const wanted = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  const names = [...new Set([...Object.keys(got), ...Object.keys(wanted)])];
  return names.filter((name) => got[name] !== wanted[name])
    .map((name) => `${name}: ${wanted[name]} in the snapshot, ${got[name]} now`);
}

function judge(gas, file) {
  const got = flat(gas);
  console.log(Object.entries(got).map(([name, n]) => `${name}=${n}`).join(' '));
  console.log(`limit_first=${limit.first} limit_further=${limit.further}`);
  const over = overLimit(gas).map((name) => `${name} is over the limit`);
  const wrong = [...differing(got, file), ...over];
  wrong.forEach((line) => console.error(`gas: ${line}`));
  if (wrong.length > 0) console.error('gas: if it is meant: node tests/contracts/gas.cjs --update');
  console.log(`executed=${Object.keys(got).length}`);
  return wrong.length === 0 ? 0 : 1;
}

async function main(args) {
  const at = args.indexOf('--snapshot');
  const file = at >= 0 ? args[at + 1] : path.join(__dirname, 'gas_snapshot.json');
  const { child, url } = await startAnvil();
  child.removeAllListeners('exit');
  try {
    const gas = await measure(url);
    const text = `${JSON.stringify(flat(gas), null, 1)}\n`;
    if (args.includes('--update')) fs.writeFileSync(file, text);
    process.exitCode = judge(gas, file);
  } finally {
    child.kill('SIGTERM');
  }
}

main(process.argv.slice(2));
