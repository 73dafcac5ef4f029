#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds docs/operating and docs/logs.md against the program, with promtool and without.

usage: operating_test.py ROOT WRITE_METRICS PROMTOOL
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv[1])
WRITE_METRICS = sys.argv[2]
PROMTOOL = sys.argv[3]
OPERATING = ROOT / "docs" / "operating"
RULES = (OPERATING / "ballast.rules.yml").read_text(encoding="utf-8")
RULES_TEST = (OPERATING / "ballast.rules.test.yml").read_text(encoding="utf-8")
GUIDE = (OPERATING / "README.md").read_text(encoding="utf-8")
DASHBOARD = (OPERATING / "dashboard.json").read_text(encoding="utf-8")
METRICS = subprocess.run([WRITE_METRICS], check=True, capture_output=True, text=True).stdout

NOT_OURS = {"up"}  # of Prometheus itself


def promtool(*arguments, text=None, folder=None):
    """Returns the exit code and all that was said."""
    if not pathlib.Path(PROMTOOL).exists():
        raise AssertionError("no promtool: install Debian's package prometheus")
    run = subprocess.run([PROMTOOL, *arguments], input=text, capture_output=True, text=True,
                         cwd=folder)
    return run.returncode, run.stdout + run.stderr


def names_served(metrics):
    """Returns every name that a query may use."""
    names = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", metrics, re.MULTILINE):
        ends = ("_bucket", "_sum", "_count") if kind == "histogram" else ("",)
        names |= {name + end for end in ends}
    return names


def names_asked(queries):
    return set(re.findall(r"\bballast_[a-z0-9_]+", "\n".join(queries)))


def rule_queries(rules):
    return re.findall(r"^ +expr: (.+)$", rules, re.MULTILINE)


def queries_of(dashboard):
    document = json.loads(dashboard)
    queries = [target["expr"] for panel in document["panels"] for target in panel["targets"]]
    return queries + [variable["definition"] for variable in document["templating"]["list"]]


def alerts_of(rules):
    return re.findall(r"^ +- alert: (\w+)$", rules, re.MULTILINE)


def untried(rules, tests):
    """Returns what the tests of the rules leave out, as "Alert fires" or "Alert is quiet"."""
    tried = set()
    for case in tests.split("  - name: ")[1:]:
        name = re.search(r"alertname: (\w+)", case)[1]
        tried.add(f"{name} is quiet" if "exp_alerts: []" in case else f"{name} fires")
    wanted = {f"{name} {what}" for name in alerts_of(rules) for what in ("fires", "is quiet")}
    return wanted - tried


def events_written(source):
    """Returns the names of events that calls of Log::write in a C++ source give."""
    return set(re.findall(r'LogLevel::\w+,\s*"([^"]+)"', source))


def events_listed(document):
    levels = "(?:debug|info|warning|error|, )+"
    rows = re.findall(rf"^\| (`[^|]+) \| {levels} \|", document, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}


class LogEvents(unittest.TestCase):
    LISTED = events_listed((ROOT / "docs" / "logs.md").read_text(encoding="utf-8"))

    def test_each_that_is_written_is_listed(self):
        self.assertGreater(len(self.LISTED), 20)
        for folder in ("keeper", "apps", "feeds", "books", "sender"):
            for file in sorted((ROOT / folder).rglob("*.cpp")):
                unknown = events_written(file.read_text(encoding="utf-8")) - self.LISTED
                self.assertEqual(unknown, set(), f"{file.name}: docs/logs.md does not list it")

    def test_one_that_is_not_listed_is_seen(self):
        source = 'log.write(telemetry::LogLevel::info,\n    "not_listed", "words");'
        self.assertEqual(events_written(source) - self.LISTED, {"not_listed"})
        self.assertIn("update_sent", self.LISTED)


class Metrics(unittest.TestCase):
    def test_promtool_has_nothing_to_say(self):
        code, said = promtool("check", "metrics", text=METRICS)
        self.assertEqual((code, said), (0, ""))

    def test_promtool_would_say(self):
        without_help = re.sub(r"# HELP ballast_ready .*\n", "", METRICS)
        self.assertNotEqual(promtool("check", "metrics", text=without_help)[0], 0)
        broken = METRICS + "ballast_ready{} x\n"
        self.assertNotEqual(promtool("check", "metrics", text=broken)[0], 0)


