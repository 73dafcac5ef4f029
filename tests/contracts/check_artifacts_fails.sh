#!/bin/sh
# SPDX-License-Identifier: MIT
# Shows the artifact check failing: on one changed byte, and on a missing file, naming it.
set -eu
cd "$(dirname "$0")/../.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
executed=0

expect_failure_naming() {
  status=0
  node tools/contracts/compile.cjs --check --out "$copy" 2>"$copy/log" || status=$?
  if [ "$status" -ne 1 ] || ! grep -q "$1" "$copy/log"; then
    echo "the check did not fail naming $1 (status $status):" >&2
    cat "$copy/log" >&2
    exit 1
  fi
  executed=$((executed + 1))
}

cp oracle/contracts/artifacts/*.json "$copy"
node tools/contracts/compile.cjs --check --out "$copy"
executed=$((executed + 1))

sed -i 's/"deployedBytecode": "0x60/"deployedBytecode": "0x61/' "$copy/RiskParamOracle.json"
expect_failure_naming RiskParamOracle.json

cp oracle/contracts/artifacts/*.json "$copy"
rm "$copy/reasons.json"
expect_failure_naming reasons.json

echo "executed=$executed"
