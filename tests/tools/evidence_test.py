#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tools/evidence.py with a stand-in for the program: what is run, what is kept, what is written."""
import json
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

import planted

STAND_IN = """\
    #!{python}
    import json, pathlib, sys
    here = pathlib.Path(__file__).parent
    with open(here / "calls", "a") as calls:
        calls.write(" ".join(sys.argv[1:]) + "\\n")
    at = lambda name: pathlib.Path(sys.argv[sys.argv.index(name) + 1])
    if "--rows" in sys.argv:
        at("--rows").write_text("rows")
    elif "--out" in sys.argv:
        at("--out").write_text((here / "constants").read_text())
        assert (at("--out").parent / "carry_aware.toml").exists()
    elif sys.argv[1] == "calibrate":
        print((here / "calibration").read_text())
    elif sys.argv[1] == "backtest":
        print((here / "backtest").read_text())
    else:
        print("## Frontier\\n\\n### Goals\\n\\n| goal |\\n\\n### Macro beside a random signal\\n\\n"
              "## Every variant\\n\\n| variant |")
"""
CALIBRATION = {"channels": [], "alarm_share": 0.04, "alarm_share_at_90": 0.2, "alarm_days": 100,
               "until": "2024-06-28", "half_lives": [],
               "asymmetry": [{"asymmetry": 0.3, "tick_loss": 1.0}],
               "har": {"days": 1, "tick_with": 1.0, "tick_without": 1.0, "above_share": 0.0}}


def covered(horizon: int) -> dict:
    return {"sigma": "published", "asset": "ETH", "falling": "collateral", "span": "after",
            "horizon_hours": horizon, "level_bps": 9900, "observations": 100, "hits": 1,
            "expected": 1.0, "kupiec_p": 1.0, "christoffersen_p": 1.0, "traffic_light": "green",
            "z2": 0.0, "tick_loss": 0.001}


def moved(haircut: str) -> dict:
    return {"asset": "ETH", "haircut": haircut, "trough": 0.1, "peak": 0.2, "peak_to_trough": 2.0,
            "rise_1d": 0.0, "rise_5d": 0.0, "rise_30d": 0.0}


class Evidence(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = Path(folder.name)
        for name in ("tools", "docs", "policies"):
            (self.tree / name).mkdir()
        for name in ("evidence.py", "evidence_words.md"):
            shutil.copy(planted.ROOT / "tools" / name, self.tree / "tools")
        (self.tree / "policies/carry_aware.toml").write_text("shipped")
        program = self.tree / "ballast"
        program.write_text(textwrap.dedent(STAND_IN).format(python=sys.executable))
        program.chmod(0o755)
        (self.tree / "constants").write_text("before 2024")
        (self.tree / "calibration").write_text(json.dumps(CALIBRATION))
        (self.tree / "backtest").write_text(json.dumps({
            "coverage": [covered(1), covered(24)],
            "procyclicality": [moved("lt"), moved("tail_plain")]}))

    def evidence(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-B", str(self.tree / "tools/evidence.py"), "--ballast",
             str(self.tree / "ballast"), "--data", "history", *arguments],
            capture_output=True, text=True, check=False)

    def calls(self) -> list[str]:
        return (self.tree / "calls").read_text().splitlines()

    def page(self, name: str) -> str:
        return (self.tree / "docs" / name).read_text()

    def test_the_judged_policy_is_made_from_what_was_known_before_2024(self) -> None:
        done = self.evidence()
        self.assertEqual(done.returncode, 0, done.stderr)
        made = next(call for call in self.calls() if "--out" in call).split()
        self.assertEqual(made[made.index("--until") + 1], "2023-12-31")
        policy = made[made.index("--out") + 1]
        books = [call for call in self.calls() if "--book" in call]
        self.assertEqual(len(books), 4)
        for call in books:
            self.assertIn(f"--policy {policy} ", call)

    def test_the_first_page_gives_reasons_and_leaves_long_tables_to_others(self) -> None:
        self.assertEqual(self.evidence().returncode, 0)
        page = self.page("evidence.md")
        self.assertLess(page.index("### Goals"), page.index("#### "))
        self.assertLess(page.index("#### "), page.index("### Macro beside"))
        self.assertNotIn("| variant |", page)
        self.assertIn("| variant |", self.page("evidence-frontier.md"))
        self.assertNotIn("tail_plain", page)
        self.assertIn("tail_plain", self.page("evidence-coverage.md"))
        self.assertEqual(page.count("| ETH, after |"), 1)
        self.assertEqual(self.page("evidence-coverage.md").count("| ETH, after |"), 2)

    def test_kept_rows_are_not_run_again_unless_they_are_of_another_policy(self) -> None:
        rows = str(self.tree / "rows")
        self.assertEqual(self.evidence("--rows", rows).returncode, 0)
        first = self.page("evidence.md")
        self.assertEqual(self.evidence("--rows", rows).returncode, 0)
        self.assertEqual(sum("--book" in call for call in self.calls()), 4)
        self.assertEqual(self.page("evidence.md"), first)
        (self.tree / "constants").write_text("other constants")
        refused = self.evidence("--rows", rows)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("another policy", refused.stderr)


if __name__ == "__main__":
    planted.main()
