// SPDX-License-Identifier: MIT
// The same tick in viem and in ethers: typed data, calldata, transaction, all by their own ways.
//
//     node sign_peers.mjs INPUT.json
//
// A line "viem N" or "ethers N" runs N ticks and answers with the seconds; "hash viem" and "hash
// ethers" answer with the hash of the raw transaction.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ethers } from 'ethers';
import { concatHex, encodeFunctionData, keccak256, parseSignature, serializeCompactSignature,
  signatureToCompactSignature } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

const input = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const number = (text) => BigInt(text);
const HASHES = ['configDigest', 'inputsRoot', 'policyHash', 'codeHash', 'prevReport', 'marketId'];
const values = (object) => Object.fromEntries(Object.entries(object).map(([name, value]) =>
  [name, Array.isArray(value) ? value.map(values)
    : HASHES.includes(name) ? value : number(value)]));
const report = values(input.report);
const tx = values(input.transaction);
const chainId = Number(input.chainId);

const members = (text) => text.split(',').map((pair) => {
  const [type, name] = pair.split(' ');
  return { type, name };
});
const types = {
  RiskReport: members('bytes32 configDigest,uint64 seq,uint40 observedAt,uint40 validUntil,'
    + 'bytes32 inputsRoot,bytes32 policyHash,bytes32 codeHash,bytes32 prevReport,'
    + 'ParamUpdate[] updates'),
  ParamUpdate: members('bytes32 marketId,uint16 ltv,uint16 lt,uint16 lb,uint64 supplyCap,'
    + 'uint16 expectLtv,uint16 expectLt,uint32 rampSeconds,uint64 maxNewLiqUsd,uint8 regime'),
};
const domain = { name: 'Ballast', version: '1', chainId, verifyingContract: input.oracle };
const abi = [{
  type: 'function', name: 'submit', stateMutability: 'nonpayable', outputs: [],
  inputs: [
    { name: 'report', type: 'tuple', components: types.RiskReport.map(({ type, name }) =>
      type === 'ParamUpdate[]' ? { name, type: 'tuple[]', components: types.ParamUpdate }
        : { name, type }) },
    { name: 'attestation', type: 'bytes' },
  ],
}];

const viemReporter = privateKeyToAccount(input.reportKey);
const viemPayer = privateKeyToAccount(input.gasKey);
async function viem() {
  const signature = await viemReporter.signTypedData({
    domain, types, primaryType: 'RiskReport', message: report });
  const compact = serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
  const data = encodeFunctionData({
    abi, functionName: 'submit', args: [report, concatHex(['0x00000001', compact])] });
  return viemPayer.signTransaction({ type: 'eip1559', chainId, nonce: Number(tx.nonce),
    to: input.oracle, gas: tx.gas, data, value: 0n, maxFeePerGas: tx.maxFeePerGas,
    maxPriorityFeePerGas: tx.maxPriorityFeePerGas });
}

const ethersReporter = new ethers.Wallet(input.reportKey);
const ethersPayer = new ethers.Wallet(input.gasKey);
const contract = new ethers.Interface(abi);
async function byEthers() {
  const signature = await ethersReporter.signTypedData(domain, types, report);
  const compact = ethers.Signature.from(signature).compactSerialized;
  const data = contract.encodeFunctionData('submit',
    [report, ethers.concat(['0x00000001', compact])]);
  return ethersPayer.signTransaction({ type: 2, chainId, nonce: Number(tx.nonce),
    to: input.oracle, gasLimit: tx.gas, data, value: 0n, maxFeePerGas: tx.maxFeePerGas,
    maxPriorityFeePerGas: tx.maxPriorityFeePerGas });
}

const peers = { viem, ethers: byEthers };
for await (const line of createInterface({ input: process.stdin })) {
  const [first, second] = line.split(' ');
  if (first === 'hash') {
    console.log(keccak256(await peers[second]()));
    continue;
  }
  // Of the core's time and the wall's the smaller: Node's own threads work beside, and others wait.
  const start = process.hrtime.bigint();
  const core = process.cpuUsage();
  for (let i = 0; i < Number(second); ++i) await peers[first]();
  const { user, system } = process.cpuUsage(core);
  console.log(Math.min((user + system) / 1e6, Number(process.hrtime.bigint() - start) / 1e9));
}
