#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Bans by name what the house does without, and says what to write instead.

    check_style.py [ROOT]

Reads every file that git tracks or would track. The rules stand in the tables below; each has a
planted violation in tests/tools/check_style_test.py.
"""
import re
import subprocess
import sys
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from check_layers import is_door
from cxx_text import function_lengths, without_comments_and_strings

COLUMNS_MAX = 100
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70

CXX = ("*.cpp", "*.hpp")
LICENSED = (*CXX, "*.sol")
SOURCE = (*LICENSED, "*.py", "*.sh", "*.js", "*.mjs", "dev", ".ci/run")
TEXT = (*SOURCE, "*.md", "*.toml", "*.cmake", "CMakeLists.txt", "*.yml", "*.yaml", ".clang-*")
BYTES_MAX = 4 << 20  # beyond this a file is data, and nobody typed a path into it


@dataclass
class Ban:
    """A word that may not stand in the files of `where`, except in those of `but`."""

    pattern: str
    where: tuple[str, ...]
    remedy: str
    but: tuple[str, ...] = ()
    in_comments_too: bool = False


def cxx_of(*folders: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}" for folder in folders for name in CXX)


DETERMINISTIC = cxx_of("engine", "oracle", "audit")

BANS = [
    Ban(
        r"\b(float|double)\b",
        DETERMINISTIC,
        "use Bps, Wad, Price or Int128: floating point gives other bits on another machine",
    ),
    Ban(
        r"\b(system_clock|gettimeofday|clock_gettime)\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\)",
        CXX,
        "take a const Clock&: only apps/system_clock.cpp knows what time it is",
        but=("apps/system_clock.cpp", "tests/support/moved_clock.cpp"),
    ),
    Ban(
        r"\bunordered_(multi)?(map|set)\b",
        DETERMINISTIC,
        "use std::map, std::set or a sorted vector: the order of iteration reaches the bytes",
    ),
    Ban(
        r"\b(rand|srand|random)\s*\(|\b(random_device|mt19937(_64)?|default_random_engine)\b",
        cxx_of("engine"),
        "hand random numbers in as data: the engine is a pure function",
    ),
    Ban(
        r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b",
        TEXT,
        "finish it, or file an issue and remove the note",
        in_comments_too=True,
    ),
]

# These look at every file, data too.
PLACES = [
    (
        re.compile(r"(?<![\w.:-])/(?:home|root|work)/\w"),
        "a path of one machine: take it from an argument, or write it relative to the root",
    ),
    (
        re.compile(r"\b(?:registry|deb|packages|mirrors?|ftp)\.[\w-]+\.(?:org|com|net|io)\b"),
        "a host of a package registry: name the package, not where it comes from",
    ),
]


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(path, p) or fnmatch(path.split("/")[-1], p) for p in patterns)


def banned_words(path: str, text: str, code: str) -> list[tuple[int, str]]:
    faults = []
    for ban in BANS:
        if not matches(path, ban.where) or path in ban.but:
            continue
        lines = (text if ban.in_comments_too else code).splitlines()
        for number, line in enumerate(lines, 1):
            found = re.search(ban.pattern, line)
            if found:
                faults.append((number, f'"{found[0]}": {ban.remedy}'))
    return faults


def thrown(path: str, code: str) -> list[tuple[int, str]]:
    if not matches(path, CXX) or is_door(path):
        return []
    return [
        (number, '"throw": return fail(...), or BALLAST_CHECK what is our own bug')
        for number, line in enumerate(code.splitlines(), 1)
        if re.search(r"\bthrow\b", line)
    ]


def places(text: str) -> list[tuple[int, str]]:
    return [
        (number, f'"{found[0]}": {remedy}')
        for number, line in enumerate(text.splitlines(), 1)
        for pattern, remedy in PLACES
        if (found := pattern.search(line))
    ]


def lines_and_ends(path: str, text: str) -> list[tuple[int, str]]:
    faults = []
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            faults.append((number, "a tab: indent with spaces"))
        if line != line.rstrip():
            faults.append((number, "white space at the end of the line: remove it"))
        if len(line) > COLUMNS_MAX and matches(path, SOURCE):
            faults.append((number, f"{len(line)} columns: break the line at {COLUMNS_MAX}"))
    if text and not text.endswith("\n"):
        faults.append((text.count("\n") + 1, "no newline at the end of the file: add one"))
    return faults


def sizes(path: str, text: str, code: str) -> list[tuple[int, str]]:
    faults = []
    lines = text.count("\n")
    if matches(path, SOURCE) and not path.startswith("tests/") and lines > FILE_LINES_MAX:
        faults.append((lines, f"{lines} lines: split the file at {FILE_LINES_MAX}, by purpose"))
    if matches(path, LICENSED):
        faults += [
            (first, f"a function of {length} lines: split it at {FUNCTION_LINES_MAX}")
            for first, length in function_lengths(code)
            if length > FUNCTION_LINES_MAX
        ]
    return faults


def first_lines(path: str, text: str, code: str) -> list[tuple[int, str]]:
    faults = []
    if matches(path, LICENSED) and not text.startswith("// SPDX-License-Identifier: "):
        faults.append((1, "no licence: begin the file with // SPDX-License-Identifier: MIT"))
    if path.endswith(".hpp") and not re.search(r"^#pragma once$", code, re.MULTILINE):
        faults.append((1, "no guard: add #pragma once after the licence"))
    return faults


def faults_of(path: str, text: str) -> list[tuple[int, str]]:
    faults = places(text)
    if matches(path, TEXT):
        code = without_comments_and_strings(text) if matches(path, LICENSED) else text
        faults += banned_words(path, text, code)
        faults += thrown(path, code)
        faults += lines_and_ends(path, text)
        faults += sizes(path, text, code)
        faults += first_lines(path, text, code)
    return sorted(faults)


def files_of(root: Path) -> list[str]:
    command = ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return sorted({path for path in listed.split("\0") if path})


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    read = faulty = 0
    for path in files_of(root):
        file = root / path
        if file.is_symlink() or not file.is_file() or file.stat().st_size > BYTES_MAX:
            continue
        try:
            text = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or a planted bad document of a test
        read += 1
        for number, fault in faults_of(path, text):
            faulty += 1
            print(f"{path}:{number}: {fault}")
    print(f"executed={read}")
    return 1 if faulty or read == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
