#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Has systemd judge docs/operating/ballast.service.

usage: unit_file_test.py UNIT SYSTEMD_ANALYZE

Skips by name where this machine has no systemd-analyze.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

UNIT = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
ANALYZE = sys.argv[2]
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPOSURE_MAX = 1.5


def source(path):
    return (ROOT / path).read_text(encoding="utf-8")


def analyze(verb, unit):
    """Returns the exit code and the words. The program that is installed is not here: another
    stands for it."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "ballast.service"
        file.write_text(unit.replace("/usr/bin/ballast", "/bin/true"), encoding="utf-8")
        run = subprocess.run([ANALYZE, *verb, file], capture_output=True, text=True)
        return run.returncode, run.stdout + run.stderr


def exposure(unit):
    said = analyze(["security", "--offline=true", "--no-pager"], unit)[1]
    found = re.search(r"exposure level for ballast\.service: ([\d.]+)", said)
    return float(found[1]) if found else 10.0


class UnitFile(unittest.TestCase):
    def test_what_it_promises(self):
        for line in ("Type=notify", "RestartPreventExitStatus=64 65 66 77 78", "User=ballast",
                     "StateDirectory=ballast", "StartLimitIntervalSec=0", "LimitCORE=0",
                     "TimeoutStartSec=infinity"):
            self.assertIn(line, UNIT.splitlines())
        self.assertRegex(UNIT, r"(?m)^LoadCredential=ballast-password:")

    def test_its_layout_is_what_init_makes(self):
        """One folder, the service's own, with the document that init writes."""
        self.assertRegex(UNIT, r"(?m)^ExecStart=/usr/bin/ballast run "
                               r"--config /var/lib/ballast/keeper\.toml")
        self.assertIn('options.dir / "keeper.toml"', source("apps/init_command.cpp"))
        self.assertIn('"ballast-password"', source("apps/password.cpp"))

    def test_the_watchdog_and_livez_have_one_number(self):
        live = re.search(r"kLiveFor\{([\d']+)\}", source("apps/keeper_servers.hpp"))[1]
        watchdog = re.search(r"(?m)^WatchdogSec=(\d+)$", UNIT)[1]
        self.assertEqual(int(live.replace("'", "")), 1000 * int(watchdog))

    @unittest.skipUnless(pathlib.Path(ANALYZE).exists(), "no systemd-analyze")
    def test_systemd_has_nothing_to_say(self):
        self.assertEqual(analyze(["verify", "--man=no"], UNIT), (0, ""))

    @unittest.skipUnless(pathlib.Path(ANALYZE).exists(), "no systemd-analyze")
    def test_systemd_would_say(self):
        self.assertNotEqual(analyze(["verify", "--man=no"], UNIT.replace("Type=notify", "Type=x")),
                            (0, ""))

    @unittest.skipUnless(pathlib.Path(ANALYZE).exists(), "no systemd-analyze")
    def test_little_is_exposed(self):
        level = exposure(UNIT)
        print(f"systemd_exposure={level}")
        self.assertLessEqual(level, EXPOSURE_MAX)
        self.assertGreater(exposure(UNIT.replace("ProtectSystem=strict\n", "")
                                    .replace("CapabilityBoundingSet=\n", "")), EXPOSURE_MAX)


if __name__ == "__main__":
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    for test, reason in result.skipped:
        print(f"[  SKIPPED ] {test.id()}: {reason}")
    print(f"executed={result.testsRun - len(result.skipped)}")
    sys.exit(0 if result.wasSuccessful() else 1)
