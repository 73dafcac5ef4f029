// SPDX-License-Identifier: MIT
// The real Aave v3.6 on a local chain: libraries, provider, access control, pool, configurator,
// price oracle, three reserves, one eMode category.
'use strict';
const { ethers } = require('ethers');
const { aaveArtifacts, ourArtifacts } = require('./compile.cjs');

const usd = 10n ** 8n;
// No interest, so that a health factor is a function of price and threshold alone.
const noInterest = ethers.AbiCoder.defaultAbiCoder().encode(
  ['tuple(uint16,uint32,uint32,uint32)'], [[8000, 0, 0, 0]],
);
const reserves = [
  { name: 'WETH', decimals: 18, price: 3300n * usd, ratios: [7500, 8000, 10500], cap: 100000 },
  { name: 'WBTC', decimals: 8, price: 60000n * usd, ratios: [7000, 7500, 10600], cap: 1000 },
  { name: 'USDC', decimals: 6, price: usd },
];

async function libraries(chain, art) {
  const made = {};
  const leaves = ['BorrowLogic', 'LiquidationLogic', 'SupplyLogic', 'PoolLogic',
    'ConfiguratorLogic'];
  for (const name of leaves) made[name] = await chain.deploy(art[name]);
  made.FlashLoanLogic = await chain.deploy(art.FlashLoanLogic, [], made);
  return made;
}

/** Provider, access control, pool and configurator, wired to each other. */
async function core(chain, art, admin) {
  const libs = await libraries(chain, art);
  const provider = await chain.deploy(art.PoolAddressesProvider, ['TEST', admin]);
  await chain.call(provider, admin, 'setACLAdmin', admin);
  const acl = await chain.deploy(art.ACLManager, [provider.target]);
  await chain.call(acl, admin, 'addPoolAdmin', admin);
  await chain.call(provider, admin, 'setACLManager', acl.target);
  const rates = await chain.deploy(art.DefaultReserveInterestRateStrategyV2, [provider.target]);
  const poolCode = await chain.deploy(art.PoolInstance, [provider.target, rates.target], libs);
  await chain.call(provider, admin, 'setPoolImpl', poolCode.target);
  const configuratorCode = await chain.deploy(art.PoolConfiguratorInstance, [], libs);
  await chain.call(provider, admin, 'setPoolConfiguratorImpl', configuratorCode.target);
  const at = (address, name) => new ethers.Contract(address, art[name].abi, chain.provider);
  const pool = at(await provider.getPool(), 'PoolInstance');
  const configurator = at(await provider.getPoolConfigurator(), 'PoolConfiguratorInstance');
  return { provider, acl, pool, configurator };
}

async function tokens(chain, art, admin) {
  const feedCode = ourArtifacts().SettablePrice;
  const made = {};
  for (const { name, decimals, price } of reserves) {
    const token = await chain.deploy(art.TestnetERC20, [name, name, decimals, admin]);
    const feed = await chain.deploy(feedCode, [price]);
    made[name] = { token, feed, decimals, address: token.target };
  }
  return made;
}

async function list(chain, art, admin, market, assets) {
  const { pool, configurator } = market;
  const zero = ethers.ZeroAddress;
  const aToken = await chain.deploy(art.ATokenInstance, [pool.target, zero, admin]);
  const debt = await chain.deploy(art.VariableDebtTokenInstance, [pool.target, zero]);
  const input = Object.entries(assets).map(([name, { address }]) => ({
    aTokenImpl: aToken.target, variableDebtTokenImpl: debt.target, underlyingAsset: address,
    aTokenName: `a${name}`, aTokenSymbol: `a${name}`, variableDebtTokenName: `v${name}`,
    variableDebtTokenSymbol: `v${name}`, params: '0x', interestRateData: noInterest,
  }));
  await chain.call(configurator, admin, 'initReserves', input);
  for (const { name, ratios, cap } of reserves.filter((reserve) => reserve.ratios)) {
    const { address } = assets[name];
    await chain.call(configurator, admin, 'configureReserveAsCollateral', address, ...ratios);
    await chain.call(configurator, admin, 'setSupplyCap', address, cap);
  }
  await chain.call(configurator, admin, 'setReserveBorrowing', assets.USDC.address, true);
}

async function emode(chain, admin, { configurator }, assets) {
  const weth = assets.WETH.address;
  await chain.call(configurator, admin, 'setEModeCategory', 1, 9000, 9300, 10100, 'ether');
  await chain.call(configurator, admin, 'setAssetCollateralInEMode', weth, 1, true);
  await chain.call(configurator, admin, 'setAssetBorrowableInEMode', assets.USDC.address, 1, true);
}

/** Deploys all of it; the first account is pool admin and owner. */
async function deployAave(chain) {
  const art = aaveArtifacts();
  chain.learn(art);
  const [admin] = chain.accounts;
  const market = await core(chain, art, admin);
  const assets = await tokens(chain, art, admin);
  const listed = Object.values(assets);
  const oracle = await chain.deploy(art.AaveOracle, [
    market.provider.target, listed.map((a) => a.address), listed.map((a) => a.feed.target),
    ethers.ZeroAddress, ethers.ZeroAddress, usd,
  ]);
  await chain.call(market.provider, admin, 'setPriceOracle', oracle.target);
  await list(chain, art, admin, market, assets);
  await emode(chain, admin, market, assets);
  return { ...market, assets, admin };
}

module.exports = { deployAave, usd };
