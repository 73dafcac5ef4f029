#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Runs the cases whose names begin with PREFIX, each on the same market and then undone.
//
//   run.cjs AAVE_TOOL PREFIX
//
// Prints one line a case, name=value pairs of what it measured, and executed=N last. Exit 1 where a
// case failed or none ran.
'use strict';
const fs = require('fs');
const path = require('path');
const { performance } = require('perf_hooks');
const { World } = require('./world.cjs');

/** Case name -> function of the world, of every file in cases/. */
function allCases() {
  const dir = path.join(__dirname, 'cases');
  const files = fs.readdirSync(dir).filter((name) => name.endsWith('.cjs')).sort();
  return Object.assign({}, ...files.map((name) => require(path.join(dir, name))));
}

async function runCase(world, name, body) {
  const borrowers = [...world.borrowers];
  try {
    const figures = await world.chain.aside(() => body(world));
    const pairs = Object.entries(figures || {}).map(([key, value]) => `${key}=${value}`);
    console.log(['passed', name, ...pairs].join(' '));
    return true;
  } catch (error) {
    console.log(`FAILED ${name}: ${error.stack}`);
    return false;
  } finally {
    world.borrowers = borrowers;
  }
}

async function main([tool, prefix]) {
  const start = performance.now();
  const cases = Object.entries(allCases()).filter(([name]) => name.startsWith(prefix));
  const world = await World.make(tool);
  let failed = 0;
  try {
    for (const [name, body] of cases) failed += (await runCase(world, name, body)) ? 0 : 1;
  } finally {
    world.chain.stop();
  }
  console.log(`seconds=${((performance.now() - start) / 1000).toFixed(1)}`);
  console.log(`executed=${cases.length}`);
  process.exitCode = failed > 0 || cases.length === 0 ? 1 : 0;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
