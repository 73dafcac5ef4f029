# SPDX-License-Identifier: MIT
"""The pages of a keeper that works: each promised metric is there, the live page is alive."""

import json
import os
import pathlib
import re
import signal
import sys
import time
import unittest

from .house import Operator

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "report"))
from browser import Browser  # noqa: E402

OUTPUT = pathlib.Path(os.environ.get("BALLAST_TEST_OUTPUT", "build/keeper-pages"))
CHROMIUM = os.environ.get("BALLAST_CHROMIUM", "/usr/bin/chromium")
DRAWN = "document.querySelectorAll('#markets-body tbody tr').length > 0"

# Counters that stay at zero in a run without faults: each has a test that makes them count.
STILL = {
    "ballast_fee_bumps_total": "tests/keeper/chain_metrics_test.cpp",
    "ballast_rpc_disagreements_total": "tests/keeper/chain_metrics_test.cpp",
    "ballast_series_dropped_total": "tests/telemetry/metrics_test.cpp",
}


def documented():
    """Returns what alert rules, dashboard and docs/metrics.md name, without histograms' ends."""
    names = set()
    for file in ("docs/operating/ballast.rules.yml", "docs/operating/dashboard.json",
                 "docs/metrics.md"):
        text = pathlib.Path(file).read_text(encoding="utf-8")
        names |= set(re.findall(r"\bballast_[a-z0-9_]+", text))
    return {re.sub(r"_(bucket|sum|count)$", "", name) for name in names}


def unset(names, page):
    """Returns the names of which the page has no sample, or a counter that never counted."""
    samples = {}
    for line in page.splitlines():
        read = re.match(r"(ballast_[a-z0-9_]+?)(?:_bucket|_sum|_count)?(?:\{.*\})? (\S+)$", line)
        if read:
            samples.setdefault(read[1], []).append(float(read[2]))
    return {name for name in names
            if name not in samples
            or (name.endswith("_total") and name not in STILL and not any(samples[name]))}


class Pages(unittest.TestCase):
    def setUp(self):
        self.operator = Operator()
        self.addCleanup(self.operator.close)

    def settled(self, keeper):
        """Waits until the sender has looked between two epochs, and a reload was taken."""
        keeper.wait_for("update_confirmed")
        keeper.send(signal.SIGHUP)
        keeper.wait_for("event=config_applied", 30)
        deadline = time.monotonic() + 60
        # A reload begins its nodes' counters anew.
        while not re.search(r"ballast_rpc_requests_total\{.*\} [1-9]", keeper.page("/metrics")[1]):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.5)
        time.sleep(2)

    def test_every_promised_metric_is_set(self):
        keeper = self.operator.ready().run()
        self.settled(keeper)
        page = keeper.page("/metrics")[1]
        names = documented()
        self.assertGreater(len(names), 35)
        self.assertEqual(unset(names, page), set())
        self.assertEqual(unset({"ballast_planted_total", "ballast_ready"}, page),
                         {"ballast_planted_total"})
        planted = re.sub(r"(ballast_cycles_total\{.*\}) \S+", r"\1 0", page)
        self.assertEqual(unset({"ballast_cycles_total"}, planted), {"ballast_cycles_total"})
        for series, value in (('updates_total{chain="main",status="confirmed"}', "1"),
                              ('updates_total{chain="main",status="sent"}', "1"),
                              ('rpc_endpoints_needed{chain="main"}', "1"),
                              ('group_sources_needed{group="eth"}', "2"),
                              ('nonce_gaps{chain="main"}', "0")):
            self.assertIn(f"ballast_{series} {value}\n", page)
        print(f"documented={len(names)} still={len(STILL)}")

    def test_the_live_page_of_a_keeper_that_works(self):
        self.assertTrue(pathlib.Path(CHROMIUM).exists(), "no chromium: install Debian's package")
        keeper = self.operator.ready().run()
        keeper.wait_for("update_confirmed")
        browser = Browser(CHROMIUM)
        self.addCleanup(browser.close)
        url = f"http://127.0.0.1:{self.operator.port}/"
        browser.open(url, 1280, 900, "light")
        deadline = time.monotonic() + 60
        while not browser.evaluate(DRAWN):
            self.assertLess(time.monotonic(), deadline, "the markets are not drawn")
            time.sleep(0.1)
        OUTPUT.mkdir(parents=True, exist_ok=True)
        picture = OUTPUT / "live-page-of-a-run.png"
        self.assertGreater(browser.screenshot(picture), 10_000)
        text = browser.evaluate("document.body.innerText")
        status = json.loads(keeper.page("/status")[1])
        for word in ("ETH", "eth", "main", status["keeper"]["name"]):
            self.assertIn(word, text)
        # It goes on by itself.
        asked = browser.requests.count(url + "status")
        deadline = time.monotonic() + 60
        while browser.evaluate("1") and browser.requests.count(url + "status") <= asked:
            self.assertLess(time.monotonic(), deadline, "it does not ask again")
            time.sleep(0.2)
        self.assertEqual(browser.complaints, [])
        print(f"live_page={picture}")


if __name__ == "__main__":
    unittest.main()
