#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Judges finished CTest runs, more strictly than ctest does.

    check_ctest.py [--allow-skip=LABEL ...] [--all-but=LABEL] BUILD_DIR ...

Each BUILD_DIR holds tests.json (`ctest --show-only=json-v1`: which tests were chosen, and their
labels) and junit.xml (`ctest --output-junit`: what became of them). To ctest a skipped test, an
unknown label and a program that ran no case are successes; here they are failures, unless
--allow-skip names a label of the skipped test. So is an output that holds a planted secret
(tests/support/canaries.txt). With --all-but every BUILD_DIR holds all.json too, the list of all its
tests, and a test that was chosen in none of them is a failure unless it carries that label: which
of the builds runs what is decided by labels, and two of them together may leave a test to nobody.
The last line is "N passed, N failed, N skipped".
"""
import argparse
import json
import re
import sys
import xml.etree.ElementTree
from dataclasses import dataclass
from pathlib import Path

# What ctest writes where a test skipped itself; any other reason for not running is a failure.
SKIPPED_BY_TEST = ("SKIP_REGULAR_EXPRESSION_MATCHED", "SKIP_RETURN_CODE")

CANARIES = Path(__file__).resolve().parent.parent / "tests" / "support" / "canaries.txt"


@dataclass
class Outcome:
    name: str
    kind: str  # passed, failed or skipped
    why: str = ""


def listed_tests(file: Path) -> dict[str, set[str]]:
    """Returns the labels of every test of a list that ctest wrote, by the test's name."""
    tests = json.loads(file.read_text(encoding="utf-8"))["tests"]
    labels = {}
    for test in tests:
        properties = {p["name"]: p["value"] for p in test.get("properties", [])}
        labels[test["name"]] = set(properties.get("LABELS", []))
    return labels


def executed_cases(output: str) -> int | None:
    """Returns N of the last line `executed=N`, or None where the test prints no such line."""
    counts = re.findall(r"^executed=(\d+)\s*$", output, re.MULTILINE)
    return int(counts[-1]) if counts else None


def judge_skip(output: str, message: str, allowed: bool) -> tuple[str, str]:
    if not message.startswith(SKIPPED_BY_TEST):
        return "failed", message or "did not run"
    # One skipped case makes ctest call the whole program skipped, even where another case failed
    # or the program died before its last line.
    if "[  FAILED  ]" in output:
        return "failed", "a case failed beside the skipped one"
    if "[  SKIPPED ]" in output and executed_cases(output) is None:
        return "failed", "ended before it printed executed=N"
    if not allowed:
        return "failed", "skipped, and no --allow-skip names it"
    return "skipped", "allowed"


def leaks(output: str) -> bool:
    """Tells whether a secret that a test planted came out again."""
    return any(canary in output for canary in CANARIES.read_text(encoding="utf-8").split())


def judge(case: xml.etree.ElementTree.Element, allowed: bool) -> Outcome:
    name = case.get("name", "")
    status = case.get("status")
    output = case.findtext("system-out") or ""
    if leaks(output):
        return Outcome(name, "failed", "its output holds a planted secret")
    if status == "run":
        if executed_cases(output) == 0:
            return Outcome(name, "failed", "it executed no case")
        return Outcome(name, "passed")
    if status == "notrun":
        skipped = case.find("skipped")
        message = skipped.get("message", "") if skipped is not None else ""
        return Outcome(name, *judge_skip(output, message, allowed))
    return Outcome(name, "failed", "disabled" if status == "disabled" else "failed")


def judge_folder(folder: Path, allow_skip: set[str]) -> list[Outcome]:
    """Returns one outcome for each chosen test, or one failure where their results are missing."""
    try:
        labels = listed_tests(folder / "tests.json")
        if not labels:
            return []
        cases = xml.etree.ElementTree.parse(folder / "junit.xml").getroot().iter("testcase")
    except (OSError, ValueError, KeyError, xml.etree.ElementTree.ParseError) as fault:
        return [Outcome("(no result)", "failed", f"no test ran: {fault}")]
    outcomes = [judge(c, bool(allow_skip & labels.get(c.get("name", ""), set()))) for c in cases]
    seen = {outcome.name for outcome in outcomes}
    outcomes += [Outcome(n, "failed", "has no result") for n in labels if n not in seen]
    return outcomes


def left_to_nobody(folders: list[Path], label: str) -> list[Outcome]:
    """Returns a failure for each test without `label` that none of the builds chose."""
    try:
        every = {k: v for folder in folders for k, v in listed_tests(folder / "all.json").items()}
        chosen = {name for folder in folders for name in listed_tests(folder / "tests.json")}
    except (OSError, ValueError, KeyError) as fault:
        return [Outcome("(no list)", "failed", f"it is not known what there is: {fault}")]
    names = sorted(name for name in every.keys() - chosen if label not in every[name])
    return [Outcome(name, "failed", "its labels leave it to none of the builds") for name in names]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--allow-skip", action="append", default=[], metavar="LABEL")
    parser.add_argument("--all-but", metavar="LABEL")
    parser.add_argument("folders", nargs="+", type=Path, metavar="BUILD_DIR")
    options = parser.parse_args(arguments)
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    judged = [(folder.name, outcome) for folder in options.folders
              for outcome in judge_folder(folder, set(options.allow_skip))]
    if options.all_but:
        judged += [("all", outcome) for outcome in left_to_nobody(options.folders, options.all_but)]
    for place, outcome in judged:
        counts[outcome.kind] += 1
        if outcome.kind != "passed":
            print(f"{outcome.kind}: {place}: {outcome.name}: {outcome.why}")
    if not any(counts.values()):
        print("failed: no test carries these labels")
        counts["failed"] = 1
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    return 0 if counts["failed"] == 0 and counts["passed"] > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
