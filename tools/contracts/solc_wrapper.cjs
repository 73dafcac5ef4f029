#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// The two commands of a native solc that forge uses, answered by solc-js: --version and
// --standard-json. So the tests compile offline with the very compiler of the artifact.
'use strict';
const fs = require('fs');
const path = require('path');
const solc = require('solc');

const args = process.argv.slice(2);

function values(option) {
  return args.flatMap((arg, i) => (arg === option ? [args[i + 1]] : []));
}

function readImport(name) {
  const bases = ['', ...values('--base-path'), ...values('--include-path'), process.cwd()];
  const found = bases.map((base) => path.join(base, name)).find((file) => fs.existsSync(file));
  return found ? { contents: fs.readFileSync(found, 'utf8') } : { error: `not found: ${name}` };
}

if (args.includes('--version')) {
  // forge wants the platform of a native build; the commit is what identifies the compiler.
  const version = solc.version().replace('Emscripten.clang', 'Linux.g++');
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${version}`);
} else if (args.includes('--standard-json')) {
  process.stdout.write(solc.compile(fs.readFileSync(0, 'utf8'), { import: readImport }));
} else {
  console.error('solc_wrapper: only --version and --standard-json');
  process.exitCode = 1;
}
