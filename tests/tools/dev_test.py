#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""./dev: its usage, and what it does where it may not or cannot install. Nothing is installed: a
folder of stand-ins takes the place of the package tools."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import planted

NOBODY = 65534
BASICS = ("bash", "env", "dirname", "nproc", "mkdir", "tail", "cat", "sha256sum", "ln", "id")


class Dev(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = Path(folder.name)
        self.tree.chmod(0o777)
        shutil.copy(planted.ROOT / "dev", self.tree)
        (self.tree / "tools").mkdir()
        shutil.copy(planted.ROOT / "tools/setup.sh", self.tree / "tools")
        self.bin = self.tree / "bin"
        self.bin.mkdir()
        for name in BASICS:
            (self.bin / name).symlink_to(shutil.which(name))
        # No package is installed, and every program that is run leaves its name behind.
        self.stand_in("dpkg-query", "exit 1")
        self.stand_in("apt-get", f'echo "apt-get $*" >> {self.tree}/calls; exit 100')

    def stand_in(self, name: str, shell: str) -> None:
        file = self.bin / name
        file.write_text(f"#!{shutil.which('bash')}\n{shell}\n", encoding="utf-8")
        file.chmod(0o755)

    def dev(self, *arguments: str, as_nobody: bool = False) -> subprocess.CompletedProcess:
        def become_nobody() -> None:
            if as_nobody and os.geteuid() == 0:
                os.setuid(NOBODY)

        return subprocess.run(
            [shutil.which("bash"), self.tree / "dev", *arguments],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env={"PATH": str(self.bin)},
            preexec_fn=become_nobody,
        )

    def calls(self) -> list[str]:
        file = self.tree / "calls"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def test_help_is_an_answer_and_a_wrong_word_is_not(self) -> None:
        for word in ("--help", "-h", "help"):
            done = self.dev(word)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("Usage: ./dev", done.stdout)
        for words in ([], ["nonsense"], ["build", "x"], ["lint", "x"], ["test", "-L"],
                      ["test", "x"], ["test", "--allow-skip="]):
            done = self.dev(*words)
            self.assertEqual((done.returncode, done.stdout), (64, ""), words)
            self.assertIn("Usage: ./dev", done.stderr)

    def test_without_root_and_sudo_the_line_to_run_is_printed(self) -> None:
        done = self.dev("build", as_nobody=True)
        self.assertEqual(done.returncode, 77, done.stderr)
        self.assertRegex(done.stderr, r"apt-get update && apt-get install .*g\+\+ cmake")
        self.assertEqual(self.calls(), [])

    def test_a_sudo_that_would_ask_is_no_sudo(self) -> None:
        self.stand_in("sudo", f'echo "sudo $*" >> {self.tree}/calls; exit 1')
        (self.tree / "calls").touch()
        (self.tree / "calls").chmod(0o666)
        done = self.dev("build", as_nobody=True)
        self.assertEqual(done.returncode, 77, done.stderr)
        self.assertEqual(self.calls(), ["sudo -n true"])

    def test_where_the_packages_cannot_be_had_it_says_so(self) -> None:
        if os.geteuid() != 0:
            self.stand_in("sudo", 'while [[ $1 == -* ]]; do shift; done; "$@"')
        self.stand_in("true", "exit 0")
        done = self.dev("build")
        self.assertEqual(done.returncode, 69, done.stderr)
        self.assertIn("could not install", done.stderr)
        first, update = self.calls()[:2]
        self.assertRegex(first, r"^apt-get install -y --no-install-recommends --no-remove ")
        self.assertEqual(update, "apt-get update")

    def test_benchmarks_that_do_not_exist_are_no_failure(self) -> None:
        done = self.dev("bench")
        self.assertEqual((done.returncode, done.stderr), (0, "no benchmarks yet\n"))


if __name__ == "__main__":
    planted.main()
