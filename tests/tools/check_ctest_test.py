#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tools/check_ctest.py must fail wherever ctest is too kind. The runs judged here are real ones."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import planted

SKIP = 'SKIP_REGULAR_EXPRESSION "\\\\[  SKIPPED \\\\]"'


class CTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.source = Path(folder.name)
        self.build = self.source / "build"
        self.lines: list[str] = []

    def add(self, name: str, shell: str, label: str = "unit", properties: str = "") -> None:
        (self.source / f"{name}.sh").write_text(shell, encoding="utf-8")
        command = f'sh "{self.source}/{name}.sh"'
        self.lines.append(f"add_test(NAME {name} COMMAND {command})")
        self.lines.append(f"set_tests_properties({name} PROPERTIES LABELS {label} {properties})")

    def run_ctest(self, *select: str) -> None:
        text = "cmake_minimum_required(VERSION 3.25)\nproject(x NONE)\nenable_testing()\n"
        (self.source / "CMakeLists.txt").write_text(text + "\n".join(self.lines), encoding="utf-8")
        configure = ["cmake", "-S", self.source, "-B", self.build, "-G", "Ninja"]
        subprocess.run(configure, check=True, capture_output=True)
        ctest = ["ctest", "--test-dir", self.build, *select]
        listed = subprocess.run([*ctest, "--show-only=json-v1"], capture_output=True)
        (self.build / "tests.json").write_bytes(listed.stdout)
        every = subprocess.run([*ctest[:3], "--show-only=json-v1"], capture_output=True)
        (self.build / "all.json").write_bytes(every.stdout)
        junit = ["--output-junit", self.build / "junit.xml"]
        whole = ["--test-output-size-passed", "16777216"]
        subprocess.run([*ctest, *junit, *whole], capture_output=True)

    def judge(self, *options: str) -> tuple[int, str]:
        command = [sys.executable, planted.ROOT / "tools/check_ctest.py", *options, self.build]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def assert_judged(self, expected_code: int, last: str, *words: str, options=()) -> None:
        code, output = self.judge(*options)
        self.assertEqual((code, output.splitlines()[-1]), (expected_code, last), output)
        for word in words:
            self.assertIn(word, output)

    def test_what_passes_passes(self) -> None:
        self.add("gtest", "seq 1 5000; echo executed=12")
        self.add("script", "echo fine")
        self.run_ctest()
        self.assert_judged(0, "2 passed, 0 failed, 0 skipped")

    def test_a_failing_test(self) -> None:
        self.add("good", "echo executed=1")
        self.add("bad", "echo executed=1; exit 1")
        self.run_ctest()
        self.assert_judged(1, "1 passed, 1 failed, 0 skipped", "failed: build: bad")

    def test_a_program_that_ran_no_case(self) -> None:
        self.add("good", "echo executed=1")
        self.add("hollow", "echo executed=5; seq 1 5000; echo executed=0")
        self.run_ctest()
        self.assert_judged(1, "1 passed, 1 failed, 0 skipped", "hollow: it executed no case")

    def test_a_skip_counts_unless_its_label_is_allowed(self) -> None:
        self.add("good", "echo executed=1")
        self.add("skips", "echo '[  SKIPPED ] A.b'; echo executed=3", "aave", SKIP)
        self.run_ctest()
        self.assert_judged(1, "1 passed, 1 failed, 0 skipped", "no --allow-skip names it")
        other = ["--allow-skip=unit"]
        self.assert_judged(1, "1 passed, 1 failed, 0 skipped", options=other)
        both = ["--allow-skip=unit", "--allow-skip=aave"]
        self.assert_judged(0, "1 passed, 0 failed, 1 skipped", "skips: allowed", options=both)

    def test_an_allowed_skip_hides_no_failure(self) -> None:
        fails = "echo '[  SKIPPED ] A.b'; echo '[  FAILED  ] A.c'; echo executed=3; exit 1"
        self.add("fails", fails, "aave", SKIP)
        self.add("dies", "echo '[  SKIPPED ] A.b'; kill -9 $$", "aave", SKIP)
        self.add("good", "echo executed=1")
        self.run_ctest()
        last = "1 passed, 2 failed, 0 skipped"
        self.assert_judged(1, last, "a case failed", options=["--allow-skip=aave"])

    def test_a_planted_secret_in_the_output(self) -> None:
        canaries = (planted.ROOT / "tests/support/canaries.txt").read_text(encoding="utf-8")
        self.add("quiet", "echo executed=1")
        self.add("leaking", f"echo 'refused: {canaries.split()[0]}'; echo executed=1")
        self.run_ctest()
        self.assert_judged(1, "1 passed, 1 failed, 0 skipped", "leaking", "planted secret")

    def test_a_program_that_is_not_there(self) -> None:
        self.add("good", "echo executed=1")
        self.lines.append("add_test(NAME missing COMMAND ./not-built)")
        self.run_ctest()
        self.assert_judged(1, "1 passed, 1 failed, 0 skipped", "missing", "executable")

    def test_a_disabled_test(self) -> None:
        self.add("good", "echo executed=1")
        self.add("off", "echo executed=1", "unit", "DISABLED ON")
        self.run_ctest()
        self.assert_judged(1, "1 passed, 1 failed, 0 skipped", "off: disabled")

    def test_an_unknown_label(self) -> None:
        self.add("good", "echo executed=1")
        self.run_ctest("-L", "^unknown$")
        self.assert_judged(1, "0 passed, 1 failed, 0 skipped")

    def test_a_run_that_never_was(self) -> None:
        self.build.mkdir()
        self.assert_judged(1, "0 passed, 1 failed, 0 skipped", "no test ran")

    def test_what_no_build_chooses(self) -> None:
        self.add("good", "echo executed=1")
        self.add("forgotten", "echo executed=1", "slow")
        self.add("long", "echo executed=1", "nightly")
        self.run_ctest("-L", "^unit$")
        self.assert_judged(0, "1 passed, 0 failed, 0 skipped")
        last = "1 passed, 1 failed, 0 skipped"
        self.assert_judged(1, last, "all: forgotten: its labels", options=["--all-but=nightly"])
        (self.build / "all.json").unlink()
        self.assert_judged(1, last, "it is not known", options=["--all-but=nightly"])

    def test_only_skips_are_no_success(self) -> None:
        self.add("skips", "echo '[  SKIPPED ] A.b'; echo executed=0", "aave", SKIP)
        self.run_ctest()
        last = "0 passed, 0 failed, 1 skipped"
        self.assert_judged(1, last, options=["--allow-skip=aave"])


if __name__ == "__main__":
    planted.main()
