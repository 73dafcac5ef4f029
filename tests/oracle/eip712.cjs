// SPDX-License-Identifier: MIT
// The RiskReport of the oracle contract as ethers types, and its attestation.
'use strict';
const { ethers } = require('ethers');

const riskReportTypes = {
  RiskReport: [
    { name: 'configDigest', type: 'bytes32' },
    { name: 'seq', type: 'uint64' },
    { name: 'observedAt', type: 'uint40' },
    { name: 'validUntil', type: 'uint40' },
    { name: 'inputsRoot', type: 'bytes32' },
    { name: 'policyHash', type: 'bytes32' },
    { name: 'codeHash', type: 'bytes32' },
    { name: 'prevReport', type: 'bytes32' },
    { name: 'updates', type: 'ParamUpdate[]' },
  ],
  ParamUpdate: [
    { name: 'marketId', type: 'bytes32' },
    { name: 'ltv', type: 'uint16' },
    { name: 'lt', type: 'uint16' },
    { name: 'lb', type: 'uint16' },
    { name: 'supplyCap', type: 'uint64' },
    { name: 'expectLtv', type: 'uint16' },
    { name: 'expectLt', type: 'uint16' },
    { name: 'rampSeconds', type: 'uint32' },
    { name: 'maxNewLiqUsd', type: 'uint64' },
    { name: 'regime', type: 'uint8' },
  ],
};

/** EIP-2098 signature of `digest` by `wallet`, 64 bytes of hex. */
function compactSignature(digest, wallet) {
  return wallet.signingKey.sign(digest).compactSerialized;
}

/** bytes4 bitmask, then the compact signatures of wallets[i] for each i of ascending `indexes`. */
function compactAttestation(digest, wallets, indexes) {
  const mask = indexes.reduce((bits, index) => bits + 2 ** index, 0);
  const signatures = indexes.map((index) => compactSignature(digest, wallets[index]));
  return ethers.concat([ethers.toBeHex(mask, 4), ...signatures]);
}

module.exports = { compactAttestation, compactSignature, riskReportTypes };
