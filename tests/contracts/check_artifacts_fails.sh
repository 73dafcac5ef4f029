#!/bin/sh
# SPDX-License-Identifier: MIT
# Shows the artifact check failing: on one changed byte, and on a missing file, naming each and
# nothing else. One compilation for all: it takes half a minute.
set -eu
cd "$(dirname "$0")/../.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
for kind in good changed missing; do
  mkdir "$copy/$kind"
  cp oracle/contracts/artifacts/*.json "$copy/$kind"
done
sed -i 's/"deployedBytecode": "0x60/"deployedBytecode": "0x61/' "$copy/changed/RiskParamOracle.json"
rm "$copy/missing/reasons.json"

status=0
node tools/contracts/compile.cjs --check --out "$copy/good" --out "$copy/changed" \
  --out "$copy/missing" 2>"$copy/log" || status=$?
complaints=$(grep -c 'is not what the sources compile to' "$copy/log" || true)
if [ "$status" -ne 1 ] || [ "$complaints" -ne 2 ] \
  || ! grep -q 'changed/RiskParamOracle.json' "$copy/log" \
  || ! grep -q 'missing/reasons.json' "$copy/log"; then
  echo "the check did not fail naming the two files (status $status):" >&2
  cat "$copy/log" >&2
  exit 1
fi
echo "executed=3"
