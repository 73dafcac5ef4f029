#!/bin/sh
# SPDX-License-Identifier: MIT
# Shows run.sh failing: on a failing test, and when no test ran.
set -eu
cd "$(dirname "$0")/../.."

# Inside the root, since forge takes its test folder from there.
dir=build/forge/failing
mkdir -p "$dir"
trap 'rm -rf "$dir"' EXIT
cat >"$dir/Failing.t.sol" <<'SOL'
// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

contract FailingTest {
    function test_fails() public pure {
        require(false, "as it should");
    }
}
SOL

expect_failure_saying() {
  wanted=$1
  shift
  status=0
  "$@" >"$dir/log" 2>&1 || status=$?
  if [ "$status" -eq 0 ] || ! grep -q "$wanted" "$dir/log"; then
    echo "run.sh did not fail saying '$wanted' (status $status):" >&2
    cat "$dir/log" >&2
    exit 1
  fi
}

FOUNDRY_TEST=$dir
export FOUNDRY_TEST
expect_failure_saying 'as it should' tests/contracts/run.sh
expect_failure_saying 'no test ran' tests/contracts/run.sh --match-test no_such_name
echo "executed=2"
