#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the contract's tests with forge and solc-js, offline, from the repository root.
# Arguments go to `forge test`. Prints executed=N last; fails if a test fails or none ran.
set -eu
cd "$(dirname "$0")/../.."

# The native binary: npm's .bin shim exits 0 whatever the tests did.
forge=node_modules/@foundry-rs/forge-linux-amd64/bin/forge
FOUNDRY_CONFIG="$PWD/tests/contracts/foundry.toml"
export FOUNDRY_CONFIG
mkdir -p build/forge
log=$(mktemp)
trap 'rm -f "$log"' EXIT

status=0
"$forge" test --root . --color never "$@" >"$log" 2>&1 || status=$?
cat "$log"
# "Ran 8 test suites in 1s (2s CPU time): 114 tests passed, 0 failed, 0 skipped (114 total tests)"
executed=$(sed -n 's/^Ran .* tests passed, .* skipped (\([0-9]*\) total tests)$/\1/p' "$log")
executed=${executed:-0}
if [ "$executed" -eq 0 ]; then
  echo "run.sh: no test ran" >&2
  status=1
fi
echo "executed=$executed"
exit "$status"
