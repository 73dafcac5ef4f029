// SPDX-License-Identifier: MIT
// A generated book of many borrowers, made in few blocks: others supply for them, and each borrows
// by an account that the node signs for.
'use strict';
const assert = require('assert/strict');
const { ethers } = require('ethers');
const { ether, million } = require('./world.cjs');

const gas = '0xf4240';
const perBlock = 28;

/** A generator of our own, so that the seed that is printed repeats the book. */
function numbers(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    return Number((state >> 33n) % BigInt(below));
  };
}

/** Sends all `messages` ({from, contract, name, args}), each in some block; none may fail. */
async function sendAll({ provider }, messages) {
  await provider.send('evm_setAutomine', [false]);
  const hashes = [];
  for (let i = 0; i < messages.length; i += perBlock) {
    const some = messages.slice(i, i + perBlock).map(({ from, contract, name, args }) => {
      const data = contract.interface.encodeFunctionData(name, args);
      return provider.send('eth_sendTransaction', [{ from, to: contract.target, data, gas }]);
    });
    hashes.push(...await Promise.all(some));
    await provider.send('evm_mine', []);
  }
  await provider.send('evm_setAutomine', [true]);
  const receipts = await Promise.all(
    hashes.map((hash) => provider.send('eth_getTransactionReceipt', [hash])),
  );
  receipts.forEach((receipt, i) => {
    assert.equal(receipt && receipt.status, '0x1', `${messages[i].name} of ${messages[i].from}`);
  });
}

/** What the prices are when the book is made, in dollars; they are `now` afterwards. */
const then = { WETH: 4400n, WBTC: 80000n };
const now = { WETH: 3300n, WBTC: 60000n };

/**
 * The `i`th borrower: collateral in smallest units, mode, debts. Debts are shares of what the
 * collateral is worth at the later prices, most between 66 and 81 %, in the mode up to 93 %.
 */
function person(i, random, edges) {
  const who = ethers.getAddress(ethers.toBeHex(0x1000000n + BigInt(i), 20));
  if (i < edges.length) return { who, WETH: 10n * ether, WBTC: 0n, mode: 0, USDC: edges[i] };
  const mode = i % 8 === 5 ? 1 : 0;
  const WETH = i % 10 === 7 ? 0n : BigInt(500 + random(1500)) * (ether / 100n);
  const WBTC = WETH === 0n || i % 3 === 1 ? BigInt(20000000 + random(30000000)) : 0n;
  const worth = (WETH * now.WETH * million) / ether + (WBTC * now.WBTC * million) / 10n ** 8n;
  // The reserve's own thresholds weigh what the mode does not take.
  const high = mode !== 0 && WBTC === 0n;
  const share = BigInt((high ? 84000 : WETH === 0n ? 60000 : 64000) + random(WETH ? 17000 : 14000));
  let USDC = (worth * share) / 100000n;
  // A second debt, in what falls itself.
  let debtWETH = 0n;
  if (i % 9 === 4 && mode === 0) {
    debtWETH = (USDC * ether) / (10n * now.WETH * million);
    USDC -= USDC / 10n;
  }
  return { who, WETH, WBTC, mode: WETH === 0n ? 0 : mode, USDC, debtWETH };
}

/**
 * Makes `count` borrowers, the first of them owing `edges` (1e-6 USDC) on 10 WETH, and lets the
 * prices fall to `now`. Returns them.
 */
async function makeCrowd(world, count, seed, edges) {
  const { chain, aave } = world;
  const { admin, pool, assets, configurator } = aave;
  const random = numbers(seed);
  const people = Array.from({ length: count }, (_, i) => person(i, random, edges));
  for (const name of ['WETH', 'WBTC']) {
    await world.setPrice(name, then[name]);
    await world.give(name, admin, 10n ** 24n);
    await world.give(name, world.liquidator, 10n ** 24n);
    await chain.call(configurator, admin, 'setSupplyCap', assets[name].address, 0);
  }
  const weth = assets.WETH.address;
  await chain.call(configurator, admin, 'setReserveBorrowing', weth, true);
  await chain.call(pool, admin, 'supply', weth, 10000n * ether, admin, 0);
  await chain.provider.send('anvil_autoImpersonateAccount', [true]);
  const rich = ethers.toQuantity(10n ** 20n);
  await Promise.all(people.map(({ who }) => chain.provider.send('anvil_setBalance', [who, rich])));
  const supplies = [];
  const modes = [];
  const borrows = [];
  for (const one of people) {
    const call = (list, from, name, ...args) => list.push({ from, contract: pool, name, args });
    for (const name of ['WETH', 'WBTC'].filter((asset) => one[asset] > 0n)) {
      call(supplies, admin, 'supply', assets[name].address, one[name], one.who, 0);
    }
    if (one.mode) call(modes, one.who, 'setUserEMode', one.mode);
    call(borrows, one.who, 'borrow', assets.USDC.address, one.USDC, 2, 0, one.who);
    if (one.debtWETH) call(borrows, one.who, 'borrow', weth, one.debtWETH, 2, 0, one.who);
  }
  await sendAll(chain, supplies);
  await sendAll(chain, modes);
  await sendAll(chain, borrows);
  await chain.provider.send('anvil_autoImpersonateAccount', [false]);
  for (const name of ['WETH', 'WBTC']) await world.setPrice(name, now[name]);
  return people;
}

module.exports = { makeCrowd };
