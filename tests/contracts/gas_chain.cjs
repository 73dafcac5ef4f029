// SPDX-License-Identifier: MIT
// An anvil whose every block, address and signature is the same in every run, and an oracle on it:
// so gas is the same too, to the unit. For gas.cjs.
'use strict';
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const { ethers } = require('ethers');
const { riskReportTypes, compactAttestation } = require('../oracle/eip712.cjs');

const root = path.resolve(__dirname, '../..');
const artifact = path.join(root, 'oracle/contracts/artifacts/RiskParamOracle.json');
const anvilBinary = path.join(root, 'node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil');
const { abi, bytecode } = JSON.parse(fs.readFileSync(artifact, 'utf8'));

const hour = 3600;
const policy = ethers.id('policy');
const code = ethers.id('code');
const start = { ltv: 7500, lt: 8000, lb: 500, cap: 100000 };
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
  const options = ['--port', '0', '--timestamp', '1800000000'];
  const child = spawn(anvilBinary, options, { stdio: ['ignore', 'pipe', 'inherit'] });
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

/** One oracle with `count` markets and five signers, three needed. */
class GasChain {
  static async open(url, count) {
    const chain = new GasChain();
    const options = { staticNetwork: true, cacheTimeout: -1 };
    chain.provider = new ethers.JsonRpcProvider(url, 31337, options);
    await chain.provider.send('anvil_setBlockTimestampInterval', [1]);
    const sender = new ethers.NonceManager(await chain.provider.getSigner(0));
    const owner = await sender.getAddress();
    chain.wallets = [1, 2, 3, 4, 5].map((i) => new ethers.Wallet(ethers.id(`signer ${i}`)));
    chain.wallets.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
    chain.ids = [...Array(count).keys()].map((i) => ethers.id(`market ${i}`)).sort();
    const signers = chain.wallets.map((wallet) => wallet.address);
    const factory = new ethers.ContractFactory(abi, bytecode, sender);
    const made = await factory.deploy(owner, owner, signers, 3, [policy], [code], false);
    chain.oracle = await made.waitForDeployment();
    const { ltv, lt, lb, cap } = start;
    for (const id of chain.ids) {
      await (await chain.oracle.addMarket(id, limits, ltv, lt, lb, cap)).wait();
    }
    return chain;
  }

  async skip(seconds) {
    const { timestamp } = await this.provider.getBlock('latest');
    await this.provider.send('evm_setNextBlockTimestamp', [timestamp + seconds]);
    await this.provider.send('evm_mine', []);
  }

  /** A report on the first `count` markets; `move` maps a stored market to its new values. */
  async report(count, move) {
    const [seq, prevReport, , configDigest] = await this.oracle.head();
    const now = (await this.provider.getBlock('latest')).timestamp;
    const updates = await Promise.all(this.ids.slice(0, count).map(async (id) => {
      const { market } = await this.oracle.marketState(id);
      return {
        marketId: id, ltv: market.ltv, lt: market.lt, lb: market.lb, supplyCap: 2n ** 64n - 1n,
        expectLtv: market.ltv, expectLt: market.lt, rampSeconds: 7 * 24 * hour,
        maxNewLiqUsd: 1234567, regime: 55, ...move(market),
      };
    }));
    return {
      configDigest, seq: seq + 1n, observedAt: now, validUntil: now + hour, prevReport, updates,
      inputsRoot: ethers.id(`inputs ${seq}`), policyHash: policy, codeHash: code,
    };
  }

  /** Submits a report all of whose entries must end in `reason`; returns the gas used. */
  async submit(count, move, reason) {
    const made = await this.report(count, move);
    const verifyingContract = await this.oracle.getAddress();
    const domain = { name: 'Ballast', version: '1', chainId: 31337, verifyingContract };
    const digest = ethers.TypedDataEncoder.hash(domain, riskReportTypes, made);
    const attestation = compactAttestation(digest, this.wallets, [0, 1, 2]);
    const reasons = await this.oracle.submit.staticCall(made, attestation);
    if (reasons.some((got) => got !== reason)) throw new Error(`not ${reason}: ${reasons}`);
    return Number((await (await this.oracle.submit(made, attestation)).wait()).gasUsed);
  }

  async executePending(index) {
    return Number((await (await this.oracle.executePending(this.ids[index])).wait()).gasUsed);
  }
}

module.exports = { GasChain, startAnvil, hour };
