#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows tests/fuzz/run.py passing a target without fault and failing on every planted one.

    run_test.py PLANTED_PROGRAM
"""
import os
import re
import subprocess
import sys
from pathlib import Path

RUNNER = Path(__file__).resolve().parent / "run.py"
# What the log of each fault must say, so that one kind is not taken for another.
FAULTS = {
    "overrun": "heap-buffer-overflow",
    "overflow": "signed integer overflow",
    "property": "does not hold: length < 0",
    "check": "this is our bug",
    "memory": "out-of-memory",
    "hang": "timeout",
}


def run(program: str, fault: str | None, *options: str) -> tuple[int, str]:
    environment = {**os.environ, "BALLAST_SEED": "1"}
    environment.pop("BALLAST_PLANTED", None)
    if fault:
        environment["BALLAST_PLANTED"] = fault
    command = [sys.executable, "-B", RUNNER, "--timeout", "2", *options, program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def expect(condition: bool, what: str, output: str) -> None:
    if not condition:
        sys.exit(f"failed: {what}\n{output}")


def main(arguments: list[str]) -> int:
    program = arguments[0]
    code, output = run(program, None, "--seconds", "1")
    expect(code == 0 and "crashes=0" in output, "a target without fault passes", output)
    for fault, said in FAULTS.items():
        code, output = run(program, fault, "--seconds", "60")
        expect(code == 1 and "crashes=1" in output, f"{fault} is reported", output)
        expect(said in output, f"{fault} is told as it is", output)
        found = re.search(r"--input (0x\w+)", output)
        expect(found is not None, f"{fault}: its input is kept", output)
        again, log = run(program, fault, "--input", found[1])
        expect(again == 1, f"{fault}: its input repeats it", log)
        print(f"planted {fault}: reported, with input {found[1][:20]}")
    code, output = run(program + ".missing", None, "--seconds", "1")
    expect(code == 1 and "executed=0" in output, "a target that does not start fails", output)
    print(f"executed={len(FAULTS) + 2}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
