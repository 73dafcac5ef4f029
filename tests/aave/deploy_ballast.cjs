// SPDX-License-Identifier: MIT
// The oracle and both Aave adapters beside a market, with the roles that governance would grant;
// and reports, signed by the keeper's own code.
'use strict';
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { ethers } = require('ethers');
const { ourArtifacts, root } = require('./compile.cjs');

const artifacts = path.join(root, 'oracle/contracts/artifacts');
const oracleArtifact = JSON.parse(fs.readFileSync(path.join(artifacts, 'RiskParamOracle.json')));
const reasons = JSON.parse(fs.readFileSync(path.join(artifacts, 'reasons.json')));

const hour = 3600;
const notManaged = 2n ** 64n - 1n;
const pace = { quantum: 25, seconds: 6 * hour };
const [policy, code] = [ethers.id('policy'), ethers.id('code')];

const limits = {
  ltvMin: 1000, ltvMax: 9600, ltMin: 2000, ltMax: 9800, lbMin: 50, lbMax: 1000, gapMin: 100,
  ltvUpStep: 100, ltUpStep: 100, ltvUpPerDay: 100, ltvUpPerWeek: 300, ltUpPerDay: 100,
  ltUpPerWeek: 300, ltDownPerWeek: 300, maxAge: 400 * 24 * hour, ltvUpDelay: 24 * hour,
  ltUpDelay: 24 * hour, ltDownDelay: 6 * hour, ltvUpAfterDown: 48 * hour,
  ltUpAfterDown: 48 * hour, minRamp: 24 * hour, minRampPer100bps: 24 * hour,
  ltvVeto: 6 * hour, ltVeto: 24 * hour, baselineLtv: 0, staleDecayPerHour: 100, shadow: false,
  supplyCapMin: 1, supplyCapMax: 1000000, supplyCapUpPerDay: 3000,
};

/** Asks our C++ (aave_tool.cpp): one document in, one out. */
function askTool(tool, command, document) {
  const plain = (key, value) =>
    (typeof value === 'bigint' || typeof value === 'number' ? value.toString() : value);
  const input = JSON.stringify(document, plain);
  const ran = spawnSync(tool, [command], { input, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`aave_tool ${command}: ${ran.stderr}`);
  return JSON.parse(ran.stdout);
}

function marketId(aave, asset, eMode) {
  const types = ['uint256', 'address', 'address', 'address', 'address', 'uint8'];
  const parts = [31337, aave.provider.target, aave.pool.target, asset, ethers.ZeroAddress, eMode];
  return ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(types, parts));
}

class Ballast {
  constructor(chain, aave, tool) {
    const keys = [1, 2, 3, 4, 5].map((i) => new ethers.Wallet(ethers.id(`signer ${i}`)));
    keys.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
    Object.assign(this, { chain, aave, tool, keys, relayer: chain.accounts[1] });
    this.owner = chain.accounts[0];
  }

  async deploy() {
    const { chain, aave, owner } = this;
    const signers = this.keys.map((key) => key.address);
    const args = [owner, owner, signers, 3, [policy], [code], false];
    this.oracle = await chain.deploy(oracleArtifact, args);
    this.ids = {
      WETH: marketId(aave, aave.assets.WETH.address, 0), eMode: marketId(aave, ethers.ZeroAddress, 1),
    };
    await this.addMarket(this.ids.WETH, 7500, 8000, 500, 100000n);
    await this.addMarket(this.ids.eMode, 9000, 9300, 100, notManaged);
    await this.deployAdapters();
  }

  async addMarket(id, ...values) {
    await this.chain.call(this.oracle, this.owner, 'addMarket', id, limits, ...values);
  }

  async setLimits(id, changes) {
    const changed = { ...limits, ...changes };
    await this.chain.call(this.oracle, this.owner, 'setLimits', id, changed);
  }

