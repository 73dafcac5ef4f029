#!/bin/sh
# SPDX-License-Identifier: MIT
# Shows gas.cjs failing on a snapshot wrong in one figure, and on one that is not there, naming the
# figure.
set -eu
cd "$(dirname "$0")/../.."

copy=$(mktemp)
trap 'rm -f "$copy" "$copy.log"' EXIT

expect_failure_naming() {
  status=0
  node tests/contracts/gas.cjs --snapshot "$2" >/dev/null 2>"$copy.log" || status=$?
  if [ "$status" -ne 1 ] || ! grep -q "$1" "$copy.log"; then
    echo "gas.cjs did not fail naming $1 (status $status):" >&2
    cat "$copy.log" >&2
    exit 1
  fi
}

sed 's/"cut_first": /"cut_first": 1/' tests/contracts/gas_snapshot.json >"$copy"
expect_failure_naming 'cut_first: ' "$copy"
expect_failure_naming 'heartbeat_further: undefined in the snapshot' "$copy.absent"
echo "executed=2"
