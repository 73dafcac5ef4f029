#!/bin/sh
# SPDX-License-Identifier: MIT
# Shows coverage.cjs judging: full coverage passes; a line never run, 18 of 19 branches and an empty
# report fail.
set -eu
cd "$(dirname "$0")/../.."

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
executed=0

# report LINE_COUNT TAKEN OF: one file of two lines, the second run LINE_COUNT times.
report() {
  echo 'SF:oracle/contracts/A.sol'
  printf 'DA:1,5\nDA:2,%s\n' "$1"
  i=0
  while [ "$i" -lt "$3" ]; do
    i=$((i + 1))
    if [ "$i" -le "$2" ]; then taken=1; else taken=-; fi
    echo "BRDA:$i,0,0,$taken"
  done
  echo end_of_record
}

expect() {
  status=0
  node tests/contracts/coverage.cjs --lcov "$dir/lcov" >"$dir/log" 2>&1 || status=$?
  if [ "$status" -ne "$1" ]; then
    echo "coverage.cjs ended with $status, not $1:" >&2
    cat "$dir/log" >&2
    exit 1
  fi
  executed=$((executed + 1))
}

report 1 20 20 >"$dir/lcov"
expect 0
report 1 19 20 >"$dir/lcov"
expect 0
report 1 18 19 >"$dir/lcov"
expect 1
report 0 20 20 >"$dir/lcov"
expect 1
: >"$dir/lcov"
expect 1
echo "executed=$executed"
