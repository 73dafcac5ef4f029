# SPDX-License-Identifier: MIT
"""The built program, run as its users run it: from the project's root, in a folder of its own."""

import functools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ANVIL = pathlib.Path("node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil")
# Played here, each in one piece. What else is listed is folded in tests/validation.
EVENTS = ["2024-08-05", "2025-10-10", "2025-11-21", "2026-01-20"]
SHORTEST = "2025-10-10"
# A run in a debug build takes 20 seconds; what takes longer than this hangs.
DEADLINE_SECONDS = 150

# Set once by the entry: the built programs.
binary = None
compare_shadow = None
_scratch = None


def scratch():
    """Returns the folder of this run of the tests, removed by clean_up()."""
    global _scratch
    if _scratch is None:
        _scratch = pathlib.Path(tempfile.mkdtemp(prefix="ballast-e2e-"))
    return _scratch


def new_folder():
    """Returns a fresh empty folder."""
    return pathlib.Path(tempfile.mkdtemp(dir=scratch()))


def clean_up():
    if _scratch is not None:
        shutil.rmtree(_scratch, ignore_errors=True)


def environment():
    """The caller's environment without what would steer the program."""
    return {key: value for key, value in os.environ.items() if not key.startswith("BALLAST_")}


def start(*arguments):
    """Starts the program; the caller waits for it."""
    return subprocess.Popen([binary, *map(str, arguments)], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, env=environment())


def run(*arguments):
    """Runs the program to its end. Returns the CompletedProcess, never raising for its code."""
    return subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True,
                          timeout=DEADLINE_SECONDS, env=environment(), check=False)


def summary(out):
    return json.loads((out / "summary.json").read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=None)
def whole_run(event):
    """Runs an event once in one piece. Returns the folder and the CompletedProcess."""
    out = new_folder()
    return out, run("demo", "--event", event, "--out", out, "--json")


@functools.lru_cache(maxsize=None)
def loosening_policies():
    """Returns a copy of the documents in which the shortest event starts so low that the engine
    loosens: the recorded starts leave no room for it, and executions would go untested."""
    policies = new_folder() / "policies"
    shutil.copytree("policies", policies)
    path = policies / "scenarios" / f"{SHORTEST}.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in (("ltv_start_bps = 7_300", "ltv_start_bps = 6_800"),
                     ("lt_start_bps = 7_800", "lt_start_bps = 7_300")):
        if old not in text:
            raise RuntimeError(f"the event {SHORTEST} has no line {old}")
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return policies


@functools.lru_cache(maxsize=None)
def loosening_run():
    """Runs that event once in one piece. Returns the folder and the CompletedProcess."""
    out = new_folder()
    return out, run("demo", "--event", SHORTEST, "--policies", loosening_policies(), "--out", out)


def anvils(parent=None):
    """Returns the process ids of this project's anvils: of all, or of those that `parent` began.

    Other tests start theirs meanwhile."""
    found = set()
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            executable = pathlib.Path(os.readlink(entry / "exe"))
            state, begun_by = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:2]
        except OSError:
            continue
        is_wanted = parent is None or int(begun_by) == parent.pid
        if executable == ANVIL.resolve() and state != "Z" and is_wanted:
            found.add(int(entry.name))
    return found
