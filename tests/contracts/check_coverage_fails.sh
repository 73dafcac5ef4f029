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

# What forge does not count: a line before one of the same block that ran, lines of assembly and of
# a modifier whose function ran. Not so: another block's line, and a function that never ran.
cat >"$dir/A.sol" <<'SOL'
modifier gate() {
    check();
    _;
}
function f() gate {
    first();
    if (second) third();
    fourth();
    assembly {
        fifth()
    }
}
function g() {
    if (never) {
        sixth();
    }
    seventh();
}
SOL
# uncounted FIRST SIXTH G: how often lines 6 and 15 and function g ran.
uncounted() {
  echo "SF:$dir/A.sol"
  printf 'FN:1,A.gate\nFNDA:3,A.gate\nFN:5,A.f\nFNDA:3,A.f\nFN:13,A.g\nFNDA:%s,A.g\n' "$3"
  printf 'DA:1,3\nDA:2,0\nDA:5,3\nDA:6,%s\nDA:7,0\nDA:8,3\nDA:10,0\n' "$1"
  printf 'DA:13,%s\nDA:14,%s\nDA:15,%s\nDA:17,%s\nend_of_record\n' "$3" "$3" "$2" "$3"
}
uncounted 3 1 1 >"$dir/lcov"
expect 0
uncounted 0 1 1 >"$dir/lcov"
expect 0
uncounted 3 0 1 >"$dir/lcov"
expect 1
uncounted 3 0 0 >"$dir/lcov"
expect 1
: >"$dir/lcov"
expect 1
echo "executed=$executed"
