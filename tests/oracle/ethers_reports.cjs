#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Random reports as ethers encodes them: the second opinion for oracle/'s EIP-712 and calldata.
//
//   ethers_reports.cjs SEED COUNT      prints COUNT lines of JSON; the same SEED, the same bytes
//
// Every integer is a decimal string, every byte string is 0x and lower-case hex.
//   domain       chainId, verifyingContract (name Ballast, version 1)
//   report       configDigest seq observedAt validUntil inputsRoot policyHash codeHash prevReport
//                updates[]: marketId ltv lt lb supplyCap expectLtv expectLt rampSeconds
//                maxNewLiqUsd regime. 1 to 32, strictly ascending by marketId. Fields range over
//                their whole width, often 0 or all ones: they test encoding, not admissibility
//   domainSeparator, structHash (of the report), updateHashes[] (hashStruct of each update),
//   digest       what is signed
//   keys[]       private keys of the signers in ascending order of address; addresses[] theirs
//   indexes[]    who signed, ascending
//   signatures[] their 64 bytes of EIP-2098, deterministic by RFC 6979 without extra entropy
//   attestation  bytes4 bitmask, then the signatures
//   calldata     submit(report, attestation) by the ABI of the committed artifact
'use strict';
const fs = require('fs');
const path = require('path');
const { ethers } = require('ethers');
const { compactSignature, compactAttestation, riskReportTypes } = require('./eip712.cjs');

const root = path.resolve(__dirname, '../..');
const artifact = path.join(root, 'oracle/contracts/artifacts/RiskParamOracle.json');
const oracleAbi = new ethers.Interface(JSON.parse(fs.readFileSync(artifact, 'utf8')).abi);

/** A stream of random numbers: keccak256 over the seed and a counter. */
class Stream {
  constructor(seed) {
    this.seed = ethers.id(`ballast.reports.${seed}`);
    this.counter = 0;
  }

  word() {
    this.counter += 1;
    return ethers.solidityPackedKeccak256(['bytes32', 'uint256'], [this.seed, this.counter]);
  }

  below(limit) {
    return Number(BigInt(this.word()) % BigInt(limit));
  }

  /** Unsigned integer of `bits`: one in eight is 0, one in eight all ones, half are short. */
  integer(bits) {
    const full = (1n << BigInt(bits)) - 1n;
    const shape = this.below(8);
    if (shape === 0) return 0n;
    if (shape === 1) return full;
    const value = BigInt(this.word()) & full;
    return shape < 5 ? value >> BigInt(this.below(bits)) : value;
  }

  field(type) {
    return type === 'bytes32' ? this.word() : this.integer(Number(type.slice('uint'.length)));
  }
}

function randomStruct(stream, name) {
  const fields = riskReportTypes[name].filter((field) => !field.type.endsWith('[]'));
  return Object.fromEntries(fields.map((field) => [field.name, stream.field(field.type)]));
}

function randomReport(stream) {
  const count = stream.below(4) === 0 ? 1 + stream.below(32) : 1 + stream.below(3);
  const updates = Array.from({ length: count }, () => randomStruct(stream, 'ParamUpdate'));
  updates.sort((a, b) => (BigInt(a.marketId) < BigInt(b.marketId) ? -1 : 1));
  return { ...randomStruct(stream, 'RiskReport'), updates };
}

function randomWallets(stream) {
  const length = 1 + stream.below(7);
  const wallets = Array.from({ length }, () => new ethers.Wallet(stream.word()));
  return wallets.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
}

function randomIndexes(stream, count) {
  const chosen = [...Array(count).keys()].filter(() => stream.below(2) === 1);
  return chosen.length > 0 ? chosen : [stream.below(count)];
}

function line(stream) {
  const domain = {
    name: 'Ballast', version: '1', chainId: 1n + stream.integer(32),
    verifyingContract: ethers.getAddress(ethers.dataSlice(stream.word(), 12)),
  };
  const report = randomReport(stream);
  const wallets = randomWallets(stream);
  const indexes = randomIndexes(stream, wallets.length);
  const encoder = ethers.TypedDataEncoder.from(riskReportTypes);
  const digest = ethers.TypedDataEncoder.hash(domain, riskReportTypes, report);
  const attestation = compactAttestation(digest, wallets, indexes);
  return {
    domain: { chainId: domain.chainId, verifyingContract: domain.verifyingContract.toLowerCase() },
    report,
    domainSeparator: ethers.TypedDataEncoder.hashDomain(domain),
    structHash: encoder.hashStruct('RiskReport', report),
    updateHashes: report.updates.map((update) => encoder.hashStruct('ParamUpdate', update)),
    digest,
    keys: wallets.map((wallet) => wallet.privateKey),
    addresses: wallets.map((wallet) => wallet.address.toLowerCase()),
    indexes,
    signatures: indexes.map((index) => compactSignature(digest, wallets[index])),
    attestation,
    calldata: oracleAbi.encodeFunctionData('submit', [report, attestation]),
  };
}

function main([seed, count]) {
  if (seed === undefined || !/^[0-9]+$/.test(count || '')) {
    console.error('usage: ethers_reports.cjs SEED COUNT');
    process.exitCode = 64;
    return;
  }
  const stream = new Stream(seed);
  const plain = (key, value) =>
    (typeof value === 'bigint' || typeof value === 'number' ? value.toString() : value);
  for (let i = 0; i < Number(count); ++i) {
    console.log(JSON.stringify(line(stream), plain));
  }
}

main(process.argv.slice(2));
