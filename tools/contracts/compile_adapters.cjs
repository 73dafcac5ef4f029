#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Compiles the adapters and writes adapters.json, the ABI and bytecode of each, beside the oracle's
// artifact; with --check, compares instead. Options and exit codes are those of compile.cjs.
'use strict';
const solc = require('solc');
const {
  codeSizeLimit, compile, readSources, render, settings: oracleSettings, sourceDir, sourceHash,
  writeOrCheck,
} = require('./compile.cjs');

// Gas is no matter here, so what forge tests (no IR) is byte for byte what is deployed.
const settings = { ...oracleSettings, viaIR: false };
const dir = `${sourceDir}/adapters`;
const names = [
  'AaveV3CollateralAdapter', 'AaveV3EModeAdapter', 'ChaosRiskOracleShim', 'EulerEVKAdapter',
];

function artifact(output, name) {
  const { abi, evm } = output.contracts[`${dir}/${name}.sol`][name];
  const size = evm.deployedBytecode.object.length / 2;
  console.error(`${name}_code_bytes=${size}`);
  if (size >= codeSizeLimit) throw new Error(`${name} is over the code size limit of EIP-170`);
  return { abi, bytecode: `0x${evm.bytecode.object}` };
}

function main(args) {
  const sources = readSources([dir]);
  const output = compile(sources, settings);
  const contracts = Object.fromEntries(names.map((name) => [name, artifact(output, name)]));
  const compiler = { name: 'solc', settings, version: solc.version() };
  const text = render({ compiler, contracts, sourceHash: sourceHash(sources) });
  writeOrCheck([['adapters.json', text]], args);
}

main(process.argv.slice(2));
