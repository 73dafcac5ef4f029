// SPDX-License-Identifier: MIT
// node tests/chain/ethers_vectors.cjs <seed> <count>
//
// Prints <count> random EIP-1559 transactions, ABI values and EIP-712 documents each, as JSON
// lines with the bytes that ethers makes of them. The same seed prints the same lines.
'use strict';
const crypto = require('crypto');
const ethers = require('ethers');

const [seed, countText] = process.argv.slice(2);
const count = Number(countText);
if (!seed || !Number.isSafeInteger(count) || count < 1) {
  console.error('usage: node tests/chain/ethers_vectors.cjs <seed> <count>');
  process.exit(64);
}

let drawn = 0;
const block = () => crypto.createHash('sha256').update(`${seed}/${drawn++}`).digest();
const below = (n) => Number(block().readBigUInt64BE(0) % BigInt(n));
const pick = (list) => list[below(list.length)];
const hexBytes = (length) => {
  let bytes = Buffer.alloc(0);
  while (bytes.length < length) bytes = Buffer.concat([bytes, block()]);
  return '0x' + bytes.subarray(0, length).toString('hex');
};
const times = (n, make) => Array.from({ length: n }, make);
// All widths alike likely, the ends of the range among them.
const unsigned = (bits) => {
  const max = (1n << BigInt(bits)) - 1n;
  const shape = below(8);
  if (shape === 0) return 0n;
  if (shape === 1) return max;
  return BigInt(hexBytes(32)) & ((1n << BigInt(1 + below(bits))) - 1n);
};
const signed = (bits) => BigInt.asIntN(bits, unsigned(bits));
const address = () => ethers.getAddress(hexBytes(20));
const text = () => pick(['', 'Ballast', '担保', 'a "quoted"\nline', 'x'.repeat(below(100))]);
const lengths = [0, 1, 31, 32, 33, 55, 56, 255, 256, 1000];

// What the C++ side reads: numbers as words (two's complement), the rest as hex, text or lists.
const word = (value) => ethers.toBeHex(BigInt.asUintN(256, value), 32);

const sized = (name, size, make) => ({ type: `${name}${size}`, make: () => make(size) });
const bits = () => 8 * (1 + below(32));
const atoms = [
  () => sized('uint', bits(), unsigned),
  () => sized('int', bits(), signed),
  () => sized('bytes', 1 + below(32), hexBytes),
  () => ({ type: 'address', make: address }),
  () => ({ type: 'bool', make: () => below(2) === 1 }),
  () => ({ type: 'bytes', make: () => hexBytes(pick(lengths)) }),
  () => ({ type: 'string', make: text }),
];

const plain = (value) => {
  if (typeof value === 'bigint') return word(value);
  return Array.isArray(value) ? value.map(plain) : value;
};

const array = (element) => {
  const fixed = below(2) === 1 ? 1 + below(4) : 0;
  return {
    type: `${element.type}[${fixed || ''}]`,
    make: () => times(fixed || below(5), () => element.make()),
  };
};

function abiType(depth) {
  const shape = depth > 3 ? 0 : below(4);
  if (shape === 1) return array(abiType(depth + 1));
  if (shape === 2) return abiTuple(depth + 1, 1 + below(4));
  return pick(atoms)();
}

function abiTuple(depth, size) {
  const parts = times(size, () => abiType(depth));
  return {
    type: `(${parts.map((part) => part.type).join(',')})`,
    make: () => parts.map((part) => part.make()),
    parts,
  };
}

function abiCase() {
  const tuple = abiTuple(0, below(6));
  const value = tuple.make();
  const types = tuple.parts.map((part) => part.type);
  const encoded = ethers.AbiCoder.defaultAbiCoder().encode(types, value);
  return { kind: 'abi', type: tuple.type, value: plain(value), encoded };
}

