#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the cases of tests/aave whose names begin with CASES on the real Aave v3.6 market.
#
#   run.sh AAVE_TOOL CASES
#
# Installs the packages of package-lock.json into build/aave once for each version of that file.
# Exit 77, after one line, only where npm cannot be reached; any other failure is one.
set -eu
cd "$(dirname "$0")/../.."
dir=build/aave

install() {
  lock=$(sha256sum <tests/aave/package-lock.json)
  [ "$(cat "$dir/lock" 2>/dev/null)" = "$lock" ] && return
  mkdir -p "$dir"
  cp tests/aave/package.json tests/aave/package-lock.json "$dir"
  if ! (cd "$dir" && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1) \
    >"$dir/npm.log" 2>&1; then
    unreachable='ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH'
    if grep -Eq "$unreachable|ENOTCACHED|ERR_SOCKET_TIMEOUT" "$dir/npm.log"; then
      echo "skipped: npm cannot be reached, so there is no Aave market to test on ($dir/npm.log)"
      exit 77
    fi
    cat "$dir/npm.log" >&2
    exit 1
  fi
  echo "$lock" >"$dir/lock"
}

install
exec node tests/aave/run.cjs "$@"
