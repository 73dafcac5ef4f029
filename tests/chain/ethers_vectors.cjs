// SPDX-License-Identifier: MIT
// node tests/chain/ethers_vectors.cjs <transaction|abi|typed_data> <seed> <count>
//
// Prints <count> random cases with the bytes that ethers makes of them: a line a case, its fields
// apart by tabs (ethers_test.cpp reads them in the order of the returned lists). The same seed
// prints the same lines.
'use strict';
const ethers = require('ethers');
const random = require('./ethers_random.cjs');

const [kind, seed, countText] = process.argv.slice(2);
const count = Number(countText);
if (!kind || !seed || !Number.isSafeInteger(count) || count < 1) {
  console.error('usage: node tests/chain/ethers_vectors.cjs KIND SEED COUNT');
  process.exit(64);
}
const { below, pick, times, hexBytes, unsigned, signed, length, text, address } = random(`${kind} ${seed}`);
const sorted = (object) =>
  Object.fromEntries(Object.keys(object).sort().map((key) => [key, object[key]]));

// --- ABI: a type knows its text, how to draw a value, and how calldata.hpp shows one.

const decimal = (value) => value.toString();
const quoted = (value) => '"' + [...Buffer.from(value, 'utf8')].map((byte) => {
  if (byte === 0x22 || byte === 0x5c) return '\\' + String.fromCharCode(byte);
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return '\\x' + byte.toString(16).padStart(2, '0');
}).join('') + '"';
const sized = (name, size, make, show) => ({ type: `${name}${size}`, make: () => make(size), show });
const bits = () => 8 * (1 + below(32));
const atoms = [
  () => sized('uint', bits(), unsigned, decimal),
  () => sized('int', bits(), signed, decimal),
  () => sized('bytes', 1 + below(32), hexBytes, String),
  () => ({ type: 'address', make: address, show: String }),
  () => ({ type: 'bool', make: () => below(2) === 1, show: String }),
  () => ({ type: 'bytes', make: () => hexBytes(length()), show: String }),
  () => ({ type: 'string', make: text, show: quoted }),
];

function array(element, fixed) {
  return {
    type: `${element.type}[${fixed < 0 ? '' : fixed}]`,
    make: () => times(fixed < 0 ? below(4) : fixed, () => element.make()),
    show: (items) => `[${items.map(element.show).join(', ')}]`,
  };
}

function tuple(depth, size, sized = false) {
  const parts = times(size, () => abiType(depth));
  if (sized) parts.push(pick(atoms)());
  return {
    type: `(${parts.map((part) => part.type).join(',')})`,
    make: () => parts.map((part) => part.make()),
    show: (items) => `(${items.map((item, index) => parts[index].show(item)).join(', ')})`,
    parts,
  };
}

// Arrays of no elements and tuples of no members among them. ethers writes more elements of no size
// into a dynamic array than it will read again, so only fixed ones have such elements.
function abiType(depth) {
  const shape = below(depth > 5 ? 1 : 4 + depth);
  if (shape === 1) return array(abiType(depth + 1), below(8) === 0 ? 0 : 1 + below(3));
  if (shape === 2) return tuple(depth + 1, below(8) === 0 ? 0 : 1 + below(4));
  if (shape === 3) return array(below(2) === 0 ? pick(atoms)() : tuple(depth + 1, 2, true), -1);
  return pick(atoms)();
}

function abiCase() {
  const list = tuple(0, below(6));
  const value = list.make();
  const types = list.parts.map((part) => part.type);
  const encoded = ethers.AbiCoder.defaultAbiCoder().encode(types, value);
  return [list.type, encoded, list.show(value)];
}

// --- Transactions. One in ten is signed by ethers, which is slow; the rest carry numbers that no
// key made, of all widths, because to an encoder they are numbers.

const keys = times(8, () => new ethers.SigningKey(hexBytes(32)));
const senders = keys.map((key) => ethers.computeAddress(key.publicKey));

function draft(type) {
  const fees = [unsigned(64), unsigned(128)].sort((a, b) => (a < b ? -1 : 1));
  return {
    type,
    chainId: type === 0 ? 1n + (unsigned(64) >> 1n) : unsigned(64),
    nonce: below(1 << 30),
    gasLimit: unsigned(64),
    to: below(5) === 0 ? null : address(),
    value: unsigned(256),
    data: hexBytes(length()),
    ...(type === 2 ? { maxPriorityFeePerGas: fees[0], maxFeePerGas: fees[1] }
      : { gasPrice: unsigned(128) }),
    ...(type === 0 ? {} : {
      accessList: times(below(3), () => ({
        address: address(), storageKeys: times(below(3), () => hexBytes(32)),
      })),
    }),
  };
}

function shown(fields) {
  const list = (fields.accessList ?? [])
    .map((item) => [item.address, ...item.storageKeys].join('+')).join(';');
  const fees = fields.type === 2 ? `${fields.maxPriorityFeePerGas}/${fields.maxFeePerGas}`
    : `${fields.gasPrice}`;
  return [fields.type, fields.chainId, fields.nonce, fees, fields.gasLimit, fields.to ?? 'none',
    fields.value, fields.data, list].join(' ');
}

