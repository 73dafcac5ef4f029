// SPDX-License-Identifier: MIT
// A local chain of one test, and transactions on it.
'use strict';
const { spawn } = require('child_process');
const path = require('path');
const { ethers } = require('ethers');
const { root } = require('./compile.cjs');

const binary = path.join(root, 'node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil');

function listening(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.on('exit', (status) => reject(new Error(`anvil ended: ${status}`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = text.match(/Listening on (\S+)/);
      if (found) resolve(`http://${found[1]}`);
    });
  });
}

/** A contract's call that was mined and failed: cases count these, and expect none. */
class Reverted extends Error {}

class Chain {
  static async start() {
    const args = ['--port', '0', '--accounts', '90'];
    const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await listening(child);
    child.removeAllListeners('exit');
    const options = { staticNetwork: true, cacheTimeout: -1 };
    const provider = new ethers.JsonRpcProvider(url, 31337, options);
    const accounts = (await provider.send('eth_accounts', [])).map(ethers.getAddress);
    return new Chain(child, provider, accounts);
  }

  constructor(child, provider, accounts) {
    Object.assign(this, { child, provider, accounts, reverted: 0, sent: 0, errors: new Map() });
  }

  /** Takes in the names of all errors in `artifacts`, by selector. */
  learn(artifacts) {
    Object.values(artifacts).forEach(({ abi }) => new ethers.Interface(abi).forEachError(
      (error) => this.errors.set(error.selector, error.name),
    ));
  }

  /** The name of an error's selector; null of none. */
  errorName(selector) {
    return selector === '0x00000000' ? null : this.errors.get(selector) || selector;
  }

  stop() {
    this.provider.destroy();
    this.child.kill('SIGTERM');
  }

  /** Sends, and returns the receipt; throws Reverted where it failed on the chain. */
  async send(from, to, data) {
    const tx = { from, data, gas: '0x1c9c380' };
    if (to) tx.to = to;
    const hash = await this.provider.send('eth_sendTransaction', [tx]);
    this.sent += 1;
    let receipt = null;
    while (receipt === null) {
      receipt = await this.provider.send('eth_getTransactionReceipt', [hash]);
    }
    if (receipt.status === '0x1') return receipt;
    this.reverted += 1;
    throw new Reverted(`transaction ${hash} reverted`);
  }

  /** contract.name(...args) as a transaction from `from`. */
  async call(contract, from, name, ...args) {
    const data = contract.interface.encodeFunctionData(name, args);
    return this.send(from, contract.target, data);
  }

  /** Null where the call would succeed, else the name of the error it would revert with. */
  async fault(contract, from, name, ...args) {
    try {
      await contract[name].staticCall(...args, { from });
      return null;
    } catch (error) {
      if (error.data === undefined || error.data === null) throw error;
      return this.errorName(error.data.slice(0, 10));
    }
  }

  async skip(seconds) {
    await this.provider.send('evm_increaseTime', [seconds]);
    await this.provider.send('evm_mine', []);
  }

  async now() {
    return (await this.provider.getBlock('latest')).timestamp;
  }

  /** Runs `body` and then brings the chain back to where it was. */
  async aside(body) {
    const snapshot = await this.provider.send('evm_snapshot', []);
    const counts = { reverted: this.reverted, sent: this.sent };
    try {
      return await body();
    } finally {
      await this.provider.send('evm_revert', [snapshot]);
      Object.assign(this, counts);
    }
  }

  /** Deploys `artifact`, linked to `libraries`, from the first account. */
  async deploy(artifact, args = [], libraries = {}) {
    const code = link(artifact, libraries);
    const given = new ethers.Interface(artifact.abi).encodeDeploy(args);
    const receipt = await this.send(this.accounts[0], null, code + given.slice(2));
    return new ethers.Contract(receipt.contractAddress, artifact.abi, this.provider);
  }
}

function link(artifact, libraries) {
  let code = artifact.bytecode.replace(/^0x/, '');
  Object.values(artifact.links || {}).forEach((names) => {
    Object.entries(names).forEach(([name, places]) => {
      const address = libraries[name].target.slice(2).toLowerCase();
      places.forEach(({ start, length }) => {
        code = code.slice(0, start * 2) + address + code.slice((start + length) * 2);
      });
    });
  });
  return `0x${code}`;
}

module.exports = { Chain, Reverted };
