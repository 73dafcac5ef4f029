#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Line and branch coverage of oracle/contracts by the forge tests (without the invariant campaign).
//
//   coverage.cjs [--lcov FILE]     FILE: judge that report instead of measuring
//
// Prints a line a file and the totals as name=value. Exit 1 where a line is never run or fewer than
// 95 % of the branches are taken.
'use strict';
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const root = path.resolve(__dirname, '../..');
const forge = path.join(root, 'node_modules/@foundry-rs/forge-linux-amd64/bin/forge');
const branchesLeast = 0.95;

/** Runs forge on what it compiles itself, instrumented, and returns the report's path. */
function measure() {
  const file = path.join(root, 'build/forge/lcov.info');
  const env = {
    ...process.env, BALLAST_ORACLE: 'RiskParamOracle', FOUNDRY_FUZZ_RUNS: '32',
    FOUNDRY_CONFIG: path.join(root, 'tests/contracts/foundry.toml'), FOUNDRY_DENY: 'never',
    FOUNDRY_OUT: 'build/forge/coverage', FOUNDRY_CACHE_PATH: 'build/forge/coverage-cache',
  };
  const args = ['coverage', '--root', root, '--color', 'never', '--report', 'lcov',
    '--report-file', file, '--no-match-test', 'invariant_', '--no-match-coverage', '^tests/'];
  const done = spawnSync(forge, args, { env, cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (done.status !== 0) {
    console.error(done.stdout + done.stderr);
    process.exit(1);
  }
  return file;
}

/** File name -> {lines, linesRun, branches, branchesTaken, missed}. */
function read(text) {
  const files = new Map();
  let now;
  for (const line of text.split('\n')) {
    const [key, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
    if (key === 'SF') {
      now = { lines: 0, linesRun: 0, branches: 0, branchesTaken: 0, missed: [] };
      files.set(value, now);
    } else if (key === 'DA') {
      const [number, count] = value.split(',').map(Number);
      now.lines += 1;
      if (count > 0) now.linesRun += 1;
      else now.missed.push(`line ${number}`);
    } else if (key === 'BRDA') {
      const [number, , , taken] = value.split(',');
      now.branches += 1;
      if (Number(taken) > 0) now.branchesTaken += 1;
      else now.missed.push(`branch at line ${number}`);
    }
  }
  return files;
}

function main(args) {
  const at = args.indexOf('--lcov');
  const files = read(fs.readFileSync(at >= 0 ? args[at + 1] : measure(), 'utf8'));
  const sum = (key) => [...files.values()].reduce((total, file) => total + file[key], 0);
  for (const [name, f] of files) {
    const missed = f.missed.length > 0 ? `  missed: ${f.missed.join(', ')}` : '';
    console.log(`${name}: ${f.linesRun}/${f.lines} lines, `
      + `${f.branchesTaken}/${f.branches} branches${missed}`);
  }
  const [lines, linesRun] = [sum('lines'), sum('linesRun')];
  const [branches, taken] = [sum('branches'), sum('branchesTaken')];
  console.log(`lines=${lines} lines_run=${linesRun} branches=${branches} branches_taken=${taken}`);
  console.log(`executed=${files.size}`);
  const enough = lines > 0 && linesRun === lines && taken >= branchesLeast * branches;
  if (!enough) console.error('coverage: needs every line and 95 % of the branches');
  process.exitCode = enough ? 0 : 1;
}

main(process.argv.slice(2));
