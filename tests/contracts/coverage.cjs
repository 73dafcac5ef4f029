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

/** Runs forge, instrumented, in folders of its own; returns the text of its report. */
function cover(name, env, options) {
  const file = path.join(root, `build/forge/lcov-${name}.info`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const common = {
    ...process.env, FOUNDRY_FUZZ_RUNS: '32', FOUNDRY_DENY: 'never',
    FOUNDRY_CONFIG: path.join(root, 'tests/contracts/foundry.toml'),
    FOUNDRY_OUT: `build/forge/coverage-${name}`,
    FOUNDRY_CACHE_PATH: `build/forge/coverage-${name}-cache`,
  };
  const args = ['coverage', '--root', root, '--color', 'never', '--report', 'lcov',
    '--report-file', file, '--no-match-test', 'invariant_', ...options];
  const spawned = { env: { ...common, ...env }, cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 };
  const done = spawnSync(forge, args, spawned);
  if (done.status !== 0) {
    console.error(done.stdout + done.stderr);
    process.exit(1);
  }
  return fs.readFileSync(file, 'utf8');
}

/**
 * The oracle, as forge compiles it by IR (not the walk of the invariants: IR moves its reads of the
 * chain's id and time over what changes them); and the adapters, compiled without.
 */
function measure() {
  const oracle = cover('oracle', { BALLAST_ORACLE: 'RiskParamOracle' }, ['--ir-minimum',
    '--no-match-path', 'tests/contracts/{adapters,invariants}/*', '--no-match-coverage', '^tests/|/adapters/']);
  const folder = 'tests/contracts/adapters';
  const adapters = cover('adapters', { FOUNDRY_TEST: folder, FOUNDRY_SCRIPT: folder },
    ['--no-match-coverage', '^tests/|oracle/contracts/(lib/|examples/)?[A-Za-z]+\\.sol$']);
  return oracle + adapters;
}

/** File name -> {lines, linesRun, branches, branchesTaken, missed}. */
function read(text) {
  const files = new Map();
  let now;
  for (const line of text.split('\n')) {
    const [key, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
    if (key === 'SF') {
      now = {
        lines: 0, linesRun: 0, branches: 0, branchesTaken: 0, missed: [], counts: new Map(),
        starts: new Map(), runs: new Map(),
      };
      files.set(value, now);
    } else if (key === 'DA') {
      const [number, count] = value.split(',').map(Number);
      now.lines += 1;
      now.counts.set(number, count);
    } else if (key === 'FN') {
      now.starts.set(Number(value.split(',')[0]), value.split(',')[1]);
    } else if (key === 'FNDA') {
      now.runs.set(value.split(',')[1], Number(value.split(',')[0]));
    } else if (key === 'BRDA') {
      const [number, , , taken] = value.split(',');
      now.branches += 1;
      if (Number(taken) > 0) now.branchesTaken += 1;
      else now.missed.push(`branch at line ${number}`);
    }
  }
  for (const [name, file] of files) judgeLines(name, file);
  return files;
}

const indent = (line) => line.length - line.trimStart().length;

/** Whether a later statement of the same block ran: then this one did, for nothing jumps into a block. */
function ranBefore(number, source, counts) {
  const own = indent(source[number - 1]);
  for (let n = number + 1; n <= source.length; n += 1) {
    const line = source[n - 1];
    if (line.trim() !== '' && indent(line) < own) return false;
    if (line.trim() !== '' && indent(line) === own && counts.get(n) > 0) return true;
  }
  return false;
}

/** Whether it stands in a modifier or an assembly block of a function that ran; neither branches here. */
function isStraight(number, source, file) {
  const start = Math.max(0, ...[...file.starts.keys()].filter((n) => n <= number));
  if (start === 0 || !(file.runs.get(file.starts.get(start)) > 0)) return false;
  if (source[start - 1].trim().startsWith('modifier ')) return true;
  const own = indent(source[number - 1]);
  for (let n = number - 1; n > start; n -= 1) {
    const line = source[n - 1];
    if (line.trim() !== '' && indent(line) < own) return line.trim().startsWith('assembly');
  }
  return false;
}

/** Under IR forge counts no run of these lines; that they ran is told by their neighbours. */
function judgeLines(name, file) {
  const at = path.resolve(root, name);
  const source = fs.existsSync(at) ? fs.readFileSync(at, 'utf8').split('\n') : [];
  for (const [number, count] of file.counts) {
    const known = source.length >= number;
    const run = count > 0 || (known
      && (ranBefore(number, source, file.counts) || isStraight(number, source, file)));
    if (run) file.linesRun += 1;
    else file.missed.push(`line ${number}`);
    if (run && count === 0) file.told = (file.told || 0) + 1;
  }
}

function main(args) {
  const at = args.indexOf('--lcov');
  const files = read(at >= 0 ? fs.readFileSync(args[at + 1], 'utf8') : measure());
  const sum = (key) => [...files.values()].reduce((total, file) => total + file[key], 0);
  for (const [name, f] of files) {
    const missed = f.missed.length > 0 ? `  missed: ${f.missed.join(', ')}` : '';
    console.log(`${name}: ${f.linesRun}/${f.lines} lines, `
      + `${f.branchesTaken}/${f.branches} branches`
      + `${f.told ? `  told by their neighbours: ${f.told}` : ''}${missed}`);
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
