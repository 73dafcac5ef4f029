#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plays random reports on the contract and counts where the C++ mirror said something else.

usage: mirror_test.py WRITE_CASES             20,000 reports; 1,000,000 with BALLAST_NIGHTLY
       mirror_test.py --mutants MUTANT...     each is a WRITE_CASES with one planted fault, which
                                              must be found within 20,000 reports

BALLAST_SEED repeats a run. Everything happens in build/mirror of the project's root.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import secrets
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "mirror"
REPORTS_OF_SCRIPT = 200
SCRIPTS_OF_PART = 50
CASES = 20_000
CASES_NIGHTLY = 1_000_000
CASES_OF_MUTANT = CASES

# At least so often in 20,000 reports: a reason that hardly occurs is hardly tested.
LEAST = 20
REASONS_OF_PENDING = ["NO_PENDING", "VETO_WINDOW_OPEN", "PENDING_EXPIRED", "CONFIG_CHANGED",
                      "APPLIED", "STALE_DATA", "UNKNOWN_MARKET"]
FAULTS = ["OracleFrozen", "WrongConfigDigest", "WrongSeq", "WrongPrevReport", "ReportExpired",
          "ObservedInFuture", "ObservedAtFell", "PolicyNotApproved", "CodeNotApproved",
          "WrongUpdateCount", "UpdatesNotAscending"]
ACTS = ["setLimits", "setLimits refused", "tightenLimits", "tightenLimits refused", "setSigners",
        "dropSigner", "approvePolicy", "approveCode", "setGuardian", "veto",
        "acceptOwnership refused", "addMarket refused", "freeze()", "unfreeze()",
        "pauseLoosening()", "unpauseLoosening()",
        "preview", "preview refused", "params", "limits", "previewPending"]


def reasons():
    """The names in the order of their codes, less those that only a pending loosening meets."""
    names = json.loads((ROOT / "oracle/contracts/artifacts/reasons.json").read_text())
    return [name for name in names if name not in REASONS_OF_PENDING[:4]]


def play(writer, seed, first, scripts, place):
    """Writes and plays one part. Returns (tally, result line as a dictionary, differences)."""
    folder = FOLDER / place / str(first)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        words = [str(writer), str(folder), str(seed), str(first), str(scripts),
                 str(REPORTS_OF_SCRIPT)]
        written = subprocess.run(words, capture_output=True, text=True, check=True)
        tally = collections.Counter()
        for line in written.stdout.splitlines():
            count, name = line.split(" ", 1)
            tally[name] = int(count)
        relative = folder.relative_to(ROOT)
        played = subprocess.run([ROOT / "tests/mirror/play.sh", str(relative), str(scripts)],
                                capture_output=True, text=True, check=False)
        if not (folder / "result").exists():
            sys.exit(f"mirror_test: forge did not finish:\n{played.stdout}{played.stderr}")
        result = dict(word.split("=") for word in (folder / "result").read_text().split())
        if (played.returncode == 0) != (result["differences"] == "0"):
            sys.exit(f"mirror_test: forge and its result disagree:\n{played.stdout}")
        return tally, {k: int(v) for k, v in result.items()}, differences(folder, first)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def differences(folder, first):
    """The player's lines, their scripts counted from the run's begin."""
    found = []
    for line in (folder / "differences").read_text().splitlines():
        parts = dict(word.split("=", 1) for word in line.split())
        found.append((first + int(parts["script"]), int(parts["act"]), parts["returned"]))
    return found


def tell_differences(writer, seed, found):
    for script, act, returned in found[:5]:
        print(f"\nscript {script} act {act}: the contract returned {returned[:400]}")
        words = [str(writer), str(seed), str(script), str(REPORTS_OF_SCRIPT), str(act)]
        print(subprocess.run(words, capture_output=True, text=True, check=False).stdout)


def too_rare(tally, cases):
    """What occurred too seldom for its agreement to mean anything."""
    wanted = [f"reason {name}" for name in reasons()]
    wanted += [f"executePending {name}" for name in REASONS_OF_PENDING]
    wanted += [f"fault {name}" for name in FAULTS]
    wanted += [f"act {name}" for name in ACTS]
    least = LEAST * cases // CASES
    return [f"{name} ({tally[name]} times)" for name in wanted if tally[name] < least]


def seed_of_run():
    given = os.environ.get("BALLAST_SEED")
    seed = int(given) if given else secrets.randbelow(1 << 32)
    nightly = "BALLAST_NIGHTLY=1 " if "BALLAST_NIGHTLY" in os.environ else ""
    print(f"repeat with: {nightly}BALLAST_SEED={seed} python3 {' '.join(sys.argv)}", flush=True)
    return seed


def run(writer):
    seed = seed_of_run()
    cases = CASES_NIGHTLY if "BALLAST_NIGHTLY" in os.environ else CASES
    scripts = cases // REPORTS_OF_SCRIPT
    begun = time.monotonic()
    total, tally, found = collections.Counter(), collections.Counter(), []
    # The first part alone: it compiles the player, which the others then find compiled.
    parts = range(0, scripts, SCRIPTS_OF_PART)
    place = f"run-{os.getpid()}"
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        first = pool.submit(play, writer, seed, 0, SCRIPTS_OF_PART, place)
        first.result()
        rest = [pool.submit(play, writer, seed, part, SCRIPTS_OF_PART, place) for part in parts[1:]]
        for part in [first, *rest]:
            counted, result, differing = part.result()
            tally += counted
            total += collections.Counter(result)
            found += differing
    shutil.rmtree(FOLDER / place, ignore_errors=True)
    for name, count in sorted(tally.items()):
        print(f"{count:8} {name}")
    tell_differences(writer, seed, found)
    rare = too_rare(tally, total["cases"])
    if rare:
        print("too rare to mean anything: " + ", ".join(rare))
    seconds = time.monotonic() - begun
    print(f"calls={total['calls']} reports_a_second={total['cases'] / seconds:.0f}")
    print(f"cases={total['cases']} differences={total['differences']}")
    print("executed=1")
    return 0 if total["differences"] == 0 and total["cases"] == cases and not rare else 1


def run_mutants(writers):
    """A planted fault that nothing finds would mean that the comparison sees nothing."""
    seed = seed_of_run()
    missed = []
    for writer in writers:
        name = pathlib.Path(writer).name
        cases = found = 0
        scripts = 10
        for first in range(0, CASES_OF_MUTANT // REPORTS_OF_SCRIPT, scripts):
            _, result, _ = play(writer, seed, first, scripts, f"mutant-{os.getpid()}-{name}")
            cases += result["cases"]
            found = result["differences"]
            if found:
                break
        shutil.rmtree(FOLDER / f"mutant-{os.getpid()}-{name}", ignore_errors=True)
        print(f"{name}: cases={cases} differences={found}", flush=True)
        if not found:
            missed.append(name)
    print(f"mutants={len(writers)} found={len(writers) - len(missed)}")
    print(f"executed={len(writers)}")
    return 1 if missed or not writers else 0


if __name__ == "__main__":
    if len(sys.argv) >= 2 and sys.argv[1] == "--mutants":
        sys.exit(run_mutants(sys.argv[2:]))
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(run(sys.argv[1]))
