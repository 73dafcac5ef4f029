#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Gas of submit on anvil, by the receipt: 3 of 5 signatures, cold slots, a report later than the
// first. cut lowers LTV and LT, the dearest move applied at once; ltv_cut lowers LTV; heartbeat
// moves nothing. first is a report on one market, further each market more.
// Prints name=value pairs; exit 1 if a figure is over its ceiling.
'use strict';
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const { ethers } = require('ethers');

const root = path.resolve(__dirname, '../..');
const artifact = path.join(root, 'oracle/contracts/artifacts/RiskParamOracle.json');
const anvilBinary = path.join(root, 'node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil');
const { abi, bytecode } = JSON.parse(fs.readFileSync(artifact, 'utf8'));
const { riskReportTypes, compactAttestation } = require('../oracle/eip712.cjs');

// What holds today, so that a change for the worse is seen.
const ceiling = { first: 109100, further: 34300 };
const markets = 4;
const policy = ethers.id('policy');
const code = ethers.id('code');
const start = { ltv: 7500, lt: 8000, lb: 500, cap: 100000 };
const hour = 3600;

const limits = {
  ltvMin: 5000, ltvMax: 8500, ltMin: 5500, ltMax: 9000, lbMin: 100, lbMax: 1000, gapMin: 300,
  ltvUpStep: 100, ltUpStep: 100, ltvUpPerDay: 100, ltvUpPerWeek: 300, ltUpPerDay: 100,
  ltUpPerWeek: 300, ltDownPerWeek: 300, maxAge: 26 * hour, ltvUpDelay: 24 * hour,
  ltUpDelay: 24 * hour, ltDownDelay: 6 * hour, ltvUpAfterDown: 48 * hour,
  ltUpAfterDown: 48 * hour, minRamp: 24 * hour, minRampPer100bps: 24 * hour,
  ltvVeto: 6 * hour, ltVeto: 24 * hour, baselineLtv: 0, staleDecayPerHour: 100,
  shadow: false, supplyCapMin: 1000, supplyCapMax: 1000000, supplyCapUpPerDay: 3000,
};

/** Starts anvil on a free port; resolves to {child, url} once it listens. */
function startAnvil() {
  const child = spawn(anvilBinary, ['--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.on('exit', (status) => reject(new Error(`anvil ended: ${status}`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = text.match(/Listening on (\S+)/);
      if (found) resolve({ child, url: `http://${found[1]}` });
    });
  });
}

function marketId(index) {
  return ethers.id(`market ${index}`);
}

async function deploy(sender, wallets) {
  const signers = wallets.map((wallet) => wallet.address);
  const factory = new ethers.ContractFactory(abi, bytecode, sender);
  const args = [sender.address, sender.address, signers, 3, [policy], [code], false];
  const oracle = await (await factory.deploy(...args)).waitForDeployment();
  for (let i = 0; i < markets; ++i) {
    const { ltv, lt, lb, cap } = start;
    await (await oracle.addMarket(marketId(i), limits, ltv, lt, lb, cap)).wait();
  }
  return oracle;
}

/** A report on `count` markets: from the stored targets to `ltv`, `lt`. */
async function report(oracle, count, move) {
  const [seq, prevReport, , configDigest] = await oracle.head();
  const now = (await oracle.runner.provider.getBlock('latest')).timestamp;
  const ids = [...Array(count).keys()].map(marketId).sort();
  const updates = await Promise.all(ids.map(async (id) => {
    const { market } = await oracle.marketState(id);
    const { ltv, lt, lb } = move(market);
    return {
      marketId: id, ltv, lt, lb, supplyCap: 2n ** 64n - 1n, expectLtv: market.ltv,
      expectLt: market.lt, rampSeconds: 7 * 24 * hour, maxNewLiqUsd: 1234567, regime: 55,
    };
  }));
  return {
    configDigest, seq: seq + 1n, observedAt: now, validUntil: now + hour,
    inputsRoot: ethers.id(`inputs ${seq}`), policyHash: policy, codeHash: code, prevReport, updates,
  };
}

async function submit(oracle, wallets, made) {
  const domain = {
    name: 'Ballast', version: '1', chainId: 31337, verifyingContract: await oracle.getAddress(),
  };
  const digest = ethers.TypedDataEncoder.hash(domain, riskReportTypes, made);
  const attestation = compactAttestation(digest, wallets, [0, 1, 2]);
  const reasons = await oracle.submit.staticCall(made, attestation);
  if (reasons.some((reason) => reason !== 0n)) throw new Error(`not applied: ${reasons}`);
  return (await (await oracle.submit(made, attestation)).wait()).gasUsed;
}

async function measure(url) {
  const options = { staticNetwork: true, cacheTimeout: -1 };
  const provider = new ethers.JsonRpcProvider(url, 31337, options);
  const sender = new ethers.NonceManager(await provider.getSigner(0));
  sender.address = await sender.getAddress();
  const wallets = [1, 2, 3, 4, 5].map((i) => new ethers.Wallet(ethers.id(`signer ${i}`)));
  wallets.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const oracle = await deploy(sender, wallets);
  const cut = (m) => ({ ltv: m.ltv - 10n, lt: m.lt - 10n, lb: m.lb });
  const ltvCut = (m) => ({ ltv: m.ltv - 10n, lt: m.lt, lb: m.lb });
  const still = (m) => ({ ltv: m.ltv, lt: m.lt, lb: m.lb });
  await submit(oracle, wallets, await report(oracle, markets, cut));
  const gas = {};
  for (const [name, move] of Object.entries({ cut, ltv_cut: ltvCut, heartbeat: still })) {
    await provider.send('evm_increaseTime', [8 * hour]);
    await provider.send('evm_mine', []);
    const one = await submit(oracle, wallets, await report(oracle, 1, move));
    await provider.send('evm_increaseTime', [8 * hour]);
    await provider.send('evm_mine', []);
    const all = await submit(oracle, wallets, await report(oracle, markets, move));
    gas[name] = { first: Number(one), further: Math.ceil(Number(all - one) / (markets - 1)) };
  }
  provider.destroy();
  return gas;
}

async function main() {
  const { child, url } = await startAnvil();
  child.removeAllListeners('exit');
  try {
    const gas = await measure(url);
    const parts = Object.entries(gas).flatMap(([name, g]) => [
      `${name}_first=${g.first}`, `${name}_further=${g.further}`,
    ]);
    console.log(parts.join(' '));
    const over = Object.values(gas).some(
      (g) => g.first > ceiling.first || g.further > ceiling.further,
    );
    console.log(`ceiling_first=${ceiling.first} ceiling_further=${ceiling.further}`);
    console.log('executed=1');
    process.exitCode = over ? 1 : 0;
  } finally {
    child.kill('SIGTERM');
  }
}

main();
