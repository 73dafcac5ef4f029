# SPDX-License-Identifier: MIT
"""Every recorded event in one piece: what a user sees who gives one command."""

import json
import pathlib
import re
import subprocess
import unittest

from . import program
from .journal_file import JournalFile

SUMMARY_KEYS = ["chain_id", "duration_s", "epochs", "event", "markets", "oracle", "replay_epochs",
                "replay_identical", "updates_applied", "updates_pending", "updates_sent",
                "updates_skipped"]
MARKET_KEYS = ["asset", "caps", "cascade", "lt_first", "lt_last", "lt_lowest", "ltv_first",
               "ltv_last", "ltv_lowest"]
# What makes a browser fetch something: an address in an attribute, an import, a url() of a style.
FETCHES = re.compile(r"""<(?:script|link|iframe|img|object|embed)\b[^>]*\b(?:src|href|data)\s*=
                         |@import|url\(\s*['"]?(?!data:|\#)|\bsrcset\s*=""", re.VERBOSE)


class Events(unittest.TestCase):
    def check_event(self, event):
        out, done = program.whole_run(event)
        self.assertEqual(done.returncode, 0, done.stderr)
        summary = program.summary(out)
        self.assertEqual(list(summary), SUMMARY_KEYS)
        self.assertEqual(done.stdout, (out / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual(summary["event"], event)
        journal = JournalFile(out / "journal.db")
        self.check_counts(summary, journal)
        self.check_suggestions(summary, journal)
        for market in summary["markets"]:
            self.assertEqual(list(market), MARKET_KEYS)
            for value in ("ltv", "lt"):
                self.assertLessEqual(0, market[f"{value}_lowest"])
                self.assertLessEqual(market[f"{value}_lowest"], market[f"{value}_first"])
                self.assertLessEqual(market[f"{value}_lowest"], market[f"{value}_last"])
        self.check_page(out)
        replayed = program.run("replay", "--journal", out / "journal.db", "--json")
        epochs = summary["epochs"]
        self.assertEqual((replayed.returncode, replayed.stdout), (
            0, f'{{"epochs":{epochs},"first_difference":null,"identical":{epochs}}}\n'))

    def check_counts(self, summary, journal):
        self.assertGreater(summary["epochs"], 20)
        self.assertEqual(summary["epochs"], len(journal.epochs()))
        self.assertEqual(summary["replay_epochs"], summary["epochs"])
        self.assertEqual(summary["replay_identical"], summary["epochs"])
        self.assertEqual(summary["updates_skipped"], 0)
        self.assertGreater(summary["updates_sent"], 0)
        self.assertEqual(summary["updates_sent"],
                         summary["updates_applied"] + summary["updates_pending"])

    def check_suggestions(self, summary, journal):
        """Caps and cascade are those of the journaled reports, counted again."""
        reports = [json.loads(epoch["fields"]["report"]) for epoch in journal.epochs()]
        for index, market in enumerate(summary["markets"]):
            decisions = [report["markets"][index] for report in reports]
            for key in ("debt_cap_usd", "position_limit_usd", "supply_cap_tokens"):
                amounts = [int(decision["caps"][key]) for decision in decisions]
                self.assertEqual(market["caps"][key], {
                    "first": amounts[0], "last": amounts[-1], "lowest": min(amounts)})
            self.assertEqual(market["caps"]["holds"], decisions[-1]["caps"]["holds"])
            self.assertEqual(market["caps"]["binding"], decisions[-1]["caps"]["binding"])
            alarms = [decision["liquidity"]["alarm"] for decision in decisions]
            self.assertEqual(market["cascade"]["epochs_amber"], alarms.count("amber"))
            self.assertEqual(market["cascade"]["epochs_red"], alarms.count("red"))
            self.assertEqual(market["cascade"]["gain_at_worst"], max(
                int(decision["liquidity"]["gain_bps"]) for decision in decisions))

    def check_page(self, out):
        page = (out / "report.html").read_text(encoding="utf-8")
        self.assertIn("<svg", page)
        self.assertTrue(page.rstrip().endswith("</html>"))
        self.assertIsNone(FETCHES.search(page))
        self.assertNotIn("<script", page)

    def check_mirror(self, out, policies):
        """What the journal read from the chain is what the C++ mirror of the contract foretells."""
        told = subprocess.run([program.compare_shadow, out / "journal.db", policies,
                               program.SHORTEST, "carry_aware"], capture_output=True, text=True,
                              check=False)
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertGreater(int(told.stdout.removeprefix("compared=")), 100)

    def test_mirror_foretells_the_chain(self):
        self.check_mirror(program.whole_run(program.SHORTEST)[0], "policies")

    def test_mirror_foretells_loosening(self):
        out, done = program.loosening_run()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(len(JournalFile(out / "journal.db").of_kind("execution")), 1)
        self.check_mirror(out, program.loosening_policies())

    def test_every_event_is_listed_by_its_name_and_title(self):
        listed = program.run("demo", "--list")
        self.assertEqual(listed.returncode, 0)
        names = [line.split()[0] for line in listed.stdout.splitlines()]
        documents = pathlib.Path("policies/scenarios").glob("*.toml")
        self.assertEqual(names, sorted(path.stem for path in documents))
        self.assertLessEqual(set(program.EVENTS), set(names))

    def test_detector_of_fetches(self):
        for text in ('<script src="a.js">', "<link rel=x href=y>", "@import 'a'",
                     "url(https:a)", '<img alt="" src=x>'):
            self.assertIsNotNone(FETCHES.search(text), text)


for _event in program.EVENTS:
    setattr(Events, "test_" + _event.replace("-", "_"),
            lambda self, event=_event: self.check_event(event))
