#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Fixed calls as ethers encodes them: the second opinion for adapters/.
//
//   ethers_calldata.cjs           prints calldata_vectors.json
//   ethers_calldata.cjs --check   compares the committed file with it; exit 1 where it differs
'use strict';
const fs = require('fs');
const path = require('path');
const { ethers } = require('ethers');

const file = path.join(__dirname, 'calldata_vectors.json');

const address = (digit) => `0x${digit.repeat(40)}`;
const [asset, other, to, admin, comet] = ['1', '2', '3', '4', '5'].map(address);
const [loan, oracle, irm] = ['6', '7', '8'].map(address);
const keep = 2n ** 256n - 1n - 42n;
const keepText = 'KEEP_CURRENT_STRING';
const bps = 10n ** 14n;

const market = '(address loanToken,address collateralToken,address oracle,address irm,uint256 lltv)';
const abi = {
  v36: 'function updateCollateralSide((address asset,uint256 ltv,uint256 liqThreshold,'
    + 'uint256 liqBonus,uint256 debtCeiling,uint256 liqProtocolFee)[])',
  v37: 'function updateCollateralSide((address asset,uint256 ltv,uint256 liqThreshold,'
    + 'uint256 liqBonus,uint256 liqProtocolFee)[])',
  emode: 'function updateEModeCategories((uint8 eModeCategory,uint256 ltv,uint256 liqThreshold,'
    + 'uint256 liqBonus,string label)[])',
  v4: 'function addDynamicReserveConfig(uint256 reserveId,(uint16 collateralFactor,'
    + 'uint32 maxLiquidationBonus,uint16 liquidationFee))',
  borrow: 'function updateAssetBorrowCollateralFactor(address,address,uint64)',
  liquidate: 'function updateAssetLiquidateCollateralFactor(address,address,uint64)',
  deploy: 'function deployAndUpgradeTo(address,address)',
  fluid: 'function updateCoreSettings(uint256,uint256,uint256,uint256,uint256,uint256,uint256,'
    + 'uint256)',
  submit: `function submitCap(${market},uint256)`,
  accept: `function acceptCap(${market})`,
  move: `function reallocate((${market} marketParams,uint256 assets)[])`,
};

function call(target, signature, args) {
  const iface = new ethers.Interface([signature]);
  const [fragment] = iface.fragments;
  return { to: target, data: iface.encodeFunctionData(fragment, args) };
}

/** Name -> calls, in the words of calldata_test.cpp. */
function vectors() {
  const at = (lltv) => [loan, asset, oracle, irm, lltv * bps];
  return {
    steward_v3_6: [call(to, abi.v36, [[
      [asset, 7450, 7950, keep, keep, keep], [other, keep, 7000, 550, keep, keep]]])],
    steward_v3_7: [call(to, abi.v37, [[
      [asset, 7450, 7950, keep, keep], [other, keep, 7000, 550, keep]]])],
    steward_emode: [call(to, abi.emode, [[
      [1, 8950, 9290, keep, keepText], [255, keep, keep, 90, keepText]]])],
    aave_v4: [call(to, abi.v4, [7, [7800, 10500, 1000]])],
    compound_both: [
      call(to, abi.borrow, [comet, asset, 7450n * bps]),
      call(to, abi.liquidate, [comet, asset, 7950n * bps]),
      call(admin, abi.deploy, [to, comet])],
    compound_borrow: [
      call(to, abi.borrow, [comet, asset, 7450n * bps]),
      call(admin, abi.deploy, [to, comet])],
    fluid: [call(to, abi.fluid, [10000, 11000, 7840, 8590, 9200, 500, 100, 5])],
    morpho_down: [
      call(to, abi.submit, [at(8600n), 0]),
      call(to, abi.submit, [at(7700n), 10n ** 24n]),
      call(to, abi.accept, [at(7700n)]),
      call(to, abi.move, [[[at(8600n), 0], [at(7700n), ethers.MaxUint256]]])],
    morpho_up: [
      call(to, abi.submit, [at(9150n), 10n ** 24n]),
      call(to, abi.accept, [at(9150n)]),
      call(to, abi.move, [[[at(8600n), 0], [at(9150n), ethers.MaxUint256]]]),
      call(to, abi.submit, [at(8600n), 0])],
  };
}

function main(args) {
  const text = `${JSON.stringify(vectors(), null, 1)}\n`;
  if (!args.includes('--check')) {
    process.stdout.write(text);
    return;
  }
  const same = fs.readFileSync(file, 'utf8') === text;
  if (!same) console.error('ethers_calldata: calldata_vectors.json is not what ethers encodes');
  console.log(`executed=${Object.keys(vectors()).length}`);
  process.exitCode = same ? 0 : 1;
}

main(process.argv.slice(2));
