#!/bin/sh
# SPDX-License-Identifier: MIT
# play.sh FOLDER SCRIPTS: plays the scripts 0 to SCRIPTS-1 of the folder, which must lie in build/,
# on one EVM inside forge. Prints forge's words; FOLDER/result and FOLDER/differences hold the rest.
set -eu
cd "$(dirname "$0")/../.."
FOUNDRY_CONFIG="$PWD/tests/mirror/foundry.toml"
BALLAST_MIRROR_CASES=$1
BALLAST_MIRROR_SCRIPTS=$2
export FOUNDRY_CONFIG BALLAST_MIRROR_CASES BALLAST_MIRROR_SCRIPTS
mkdir -p build/forge-mirror
# The native binary: npm's .bin shim exits 0 whatever the test did.
exec node_modules/@foundry-rs/forge-linux-amd64/bin/forge test --root . --color never \
  --match-path tests/mirror/Player.t.sol 2>&1
