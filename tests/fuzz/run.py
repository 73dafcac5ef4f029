#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs one libFuzzer program for a while and judges the run.

    run.py [--seconds N] [--nightly N] [--timeout N] [--seeds FILE] PROGRAM
    run.py --input HEX PROGRAM

Starts from the inputs of FILE: one a line, hex after 0x, else text. Without --seconds it takes 10,
or those of --nightly (600 by default) where BALLAST_NIGHTLY is set. BALLAST_SEED sets libFuzzer's
seed. A fault, or a run that executed nothing, exits 1 and names the input; --input tries that one
again.
"""
import argparse
import os
import re
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

INPUT_BYTES_MAX = 4096
MEMORY_MB_MAX = 1024


def seed_inputs(file: Path) -> list[bytes]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [bytes.fromhex(line[2:]) if line.startswith("0x") else line.encode() for line in lines]


def write_corpus(folder: Path, seeds: Path | None) -> None:
    folder.mkdir()
    # libFuzzer gives up where its first input is refused at once, so there is always the empty one.
    for number, data in enumerate([b"", *(seed_inputs(seeds) if seeds else [])]):
        (folder / f"seed{number}").write_bytes(data)


def executions(log: str) -> int:
    """Returns how many inputs were tried, or 0 where the program did not come to say so."""
    counts = re.findall(r"^stat::number_of_executed_units:\s*(\d+)", log, re.MULTILINE)
    return int(counts[-1]) if counts else 0


def run(command: list[str]) -> tuple[int, str]:
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as fault:
        return 127, str(fault)
    # A negative code is a signal: the shell's 128 + number says the same and is never 0.
    code = done.returncode if done.returncode >= 0 else 128 - done.returncode
    return code, (done.stdout + done.stderr).decode("utf-8", "replace")


def report_crash(log: str, inputs: list[Path], program: str) -> None:
    print("\n".join(log.splitlines()[-60:]))
    for file in inputs:
        data = file.read_bytes().hex()
        print(f"{file.name}: 0x{data}")
        print(f"repeat: python3 tests/fuzz/run.py --input 0x{data} {program}")


def fuzz(options: argparse.Namespace, folder: Path) -> int:
    seed = os.environ.get("BALLAST_SEED") or str(secrets.randbelow(2**31 - 1) + 1)
    nightly = "BALLAST_NIGHTLY" in os.environ
    seconds = options.seconds or (options.nightly if nightly else 10)
    name = Path(options.program).name
    print(f"{name}: seconds={seconds} seed={seed}, to repeat: BALLAST_SEED={seed} "
          f"ctest --preset clang -R '^{name}$'")
    write_corpus(folder / "corpus", options.seeds)
    code, log = run([
        options.program, f"-seed={seed}", f"-max_total_time={seconds}", "-print_final_stats=1",
        f"-max_len={INPUT_BYTES_MAX}", f"-timeout={options.timeout}",
        f"-rss_limit_mb={MEMORY_MB_MAX}", f"-artifact_prefix={folder}/fault-",
        str(folder / "corpus"),
    ])
    count = executions(log)
    inputs = sorted(folder.glob("fault-*"))
    crashed = code != 0 or bool(inputs)
    if crashed or count == 0:
        print(f"exit={code}")
        report_crash(log, inputs, options.program)
    print(f"target={name} seconds={seconds} executions={count} crashes={int(crashed)}")
    print(f"executed={count}")
    return 1 if crashed or count == 0 else 0


def try_again(options: argparse.Namespace, folder: Path) -> int:
    file = folder / "input"
    file.write_bytes(bytes.fromhex(options.input.removeprefix("0x")))
    code, log = run([options.program, f"-timeout={options.timeout}",
                     f"-rss_limit_mb={MEMORY_MB_MAX}", str(file)])
    print(log)
    return 1 if code != 0 else 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--nightly", type=int, default=600, help="seconds under BALLAST_NIGHTLY")
    parser.add_argument("--timeout", type=int, default=10, help="seconds for one input")
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--input")
    parser.add_argument("program")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ballast-fuzz-") as folder:
        work = try_again if options.input is not None else fuzz
        return work(options, Path(folder))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