  async deployAdapters() {
    const { chain, aave, owner } = this;
    const ours = ourArtifacts();
    this.feed = await chain.deploy(ours.MockSequencerFeed);
    const now = await chain.now();
    await chain.call(this.feed, owner, 'set', 0, now - 24 * hour);
    const setup = [this.oracle.target, aave.provider.target, pace.quantum, pace.seconds];
    const feed = this.feed.target;
    this.collateral = await chain.deploy(ours.AaveV3CollateralAdapter, [...setup, feed]);
    this.eMode = await chain.deploy(ours.AaveV3EModeAdapter, [...setup, feed]);
    await chain.call(aave.acl, owner, 'addRiskAdmin', this.collateral.target);
    await chain.call(aave.acl, owner, 'addRiskAdmin', this.eMode.target);
    chain.learn(ours);
  }

  /** An entry from what is stored to `changes`, with the shortest ramp that the limits allow. */
  async entry(id, changes) {
    const { market } = await this.oracle.marketState(id);
    const [, ltNow] = await this.oracle.params(id);
    const lt = BigInt(changes.lt ?? market.lt);
    const cut = ltNow > lt ? Number(ltNow - lt) : 0;
    const rampSeconds = Math.max(24 * hour, Math.ceil((cut * 24 * hour) / 100));
    return {
      marketId: id, ltv: market.ltv, lt: market.lt, lb: market.lb, supplyCap: notManaged,
      expectLtv: market.ltv, expectLt: market.lt, rampSeconds, maxNewLiqUsd: 0, regime: 40,
      ...changes,
    };
  }

  async reportOf(entries) {
    const [seq, prevReport, , configDigest] = await this.oracle.head();
    const now = await this.chain.now();
    const updates = [...entries].sort((a, b) => (a.marketId < b.marketId ? -1 : 1));
    return {
      configDigest, seq: seq + 1n, observedAt: now, validUntil: now + hour,
      inputsRoot: ethers.id(`inputs ${seq}`), policyHash: policy, codeHash: code, prevReport,
      updates,
    };
  }

  /** Signs by oracle/ in C++, relays, and returns the name of each entry's fate. */
  async report(...entries) {
    const report = await this.reportOf(entries);
    const keys = this.keys.slice(0, 3).map((key) => key.privateKey);
    const document = { report, chainId: 31337, oracle: this.oracle.target, keys };
    const { calldata } = askTool(this.tool, 'report', document);
    const expected = await this.previewReport(report);
    await this.chain.send(this.relayer, this.oracle.target, calldata);
    return expected;
  }

  async previewReport(report) {
    return (await this.oracle.preview(report)).map((reason) => reasons[Number(reason)]);
  }

  /**
   * The keeper's way to a step: preview, then the call itself without sending, then the
   * transaction. Returns why nothing was sent, or null after a step.
   */
  async step(adapter, key) {
    const plan = await adapter.preview(key);
    if (plan.refusal !== '0x00000000') return this.chain.errorName(plan.refusal);
    const fault = await this.chain.fault(adapter, this.relayer, 'step', key);
    if (fault !== null) return fault;
    await this.chain.call(adapter, this.relayer, 'step', key);
    return null;
  }

  stepReserve() {
    return this.step(this.collateral, this.aave.assets.WETH.address);
  }

  figure(positions, now, after, limit = { accounts: 0, debt: 0n }) {
    return askTool(this.tool, 'figure', {
      positions, now, after, limitAccounts: limit.accounts, limitDebt: limit.debt,
    });
  }
}

/** Another oracle of the same roles, with these reserves: {NAME: [ltv, lt, bonus, cap]}. */
async function oracleOf({ chain, aave, owner, keys }, reserves) {
  const signers = keys.map((key) => key.address);
  const oracle = await chain.deploy(oracleArtifact,
    [owner, owner, signers, 3, [policy], [code], false]);
  for (const [name, values] of Object.entries(reserves)) {
    const id = marketId(aave, aave.assets[name].address, 0);
    await chain.call(oracle, owner, 'addMarket', id, limits, ...values);
  }
  return oracle;
}

module.exports = { oracleOf, Ballast, hour, pace };