function transactionCase(index) {
  const fields = draft(below(3));
  const tx = ethers.Transaction.from(fields);
  const unsignedBytes = tx.unsignedSerialized;
  const who = index % 10 === 0 ? below(keys.length) : -1;
  tx.signature = who >= 0 ? keys[who].sign(tx.unsignedHash) : ethers.Signature.from({
    r: ethers.toBeHex(unsigned(256), 32), s: ethers.toBeHex(1n + unsigned(254), 32),
    v: 27 + below(2),
  });
  return [shown(fields), unsignedBytes, tx.unsignedHash, tx.serialized, tx.hash,
    who >= 0 ? keys[who].privateKey : '', who >= 0 ? senders[who] : ''];
}

// --- Typed data. A struct uses only structs made before it: ethers takes no recursive types.

function structType(made, name) {
  const members = times(1 + below(4), (_, index) => {
    let member = made.length > 0 && below(3) === 0 ? pick(made) : pick(atoms)();
    for (let level = below(3); level > 0; --level)
      member = array(member, below(2) === 0 ? -1 : below(3));
    return { name: pick(['m', '_', '$', 'From']) + index, member };
  });
  return { type: name, members, make: () => members.map(({ member }) => member.make()) };
}

// A value as a document writes it; `loose` draws among the ways of writing an integer.
function asJson(type, value, structs, loose) {
  if (type.endsWith(']')) {
    const element = type.slice(0, type.lastIndexOf('['));
    return value.map((item) => asJson(element, item, structs, loose));
  }
  const struct = structs.find((item) => item.type === type);
  if (struct) {
    const members = struct.members.map(({ name, member }, index) =>
      [name, asJson(member.type, value[index], structs, loose)]);
    return loose ? Object.fromEntries(members) : sorted(Object.fromEntries(members));
  }
  if (type === 'address') return loose ? value : value.toLowerCase();
  return typeof value === 'bigint' ? integer(value, loose) : value;
}

function integer(value, loose) {
  const way = loose ? below(3) : 0;
  if (way === 1 && value >= 0n) return ethers.toQuantity(value);
  if (way === 2 && value >= -9007199254740991n && value <= 9007199254740991n) return Number(value);
  return value.toString();
}

function reachable(primary, structs, found = new Set()) {
  found.add(primary);
  for (const { member } of structs.find((item) => item.type === primary).members) {
    const base = member.type.split('[')[0];
    if (structs.some((item) => item.type === base)) reachable(base, structs, found);
  }
  return found;
}

function drawDomain() {
  const domain = {};
  if (below(4) > 0) domain.name = text();
  if (below(4) > 0) domain.version = text();
  if (below(4) > 0) domain.chainId = unsigned(256);
  if (below(4) > 0) domain.verifyingContract = address();
  if (below(4) === 0) domain.salt = hexBytes(32);
  return domain;
}

// What we write: bare chain ids up to 2^53 - 1, addresses in lower case, keys in order.
function writtenDomain(domain) {
  const written = { ...domain };
  if ('chainId' in domain)
    written.chainId = domain.chainId <= 9007199254740991n ? Number(domain.chainId)
      : domain.chainId.toString();
  if (domain.verifyingContract) written.verifyingContract = domain.verifyingContract.toLowerCase();
  return sorted(written);
}

// One in ten is the payload that ethers itself hands to a wallet; it is slow.
function loosePayload(domain, types, value, structs, primary, index) {
  const message = asJson(primary, value, structs, true);
  if (index % 10 === 0) return ethers.TypedDataEncoder.getPayload(domain, types, message);
  const chainId = 'chainId' in domain ? { chainId: integer(domain.chainId, true) } : {};
  const names = ['name', 'version', 'chainId', 'verifyingContract', 'salt'];
  const kinds = ['string', 'string', 'uint256', 'address', 'bytes32'];
  const EIP712Domain = names.map((name, at) => ({ name, type: kinds[at] }))
    .filter(({ name }) => name in domain);
  return { types: { ...types, EIP712Domain }, domain: { ...domain, ...chainId },
    primaryType: primary, message };
}

function typedDataCase(index) {
  const structs = [];
  for (const name of ['Zebra', 'apple', 'Mail', '$Person2'].slice(0, 1 + below(4)))
    structs.push(structType(structs.slice(), name));
  const primary = structs[structs.length - 1].type;
  const used = structs.filter((item) => reachable(primary, structs).has(item.type));
  const types = Object.fromEntries(used.map((item) =>
    [item.type, item.members.map(({ name, member }) => ({ name, type: member.type }))]));
  const domain = drawDomain();
  const value = structs[structs.length - 1].make();
  const payload = loosePayload(domain, types, value, structs, primary, index);
  const written = sorted({
    domain: writtenDomain(domain), message: asJson(primary, value, structs, false),
    primaryType: primary, types: sorted(payload.types),
  });
  const encoder = ethers.TypedDataEncoder.from(types);
  const separator = ethers.TypedDataEncoder.hashDomain(domain);
  const hash = encoder.hash(asJson(primary, value, structs, false));
  return [JSON.stringify(payload), JSON.stringify(written),
    encoder.encodeType(primary), separator, hash,
    index % 10 === 0 ? ethers.TypedDataEncoder.hash(domain, types, payload.message)
      : ethers.keccak256(ethers.concat(['0x1901', separator, hash]))];
}

const make = { transaction: transactionCase, abi: abiCase, typed_data: typedDataCase }[kind];
for (let index = 0; index < count; ++index) process.stdout.write(make(index).join('\t') + '\n');