class Rules(unittest.TestCase):
    def run_tests(self, rules, alert=""):
        """Tries the rules; only one alert's cases where it is named."""
        head, *cases = RULES_TEST.split("  - name: ")
        chosen = head + "".join(f"  - name: {case}" for case in cases if case.startswith(alert))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            (path / "ballast.rules.yml").write_text(rules, encoding="utf-8")
            (path / "ballast.rules.test.yml").write_text(chosen, encoding="utf-8")
            return promtool("test", "rules", "ballast.rules.test.yml", folder=path)

    def test_they_are_valid(self):
        code, said = promtool("check", "rules", str(OPERATING / "ballast.rules.yml"))
        self.assertEqual(code, 0, said)
        self.assertGreaterEqual(len(alerts_of(RULES)), 12)

    def test_each_fires_and_keeps_quiet(self):
        code, said = self.run_tests(RULES)
        self.assertEqual(code, 0, said)
        self.assertEqual(untried(RULES, RULES_TEST), set())

    def test_a_changed_rule_fails(self):
        for alert, before, after in (
                ("BallastGasLow", "< 20", "< 19"), ("BallastMarketLimited", "for: 1h", "for: 2h"),
                ("BallastClockSkewed", "> 2\n", "> 1\n"),
                ("BallastTooFewNodes", "< on (instance, chain)", "<= on (instance, chain)"),
                ("BallastUpdateReverted", 'status="reverted"', 'status="expired"'),
                ("BallastFeedStale", "{{ $labels.feed }} is stale", "stale")):
            self.assertIn(before, RULES)
            self.assertEqual(self.run_tests(RULES, alert)[0], 0)
            code, said = self.run_tests(RULES.replace(before, after, 1), alert)
            self.assertNotEqual(code, 0, f"{before} -> {after}: {said}")

    def test_a_missing_case_is_seen(self):
        last = RULES_TEST.rindex("  - name: ")
        self.assertEqual(len(untried(RULES, RULES_TEST[:last])), 1)

    def test_they_ask_for_what_is_served(self):
        self.assertEqual(names_asked(rule_queries(RULES)) - names_served(METRICS), set())
        words = set(re.findall(r"\b([a-z_]+)(?:\{| ==)", "\n".join(rule_queries(RULES))))
        self.assertEqual({word for word in words if not word.startswith("ballast_")}, NOT_OURS)

    def test_the_guide_knows_each(self):
        self.assertEqual(re.findall(r"^\| `(Ballast\w+)`", GUIDE, re.MULTILINE), alerts_of(RULES))


class Dashboard(unittest.TestCase):
    def test_it_asks_for_what_is_served(self):
        queries = queries_of(DASHBOARD)
        self.assertGreater(len(queries), 20)
        for query in queries:
            self.assertTrue(names_asked([query]), query)
        self.assertEqual(names_asked(queries) - names_served(METRICS), set())

    def test_a_wrong_name_is_seen(self):
        wrong = DASHBOARD.replace("ballast_ready", "ballast_raedy")
        self.assertEqual(names_asked(queries_of(wrong)) - names_served(METRICS), {"ballast_raedy"})

    def test_prometheus_can_read_every_query(self):
        """As recording rules: promtool 2.42 has no other way to parse a query."""
        rules = ["groups:", "  - name: queries", "    rules:"]
        for number, query in enumerate(queries_of(DASHBOARD)):
            if query.startswith("label_values"):
                continue
            plain = query.replace("$__rate_interval", "1m")
            rules += [f"      - record: query{number}", f"        expr: {json.dumps(plain)}"]
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "queries.yml"
            file.write_text("\n".join(rules) + "\n", encoding="utf-8")
            code, said = promtool("check", "rules", str(file))
            self.assertEqual(code, 0, said)
            file.write_text("\n".join(rules).replace("sum(", "sum((", 1) + "\n", encoding="utf-8")
            self.assertNotEqual(promtool("check", "rules", str(file))[0], 0)

    def test_it_can_be_imported(self):
        document = json.loads(DASHBOARD)
        self.assertEqual(document["__inputs"][0]["name"], "DS_PROMETHEUS")
        panels = document["panels"]
        self.assertEqual(len({panel["id"] for panel in panels}), len(panels))
        taken = set()
        for panel in panels:
            place = panel["gridPos"]
            cells = {(x, y) for x in range(place["x"], place["x"] + place["w"])
                     for y in range(place["y"], place["y"] + place["h"])}
            self.assertFalse(cells & taken, panel["title"])
            self.assertLessEqual(place["x"] + place["w"], 24, panel["title"])
            taken |= cells
            self.assertTrue(panel["description"], panel["title"])


if __name__ == "__main__":
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    print(f"executed={result.testsRun}")
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)
