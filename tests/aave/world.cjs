// SPDX-License-Identifier: MIT
// Market, oracle, adapters and borrowers, as every case finds them; and what cases ask of them.
'use strict';
const { Chain } = require('./chain.cjs');
const { deployAave, usd } = require('./deploy_aave.cjs');
const { Ballast, hour, pace } = require('./deploy_ballast.cjs');
const { ethers } = require('ethers');

const million = 10n ** 6n;
const ether = 10n ** 18n;

class World {
  static async make(tool) {
    const world = new World();
    world.tool = tool;
    world.chain = await Chain.start();
    world.aave = await deployAave(world.chain);
    world.ballast = new Ballast(world.chain, world.aave, tool);
    await world.ballast.deploy();
    [, , world.liquidator] = world.chain.accounts;
    world.borrowers = [];
    await world.fund();
    return world;
  }

  get weth() {
    return this.aave.assets.WETH.address;
  }

  async give(name, to, amount) {
    const { token } = this.aave.assets[name];
    await this.chain.call(token, this.aave.admin, 'mint(address,uint256)', to, amount);
    await this.chain.call(token, to, 'approve', this.aave.pool.target, ethers.MaxUint256);
  }

  async fund() {
    const { chain, aave, liquidator } = this;
    await this.give('USDC', aave.admin, 100n * million * million);
    await this.give('USDC', liquidator, 100n * million * million);
    const usdc = aave.assets.USDC.address;
    await chain.call(aave.pool, aave.admin, 'supply', usdc, 50n * million * million, aave.admin, 0);
  }

  /** The next free account supplies `amounts` and borrows `debt` (1e-6 USDC). */
  async borrower(amounts, debt, eMode = 0) {
    const who = this.chain.accounts[3 + this.borrowers.length];
    this.borrowers.push(who);
    const { pool, assets } = this.aave;
    for (const [name, amount] of Object.entries(amounts)) {
      await this.give(name, who, amount);
      await this.chain.call(pool, who, 'supply', assets[name].address, amount, who, 0);
    }
    if (eMode !== 0) await this.chain.call(pool, who, 'setUserEMode', eMode);
    await this.chain.call(pool, who, 'borrow', assets.USDC.address, debt, 2, 0, who);
    return who;
  }

  async setPrice(name, dollars) {
    const { feed } = this.aave.assets[name];
    await this.chain.call(feed, this.aave.admin, 'set', dollars * usd);
  }

  /** The ratios and the cap of the reserve, and all its other bits. */
  async reserve(name = 'WETH') {
    const { data } = await this.aave.pool.getConfiguration(this.aave.assets[name].address);
    const bits = (at, width) => Number((data >> BigInt(at)) & ((1n << BigInt(width)) - 1n));
    const mask = ((1n << 48n) - 1n) | (((1n << 36n) - 1n) << 116n);
    return {
      ltv: bits(0, 16), lt: bits(16, 16), bonus: bits(32, 16), cap: bits(116, 36),
      rest: data & ~mask, word: data,
    };
  }

  async category() {
    const { pool } = this.aave;
    const [ratios, label, collateral, borrowable, zero] = await Promise.all([
      pool.getEModeCategoryCollateralConfig(1), pool.getEModeCategoryLabel(1),
      pool.getEModeCategoryCollateralBitmap(1), pool.getEModeCategoryBorrowableBitmap(1),
      pool.getEModeCategoryLtvzeroBitmap(1),
    ]);
    return [...ratios, label, collateral, borrowable, zero].map(String).join(' ');
  }

  async health(who) {
    return (await this.aave.pool.getUserAccountData(who)).healthFactor;
  }

  /** A borrower as aave_tool reads one: what the pool says of WETH, of all else, and of debt. */
  async position(who) {
    const { assets, pool } = this.aave;
    const account = await pool.getUserAccountData(who);
    const { aTokenAddress } = await pool.getReserveData(assets.WBTC.address);
    const aToken = new ethers.Contract(aTokenAddress, assets.WETH.token.interface,
      this.chain.provider);
    const price = await assets.WBTC.feed.latestAnswer();
    const other = ((await aToken.balanceOf(who)) * price) / 10n ** 8n;
    const { lt } = await this.reserve('WBTC');
    return {
      collateral: account.totalCollateralBase - other, otherWeighted: other * BigInt(lt),
      debt: account.totalDebtBase,
    };
  }

  positions(whom = this.borrowers) {
    return Promise.all(whom.map((who) => this.position(who)));
  }

  /** Null where a real liquidationCall would succeed now, else the pool's error. */
  liquidationFault(who) {
    const usdc = this.aave.assets.USDC.address;
    const args = [this.weth, usdc, who, ethers.MaxUint256, false];
    return this.chain.fault(this.aave.pool, this.liquidator, 'liquidationCall', ...args);
  }

  async liquidate(who) {
    const usdc = this.aave.assets.USDC.address;
    const args = [this.weth, usdc, who, ethers.MaxUint256, false];
    await this.chain.call(this.aave.pool, this.liquidator, 'liquidationCall', ...args);
  }
}

module.exports = { World, ether, hour, million, pace };
