#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the keeper as its operators do: init, doctor, run, signals, reloads.

usage: keeper_test.py BALLAST [WORD...]     from the project's root

A WORD selects the tests whose names hold it.
"""

import pathlib
import sys
import unittest

from e2e import program

FOLDER = pathlib.Path(__file__).resolve().parent


def main():
    program.binary = str(pathlib.Path(sys.argv[1]).resolve())
    only = sys.argv[2:]
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{word}*" for word in only] or None
    try:
        suite = loader.discover(str(FOLDER / "keeper"), "test_*.py", str(FOLDER))
        result = unittest.TextTestRunner(verbosity=2).run(suite)
    finally:
        program.clean_up()
    print(f"executed={result.testsRun}")
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 and not result.skipped else 1)


if __name__ == "__main__":
    main()
