#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Compiles the oracle contract and writes the committed artifacts; with --check, compares instead.
//
//   compile.cjs [--check] [--out DIR ...]     DIR defaults to oracle/contracts/artifacts
//
// Exit 0 done or equal; 1 a compiler complaint, or a differing file, which is named.
// The output has sorted keys and no time or path in it: the same sources give the same bytes.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const solc = require('solc');

const root = path.resolve(__dirname, '../..');
const sourceDir = 'oracle/contracts';
const contractFile = `${sourceDir}/RiskParamOracle.sol`;
const codeSizeLimit = 24576; // EIP-170

const settings = {
  evmVersion: 'shanghai', // PUSH0 is enough: runs wherever Aave v3, built for shanghai, runs
  optimizer: { enabled: true, runs: 200 },
  viaIR: true, // 5,000 gas of a report and 3,500 bytes of code less than the older code generator
  metadata: { bytecodeHash: 'none' }, // comments do not change the bytecode
};

/** The sources of `folders`, not of folders in them: the oracle knows no adapter and no example. */
function readSources(folders) {
  const names = (dir) => fs.readdirSync(path.join(root, dir)).map((name) => `${dir}/${name}`);
  const listed = folders.flatMap(names).filter((name) => name.endsWith('.sol')).sort();
  const read = (name) => ({ content: fs.readFileSync(path.join(root, name), 'utf8') });
  return Object.fromEntries(listed.map((name) => [name, read(name)]));
}

/** sha256 over "path NUL sha256(content) LF" of each source in order of path. */
function sourceHash(sources) {
  const sha256 = (data) => crypto.createHash('sha256').update(data).digest('hex');
  const lines = Object.entries(sources).map(([name, s]) => `${name}\0${sha256(s.content)}\n`);
  return `0x${sha256(lines.join(''))}`;
}

function compile(sources, used) {
  const deployed = 'evm.deployedBytecode';
  const selection = ['abi', 'evm.bytecode.object', `${deployed}.object`,
    `${deployed}.immutableReferences`];
  const outputSelection = { '*': { '': ['ast'], '*': selection } };
  const input = { language: 'Solidity', sources, settings: { ...used, outputSelection } };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const complaints = output.errors || [];
  complaints.forEach((complaint) => console.error(complaint.formattedMessage));
  if (complaints.length > 0) process.exit(1); // a warning is an error
  return output;
}

function enumNames(output, file, name) {
  const nodes = output.sources[file].ast.nodes;
  const found = nodes.find((node) => node.nodeType === 'EnumDefinition' && node.name === name);
  return found.members.map((member) => member.name);
}

/** Name of each immutable -> where in the deployed code its words stand, in bytes, ascending. */
function immutables(output, contract) {
  const names = {};
  const walk = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (node.nodeType === 'VariableDeclaration') names[node.id] = node.name;
    Object.values(node).forEach(walk);
  };
  Object.values(output.sources).forEach((source) => walk(source.ast));
  const sites = Object.entries(contract.evm.deployedBytecode.immutableReferences);
  return Object.fromEntries(sites.map(([id, found]) => {
    if (found.some((site) => site.length !== 32)) throw new Error(`${names[id]} is not one word`);
    return [names[id], found.map((site) => site.start).sort((a, b) => a - b)];
  }));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

function render(value) {
  return `${JSON.stringify(sorted(value), null, 1)}\n`;
}

/** File name -> exact text of each artifact. */
function artifacts() {
  const sources = readSources([sourceDir, `${sourceDir}/lib`]);
  const output = compile(sources, settings);
  const contract = output.contracts[contractFile].RiskParamOracle;
  const size = contract.evm.deployedBytecode.object.length / 2;
  console.error(`code_bytes=${size} code_limit=${codeSizeLimit}`);
  if (size >= codeSizeLimit) {
    console.error('compile: the contract is over the code size limit of EIP-170');
    process.exit(1);
  }
  const oracle = {
    abi: contract.abi,
    bytecode: `0x${contract.evm.bytecode.object}`,
    compiler: { name: 'solc', settings, version: solc.version() },
    deployedBytecode: `0x${contract.evm.deployedBytecode.object}`,
    immutables: immutables(output, contract),
    sourceHash: sourceHash(sources),
  };
  const reasons = enumNames(output, `${sourceDir}/RiskTypes.sol`, 'Reason');
  return { 'RiskParamOracle.json': render(oracle), 'reasons.json': render(reasons) };
}

function differs(dir, name, text) {
  const file = path.join(dir, name);
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return false;
  console.error(`compile: ${path.relative(root, file)} is not what the sources compile to`);
  return true;
}

/** The values of every --out, else the folder of the committed artifacts. */
function outFolders(args) {
  const given = args.flatMap((arg, i) => (arg === '--out' ? [path.resolve(args[i + 1])] : []));
  return given.length > 0 ? given : [path.join(root, sourceDir, 'artifacts')];
}

function write(dir, files) {
  fs.mkdirSync(dir, { recursive: true });
  files.forEach(([name, text]) => fs.writeFileSync(path.join(dir, name), text));
}

/** Writes `files` (name, text) to each folder; with --check, compares them instead. */
function writeOrCheck(files, args) {
  const folders = outFolders(args);
  if (!args.includes('--check')) {
    folders.forEach((dir) => write(dir, files));
    return;
  }
  const bad = folders.flatMap((dir) => files.filter(([name, text]) => differs(dir, name, text)));
  console.log(`executed=${files.length * folders.length}`);
  process.exitCode = bad.length > 0 ? 1 : 0;
}

if (require.main === module) {
  writeOrCheck(Object.entries(artifacts()), process.argv.slice(2));
}

module.exports = {
  codeSizeLimit, compile, readSources, render, settings, sourceDir, sourceHash, writeOrCheck,
};
