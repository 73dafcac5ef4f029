#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One digest over five years of hourly epochs, whatever computes it.

    exactness_matrix.py [--data FOLDER] [--build FOLDER]        from the project's root

Builds ballast_digest with {g++, clang++-14} x {-O0, -O3}, one tree each (by day two of the four, in
which each compiler and each level is met, in the trees of the presets dev and clang); runs each
under a German locale and an Indian zone, with one thread and two, with and without the C library's
code for AVX2 and FMA; and asserts that all print one digest. Then compares sampled epochs with
tests/reference/model.py, byte for byte. By day the -O0 builds run once, with everything changed at
once, the -O3 builds four times, in which every pair of changes meets, and 1,000 epochs are
compared; BALLAST_NIGHTLY runs every combination and compares all epochs.
Without market history it says so and ends with 77.
"""
import argparse
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

NOT_RUN = 77
COMPILERS = ("g++", "clang++-14")
LEVELS = ("-O0", "-O3")
POLICY = "policies/carry_aware.toml"
ASSETS = ("BTC", "ETH")
# By the names of glibc 2.33 and later. That they take effect is read from the libm digest.
TUNABLES = "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4"
PLACES = ({"LC_ALL": "de_DE.UTF-8"}, {"TZ": "Asia/Kolkata"})
ALL_PLACES = {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Kolkata"}
SAMPLES = 500  # an asset, by day
SEED = 20_251_130
PARTS = 16  # of a night's comparison, whose lines fill a gigabyte
NIGHTLY = "BALLAST_NIGHTLY" in os.environ
PRESETS = {("g++", "-O0"): "dev", ("clang++-14", "-O3"): "clang"}
BUILDS = tuple(itertools.product(COMPILERS, LEVELS)) if NIGHTLY else tuple(PRESETS)
# The answers are independent of it, so the speed of the build alone decides.
FASTEST = ("clang++-14", "-O3")


def data_folder(given: str | None) -> Path | None:
    folder = Path(given or os.environ.get("BALLAST_DATA") or "../shared/data")
    return folder if (folder / "vix_daily.csv").exists() else None


def clean_environment() -> dict[str, str]:
    dropped = ("LC_", "LANG", "TZ", "GLIBC_TUNABLES", "LOCPATH")
    return {key: value for key, value in os.environ.items() if not key.startswith(dropped)}


def build(root: Path, compiler: str, level: str) -> Path:
    """Configures and compiles one combination. Returns the program."""
    tree = root / f"{compiler.replace('+', 'x')}{level}"
    steps = [["cmake", "-S", ".", "-B", tree, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None",
              f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_CXX_FLAGS={level}"]]
    if not NIGHTLY:
        preset = PRESETS[compiler, level]
        tree = Path("build") / preset
        # It may be the very tree whose tests are running: that is not configured again.
        steps = [] if (tree / "CMakeCache.txt").exists() else [["cmake", "--preset", preset]]
    steps.append(["cmake", "--build", tree, "-j2", "--target", "ballast_digest"])
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, step))}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return tree / "tests/validation/ballast_digest"


def german(scratch: Path) -> dict[str, str]:
    """Makes the locale, for few machines have it. Returns what finds it; nothing if it cannot."""
    made = scratch / "locale"
    made.mkdir()
    if shutil.which("localedef") is None:
        return {}
    command = ["localedef", "-i", "de_DE", "-f", "UTF-8", made / "de_DE.UTF-8"]
    done = subprocess.run(command, capture_output=True, check=False)
    # 1 is a warning, or that there are no sources to make it of (Debian's package locales).
    whole = done.returncode in (0, 1) and (made / "de_DE.UTF-8/LC_NUMERIC").exists()
    return {"LOCPATH": str(made)} if whole else {}


def runs_of(level: str) -> list[tuple[dict[str, str], int, bool]]:
    """Returns (place, threads, without AVX2 and FMA) of each run of a build."""
    if NIGHTLY:
        return list(itertools.product(PLACES, (1, 2), (False, True)))
    if level == "-O0":
        return [(ALL_PLACES, 2, True)]
    # Half of the eight, in which every pair of values meets.
    german_place, indian_place = PLACES
    return [(german_place, 1, False), (german_place, 2, True), (indian_place, 1, True),
            (indian_place, 2, False)]


def run(program: Path, data: Path, place: dict[str, str], threads: int, plain: bool) -> dict:
    environment = {**clean_environment(), **place}
    if plain:
        environment["GLIBC_TUNABLES"] = TUNABLES
    done = subprocess.run([program, POLICY, data, "--threads", str(threads)], env=environment,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{program}: {done.stderr}")
    # The decimal point may be a comma, and the last of a line: values hold no blank.
    return dict(word.split("=", 1) for word in done.stdout.split())


def check_places(told: dict, place: dict[str, str]) -> list[str]:
    """Returns what an environment did not change although it should have."""
    faults = []
    if "LC_ALL" in place and told["decimal_point"] != ",":
        faults.append(f"the German locale took no effect: decimal point {told['decimal_point']}")
    if "TZ" in place and told["utc_offset"] != "19800":
        faults.append(f"the zone took no effect: UTC offset {told['utc_offset']}")
    return faults


def matrix(programs: dict, data: Path, locale: dict[str, str]) -> tuple[dict, int]:
    """Runs everything. Returns the runs by what was changed, and the number of faults."""
    told, faults = {}, []
    jobs = [(key, place, threads, plain) for key in programs
            for place, threads, plain in runs_of(key[1])]
    workers = max(1, (os.cpu_count() or 2) // 2)
    with ThreadPoolExecutor(workers) as pool:
        answers = pool.map(lambda job: run(programs[job[0]], data, {**job[1], **locale}, *job[2:]),
                           jobs)
        for (key, place, threads, plain), answer in zip(jobs, answers):
            told[key, tuple(place.values()), threads, plain] = answer
            faults += check_places(answer, place) if locale or "LC_ALL" not in place else []
    for fault in faults:
        print(fault)
    return told, len(faults)


def processor_probe(told: dict) -> str:
    """Says whether the tunable changed the code that the C library chose (its last bits differ)."""
    with_fma = {answer["libm"] for (*_, plain), answer in told.items() if not plain}
    without = {answer["libm"] for (*_, plain), answer in told.items() if plain}
    flags = re.search(r"^flags\s*:(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    if flags is None or "fma" not in flags[1].split():
        return "none"  # there is nothing to switch off
    return "effective" if with_fma.isdisjoint(without) else "ineffective"


def compare_part(program: Path, data: Path, out: Path, count: int, part: str) -> tuple[int, int]:
    """Compares a part of the sampled epochs. Returns how many, and how many differ."""
    command = [program, POLICY, data, "--threads", "2", "--sample", str(count), "--seed",
               str(SEED), "--part", part, "--out", out]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    compared = different = 0
    models = []
    for asset in ASSETS:
        with (out / f"{asset}.lines").open() as lines:
            models.append((asset, subprocess.Popen(
                [sys.executable, "-B", "tests/reference/model.py"], stdin=lines,
                stdout=(out / f"{asset}.said").open("w"))))
    for asset, model in models:
        model.wait()
        with (out / f"{asset}.answers").open() as answers, (out / f"{asset}.said").open() as said:
            for number, (ours, theirs) in enumerate(itertools.zip_longest(answers, said)):
                compared += 1
                if ours != theirs:
                    different += 1
                    if different <= 3:
                        print(f"{asset}: sampled epoch {number} of part {part} differs:\n"
                              f"  engine {str(ours)[:300]}\n  model  {str(theirs)[:300]}")
    return compared, different


def compare(program: Path, data: Path, scratch: Path) -> tuple[int, int]:
    parts = [f"{k}/{PARTS}" for k in range(1, PARTS + 1)] if NIGHTLY else ["1/1"]
    count = 10**9 if NIGHTLY else SAMPLES
    results = [compare_part(program, data, scratch, count, part) for part in parts]
    return sum(result[0] for result in results), sum(result[1] for result in results)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", help="the folder of market history")
    parser.add_argument("--build", default="build/exactness", help="where the builds are")
    arguments = parser.parse_args()
    data = data_folder(arguments.data)
    if data is None:
        print("not run: no market history (set BALLAST_DATA or provide ../shared/data)")
        return NOT_RUN
    programs = {(compiler, level): build(Path(arguments.build), compiler, level)
                for compiler, level in BUILDS}
    with tempfile.TemporaryDirectory(prefix="ballast-exactness-") as scratch:
        locale = german(Path(scratch))
        told, faults = matrix(programs, data, locale)
        compared, different = compare(programs[FASTEST], data, Path(scratch))
    digests = {answer["digest"] for answer in told.values()}
    epochs = {answer["epochs"] for answer in told.values()}
    probe = processor_probe(told)
    if len(digests) > 1:
        for key, answer in told.items():
            print(key, answer["digest"])
    print(f"locale={'de_DE.UTF-8' if locale else 'C (localedef cannot)'} hwcaps={probe} "
          f"compared={compared} different={different}")
    print(f"digests={len(digests)} runs={len(told)} epochs={min(epochs)} digest={min(digests)}")
    print(f"executed={len(told) + compared}")
    sound = len(digests) == len(epochs) == 1 and not faults and probe != "ineffective"
    return 0 if sound and compared > 0 and different == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
