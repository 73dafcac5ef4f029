// SPDX-License-Identifier: MIT
// Solidity to artifacts, through the same solc wrapper as the contract's own tests. What it writes
// stays under build/aave: Aave is BUSL-1.1, and neither source nor bytecode of it is ours to keep.
'use strict';
const { spawnSync } = require('child_process');
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');

const root = path.resolve(__dirname, '../..');
const cacheDir = path.join(root, 'build/aave');
const packages = path.join(cacheDir, 'node_modules');

// Aave's own settings, which are those of tools/contracts/compile.cjs.
const settings = {
  evmVersion: 'shanghai',
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: 'none' },
};
const outputs = ['abi', 'evm.bytecode.object', 'evm.bytecode.linkReferences'];

const aaveRemappings = [
  'aave/=@aave-dao/aave-v3-origin/src/',
  'solidity-utils/=@bgd-labs/solidity-utils/src/',
  'openzeppelin-contracts/=@openzeppelin/',
  'openzeppelin-contracts-upgradeable/contracts/=@openzeppelin/contracts-upgradeable/',
];
const aaveEntries = [
  'instances/PoolInstance', 'instances/PoolConfiguratorInstance', 'instances/ATokenInstance',
  'instances/VariableDebtTokenInstance', 'protocol/configuration/PoolAddressesProvider',
  'protocol/configuration/ACLManager', 'misc/AaveOracle',
  'misc/DefaultReserveInterestRateStrategyV2', 'mocks/testnet-helpers/TestnetERC20',
].map((name) => `@aave-dao/aave-v3-origin/src/contracts/${name}.sol`);

function solc(input, basePath) {
  const wrapper = path.join(root, 'tools/contracts/solc_wrapper.cjs');
  const args = [wrapper, '--standard-json', '--base-path', basePath];
  const options = { input: JSON.stringify(input), maxBuffer: 1 << 28, encoding: 'utf8' };
  const ran = spawnSync(process.execPath, args, options);
  if (ran.status !== 0) throw new Error(`solc: ${ran.stderr}`);
  const output = JSON.parse(ran.stdout);
  const errors = (output.errors || []).filter((error) => error.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((e) => e.formattedMessage).join('\n'));
  return output;
}

/** Contract name -> {abi, bytecode, links} of everything that `entries` reach under `base`. */
function compile(base, entries, remappings) {
  const read = (name) => ({ content: fs.readFileSync(path.join(base, name), 'utf8') });
  const sources = Object.fromEntries(entries.map((name) => [name, read(name)]));
  const outputSelection = { '*': { '*': outputs } };
  const input = {
    language: 'Solidity', sources, settings: { ...settings, remappings, outputSelection },
  };
  const found = {};
  Object.values(solc(input, base).contracts).forEach((contracts) => {
    Object.entries(contracts).forEach(([name, c]) => {
      if (c.evm.bytecode.object === '' && c.abi.length === 0) return;
      found[name] = {
        abi: c.abi, bytecode: c.evm.bytecode.object, links: c.evm.bytecode.linkReferences,
      };
    });
  });
  return found;
}

/** compile(), or what it gave the last time for the same `inputs`. */
function cached(name, inputs, make) {
  const key = crypto.createHash('sha256').update(JSON.stringify([inputs, settings])).digest('hex');
  const file = path.join(cacheDir, `${name}.json`);
  if (fs.existsSync(file)) {
    const kept = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (kept.key === key) return kept.artifacts;
  }
  const artifacts = make();
  fs.writeFileSync(`${file}.part`, JSON.stringify({ key, artifacts }));
  fs.renameSync(`${file}.part`, file);
  return artifacts;
}

function aaveArtifacts() {
  const lock = fs.readFileSync(path.join(__dirname, 'package-lock.json'), 'utf8');
  const inputs = [lock, aaveEntries, aaveRemappings];
  return cached('aave', inputs, () => compile(packages, aaveEntries, aaveRemappings));
}

function listSources(dir) {
  const names = fs.readdirSync(path.join(root, dir)).filter((name) => name.endsWith('.sol'));
  return names.map((name) => `${dir}/${name}`).sort();
}

/** The committed adapters, and the few contracts of this test. */
function ourArtifacts() {
  const feed = 'tests/contracts/adapters/MockSequencerFeed.sol';
  const entries = [...listSources('tests/aave/contracts'), feed];
  const texts = entries.map((name) => fs.readFileSync(path.join(root, name), 'utf8'));
  const made = cached('ours', texts, () => compile(root, entries, []));
  const file = path.join(root, 'oracle/contracts/artifacts/adapters.json');
  return { ...made, ...JSON.parse(fs.readFileSync(file, 'utf8')).contracts };
}

module.exports = { aaveArtifacts, ourArtifacts, root };
