# SPDX-License-Identifier: MIT
"""What the checkers' tests share: a temporary tree to plant violations in, and a closing line."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
sys.dont_write_bytecode = True


class PlantedTree(unittest.TestCase):
    """A fresh git tree for each test; `check` runs a checker on it as CTest does."""

    checker = ""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = Path(folder.name)
        subprocess.run(["git", "init", "-q", self.tree], check=True)

    def plant(self, path: str, text: str | bytes) -> None:
        file = self.tree / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def check(self) -> tuple[int, str]:
        command = [sys.executable, ROOT / "tools" / self.checker, self.tree]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        return done.returncode, done.stdout + done.stderr

    def assert_clean(self) -> None:
        code, output = self.check()
        self.assertEqual((code, output.count("\n")), (0, 1), output)
        self.assertRegex(output, r"^executed=[1-9]\d*\n$")

    def assert_fault(self, place: str, *words: str) -> None:
        """Expects failure, and one line that begins with `place` and holds every word."""
        code, output = self.check()
        self.assertEqual(code, 1, output)
        lines = [line for line in output.splitlines() if line.startswith(place + ": ")]
        self.assertTrue(any(all(w in line for w in words) for line in lines), output)


def main() -> None:
    run = unittest.main(exit=False).result
    print(f"executed={run.testsRun}")
    sys.exit(0 if run.wasSuccessful() and run.testsRun > 0 and not run.skipped else 1)
