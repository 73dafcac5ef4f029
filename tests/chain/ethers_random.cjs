// SPDX-License-Identifier: MIT
// Seeded draws for ethers_vectors.cjs: the same seed draws the same.
'use strict';
const crypto = require('crypto');
const ethers = require('ethers');

module.exports = (seed) => {
  const key = crypto.createHash('sha256').update(seed).digest();
  const stream = crypto.createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  let drawn = Buffer.alloc(0);
  const bytes = (length) => {
    if (drawn.length < length) drawn = stream.update(Buffer.alloc(1 << 16));
    const taken = drawn.subarray(0, length);
    drawn = drawn.subarray(length);
    return taken;
  };
  const below = (n) => bytes(6).readUIntBE(0, 6) % n;
  const pick = (list) => list[below(list.length)];
  const times = (n, make) => Array.from({ length: n }, make);
  const hexBytes = (length) => '0x' + bytes(length).toString('hex');
  // All widths alike likely, the ends of the range among them.
  const unsigned = (bits) => {
    const shape = below(8);
    if (shape === 0) return 0n;
    if (shape === 1) return (1n << BigInt(bits)) - 1n;
    return BigInt(hexBytes(32)) & ((1n << BigInt(1 + below(bits))) - 1n);
  };
  const signed = (bits) => BigInt.asIntN(bits, unsigned(bits));
  const lengths = [0, 1, 31, 32, 33, 55, 56, 64, 255, 256, 1000];
  const length = () => (below(20) === 0 ? pick(lengths) : below(70));
  const texts = ['', 'Ballast', '担保', 'a "quoted"\nline\\', '\u0000\u007f', '🜂'];
  const text = () => (below(4) === 0 ? 'x'.repeat(length()) : pick(texts));
  // A checksum is slow in JavaScript; 256 of them are enough.
  const addresses = times(256, () => ethers.getAddress(hexBytes(20)));
  const address = () => pick(addresses);
  return { below, pick, times, hexBytes, unsigned, signed, length, text, address };
};
