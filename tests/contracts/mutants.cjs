#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Plants one bug at a time in a copy of the contract and runs the invariants on it: each must fail,
// and by the sentence named here. The unchanged copy must pass.
//
//   mutants.cjs [NAME ...]        all, or those named
//
// A bug is [file, what stands there, what the bug makes of it]; what stands there must be unique.
'use strict';
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = path.resolve(__dirname, '../..');
const forge = path.join(root, 'node_modules/@foundry-rs/forge-linux-amd64/bin/forge');
const main = 'RiskParamOracle.sol';

const mutants = {
  parameters_change_elsewhere: {
    bug: ['OracleConfig.sol', '(l.supplyCapMax, l.supplyCapUpPerDay) = (t.',
      '_markets[marketId].lb += 1;\n        (l.supplyCapMax, l.supplyCapUpPerDay) = (t.'],
    says: 'parameters changed by another call',
  },
  seq_skips_one: {
    bug: [main, '(_head.seq, _head.observedAt) = (h.seq, h',
      '(_head.seq, _head.observedAt) = (h.seq + 1, h'],
    says: 'seq is not the number of accepted reports',
  },
  observed_at_may_fall: {
    bug: [main, 'if (r.observedAt < h.observedAt) revert ObservedAtFell(h.observedAt);', ''],
    says: 'observedAt fell',
  },
  budgets_always_fit: {
    bug: ['lib/Buckets.sol', 'return levelAt(used, since, cap, window, time) + amount <= cap;',
      'return levelAt(used, since, cap, window, time) + amount <= cap + 10_000;'],
    says: 'a window moved more than its budget',
  },
  budgets_are_not_spent: {
    bug: ['lib/Transition.sol', 'h.ltDownWeekUsed = Buckets.fill(', 'Buckets.fill('],
    says: 'a window moved more than its budget',
  },
  ltv_cuts_are_delayed: {
    bug: ['lib/LimitRules.sol', 'loosening(v, m, h, l, time) : ltDown(v, m, h, l, time);',
      'loosening(v, m, h, l, time) : time < uint256(h.ltvDownAt) + 6 hours\n'
      + '            ? Reason.LT_DOWN_TOO_SOON : ltDown(v, m, h, l, time);'],
    says: 'an LTV cut was refused',
  },
  lt_cuts_need_no_delay: {
    bug: ['lib/LimitRules.sol',
      'if (time < uint256(h.ltDownAt) + l.ltDownDelay) return Reason.LT_DOWN_TOO_SOON;', ''],
    says: 'the threshold in force fell too fast',
  },
  ramps_start_at_the_target: {
    bug: ['lib/Transition.sol', 'm.ltStart = uint16(Ramp.ltAt(m, v.rampClock));',
      'm.ltStart = m.lt;'],
    says: 'the threshold in force jumped',
  },
  ramps_may_be_short: {
    bug: ['lib/LimitRules.sol',
      'if (v.rampSeconds < Ramp.leastSeconds(move, l.minRamp, l.minRampPer100bps))',
      'if (v.rampSeconds < Ramp.leastSeconds(move, 1, 1))'],
    says: 'the threshold in force fell too fast',
  },
  ramps_may_be_short_for_large_cuts: {
    bug: ['lib/LimitRules.sol',
      'if (v.rampSeconds < Ramp.leastSeconds(move, l.minRamp, l.minRampPer100bps))',
      'if (v.rampSeconds < Ramp.leastSeconds(move, l.minRamp, 1))'],
    says: 'the threshold in force fell too fast',
  },
  held_time_is_forgotten: {
    bug: ['OracleRoles.sol', '_head.heldSeconds = uint40(_heldSeconds(_head));', ''],
    says: 'the threshold in force jumped',
  },
  gap_is_not_asked: {
    bug: ['lib/LimitRules.sol', 'if (lt < ltv + gapMin)', 'if (lt + gapMin < ltv)'],
    says: 'LTV is nearer to LT than the gap',
  },
  a_skip_refreshes: {
    bug: [main, 'emit UpdateSkipped(',
      '_markets[u.marketId].regime = u.regime;\n            emit UpdateSkipped('],
    says: 'a skipped entry left a trace',
  },
  any_signature_counts: {
    bug: ['lib/Quorum.sol',
      'if (recover(digest, signature, i) != signers[i]) revert WrongSigner(i);',
      'recover(digest, signature, i);'],
    says: 'a forged report was accepted',
  },
  an_old_configuration_is_remembered: {
    bug: ['OracleRoles.sol', 'delete _passedContext;', ''],
    says: 'a forged report was accepted',
  },
  policies_are_not_asked: {
    bug: [main, 'if (!policyApproved[r.policyHash])', 'if (r.policyHash == 0)'],
    says: 'an unapproved report was accepted',
  },
  decay_rises: {
    bug: ['lib/StaleDecay.sol', ': ltv - decayed', ': ltv + decayed'],
    says: 'decay went the wrong way',
  },
  the_guardian_may_widen: {
    bug: ['OracleConfig.sol',
      'if (t.ltvUpPerDay > l.ltvUpPerDay || t.ltvUpPerWeek > l.ltvUpPerWeek)',
      'if (t.ltvUpPerDay > 10_000)'],
    says: 'the guardian loosened',
  },
  the_guardian_may_unfreeze: {
    bug: ['OracleRoles.sol', 'function unfreeze() external onlyOwner',
      'function unfreeze() external onlyGuardian'],
    says: 'the guardian loosened',
  },
  a_cut_keeps_the_pending: {
    bug: [main, 'if (!_isHeartbeat(v, m)) _dropPending(u.marketId, h.seq, m);', ''],
    says: 'targets moved under a pending loosening',
  },
};