function transactionCase() {
  const key = hexBytes(32);
  const fields = {
    type: 2,
    chainId: 1n + unsigned(32),
    nonce: below(1 << 30),
    maxPriorityFeePerGas: unsigned(64),
    maxFeePerGas: unsigned(128) + (1n << 64n),
    gasLimit: unsigned(53),
    to: below(5) === 0 ? null : address(),
    value: unsigned(256),
    data: hexBytes(pick(lengths)),
    accessList: times(below(3), () => ({
      address: address(), storageKeys: times(below(3), () => hexBytes(32)),
    })),
  };
  const tx = ethers.Transaction.from(fields);
  const unsignedBytes = tx.unsignedSerialized;
  tx.signature = new ethers.SigningKey(key).sign(tx.unsignedHash);
  return {
    kind: 'transaction', key, unsigned: unsignedBytes, signed: tx.serialized, hash: tx.hash,
    from: tx.from, chain_id: word(fields.chainId), nonce: word(BigInt(fields.nonce)),
    tip: word(fields.maxPriorityFeePerGas), fee: word(fields.maxFeePerGas),
    gas: word(fields.gasLimit), to: fields.to ?? '', value: word(fields.value), data: fields.data,
    access_list: fields.accessList.map((item) => [item.address, item.storageKeys]),
  };
}

// A struct uses only structs made before it, so that there is no cycle.
function structType(made, name) {
  const members = times(1 + below(5), (_, index) => {
    let member = made.length > 0 && below(3) === 0 ? pick(made) : pick(atoms)();
    for (let level = below(3); level > 0; --level) member = array(member);
    return { name: `m${index}`, member };
  });
  return {
    type: name,
    members,
    make: () => members.map(({ member }) => member.make()),
  };
}

// ethers wants structs as objects; the C++ side wants lists.
function asObject(type, value, structs) {
  if (type.endsWith(']')) {
    const element = type.slice(0, type.lastIndexOf('['));
    return value.map((item) => asObject(element, item, structs));
  }
  const struct = structs.find((item) => item.type === type);
  if (!struct) return value;
  return Object.fromEntries(struct.members.map(({ name, member }, index) =>
    [name, asObject(member.type, value[index], structs)]));
}

function reachable(primary, structs, found = new Set()) {
  found.add(primary);
  for (const { member } of structs.find((item) => item.type === primary).members) {
    const base = member.type.split('[')[0];
    if (structs.some((item) => item.type === base)) reachable(base, structs, found);
  }
  return found;
}

function typedDataCase() {
  const names = ['Zebra', 'apple', 'Mail', 'Person2'].slice(0, 1 + below(4));
  const structs = [];
  for (const name of names) structs.push(structType(structs.slice(), name));
  const primary = structs[structs.length - 1];
  const used = structs.filter((item) => reachable(primary.type, structs).has(item.type));
  const types = Object.fromEntries(used.map((item) =>
    [item.type, item.members.map(({ name, member }) => ({ name, type: member.type }))]));
  const domain = {};
  if (below(4) > 0) domain.name = text();
  if (below(4) > 0) domain.version = text();
  if (below(4) > 0) domain.chainId = unsigned(256);
  if (below(4) > 0) domain.verifyingContract = address();
  if (below(4) === 0) domain.salt = hexBytes(32);
  const value = primary.make();
  const encoder = ethers.TypedDataEncoder.from(types);
  const object = asObject(primary.type, value, structs);
  return {
    kind: 'typed_data', primary: primary.type, value: plain(value),
    types: Object.fromEntries(Object.entries(types).map(([name, members]) =>
      [name, members.map((member) => [member.type, member.name])])),
    domain: 'chainId' in domain ? { ...domain, chainId: word(domain.chainId) } : domain,
    encoded_type: encoder.encodeType(primary.type),
    separator: ethers.TypedDataEncoder.hashDomain(domain),
    struct_hash: encoder.hash(object),
    digest: ethers.TypedDataEncoder.hash(domain, types, object),
  };
}

for (let i = 0; i < count; ++i)
  for (const make of [transactionCase, abiCase, typedDataCase]) console.log(JSON.stringify(make()));