/** A project of its own: the contract, the fixture and the invariants, in `dir`. */
function layOut(dir) {
  const copy = (name) => {
    fs.cpSync(path.join(root, name), path.join(dir, name), { recursive: true });
  };
  ['oracle/contracts', 'tests/contracts/invariants', 'tests/contracts/OracleFixture.sol',
    'tests/contracts/Vm.sol', 'tests/contracts/foundry.toml'].forEach(copy);
  ['adapters', 'examples'].forEach((name) => {
    fs.rmSync(path.join(dir, 'oracle/contracts', name), { recursive: true, force: true });
  });
  ['tools', 'node_modules'].forEach((name) => {
    fs.symlinkSync(path.join(root, name), path.join(dir, name));
  });
}

function plant(dir, [file, before, after]) {
  const name = path.join(dir, 'oracle/contracts', file);
  const text = fs.readFileSync(name, 'utf8');
  if (text.split(before).length !== 2) throw new Error(`${file}: not exactly once: ${before}`);
  fs.writeFileSync(name, text.replace(before, () => after));
}

/** What forge says of the invariants in `dir`. */
function judge(dir) {
  const env = {
    ...process.env, BALLAST_ORACLE: 'RiskParamOracle', FOUNDRY_INVARIANT_RUNS: '24',
    FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT: '0', FOUNDRY_DENY: 'never',
    FOUNDRY_CONFIG: path.join(dir, 'tests/contracts/foundry.toml'),
  };
  const args = ['test', '--root', dir, '--color', 'never', '--match-test', 'invariant_'];
  const done = spawnSync(forge, args, { env, encoding: 'utf8', cwd: dir, maxBuffer: 1 << 26 });
  return { passed: done.status === 0, text: done.stdout + done.stderr };
}

function check(name, mutant) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-mutant-'));
  try {
    layOut(dir);
    if (mutant) plant(dir, mutant.bug);
    const { passed, text } = judge(dir);
    const ran = /invariant_every_sentence\(\) \(runs: \d+/.test(text);
    const good = ran && (mutant ? !passed && text.includes(`[FAIL: ${mutant.says}`) : passed);
    const fine = mutant ? `found: ${mutant.says}` : 'passes';
    console.log(`${name}: ${good ? fine : 'NOT AS IT SHOULD BE'}`);
    if (!good) console.error(text);
    return good;
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}

function run(names) {
  const unknown = names.filter((name) => !mutants[name]);
  if (unknown.length > 0) throw new Error(`unknown mutant: ${unknown}`);
  const chosen = names.length > 0 ? names : Object.keys(mutants);
  const results = [check('unchanged', null), ...chosen.map((name) => check(name, mutants[name]))];
  console.log(`mutants=${chosen.length} found=${results.slice(1).filter(Boolean).length}`);
  console.log(`executed=${results.length}`);
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

run(process.argv.slice(2));
