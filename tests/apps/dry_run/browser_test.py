#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Opens the report of a dry run in Chromium, wide and narrow, light and dark.

usage: browser_test.py WRITE_PAGES FOLDER CHROMIUM

Screenshots and the printed page are left in FOLDER for people.
"""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "report"))

from browser import Browser  # noqa: E402
from page_checks import VIEWS, check, check_detectors, check_view, count  # noqa: E402

# An asset: bars and wall; price, LTV and LT; two attributions; steps. And the regime score.
CHARTS = 2 * (2 + 3 + 2 + 1) + 1
# A page, and how many charts beside these: the frontier of one case.
PAGES = [("dry-run", 0), ("dry-run-frontier", 1), ("dry-run-hostile", 1)]

UNLABELLED = """
[...document.querySelectorAll('svg.chart')].filter(svg => svg.getAttribute('role') !== 'img' ||
    !svg.getAttribute('aria-labelledby').split(' ')
        .every(id => (document.getElementById(id) || {textContent: ''}).textContent.length > 3))
    .length"""
SAME_IDS = """(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
    return ids.length - new Set(ids).size; })()"""
EMPTY_BARS = """
[...document.querySelectorAll('svg.bars rect')]
    .filter(bar => bar.closest('svg').getBoundingClientRect().width > 0 &&
                   bar.getBoundingClientRect().width < .5).length"""
# The first Tab reaches the link past the header.
SKIP_LINK = "document.activeElement.className"
# Tables whose rows are not laid out.
HIDDEN_TABLES = """
[...document.querySelectorAll('table')].filter(table => ![...table.querySelectorAll('tbody tr')]
    .every(row => row.checkVisibility({contentVisibilityAuto: true}) &&
                  row.getBoundingClientRect().height > 5)).length"""
STACKED = """
[...document.querySelectorAll('td')].filter(cell => getComputedStyle(cell).display !== 'table-cell')
    .length"""
# Labels of bars that run into each other.
OVERLAPS = """
[...document.querySelectorAll('svg.bars')].filter(svg => svg.getBoundingClientRect().width > 0)
    .flatMap(svg => { const labels = [...svg.querySelectorAll('.bar-label')],
        values = [...svg.querySelectorAll('.bar-value')];
        return labels.filter((label, i) => label.getBoundingClientRect().right >
            values[i].getBoundingClientRect().left); }).length"""


# Marks of a frontier that are not seen, of the charts that are.
HIDDEN_MARKS = """
[...document.querySelectorAll('svg.chart circle')]
    .filter(mark => mark.closest('svg').getBoundingClientRect().width > 0 &&
                    (mark.getBoundingClientRect().width < 4 ||
                     mark.getBoundingClientRect().left <
                         mark.closest('svg').getBoundingClientRect().left)).length"""


def check_page(browser, page, folder, more_charts):
    url = page.resolve().as_uri()
    for view in VIEWS:
        check_view(browser, url, folder, view, CHARTS + more_charts)
        where = f"{page.stem} {view[0]}"
        check(browser.evaluate(UNLABELLED) == 0, f"{where}: a chart without a label")
        check(browser.evaluate(SAME_IDS) == 0, f"{where}: an id that stands twice")
        check(browser.evaluate(EMPTY_BARS) == 0, f"{where}: a bar that is not seen")
        check(browser.evaluate(HIDDEN_MARKS) == 0, f"{where}: a mark that is not seen")
        check(browser.evaluate(OVERLAPS) == 0, f"{where}: a label runs into its value")


def press_tab(browser):
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab",
                     windowsVirtualKeyCode=9)


def main():
    writer, folder, chromium = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    if not pathlib.Path(chromium).exists():
        sys.exit("no browser: install Debian's package chromium and configure again")
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([writer, str(folder)], check=True)
    browser = Browser(chromium)
    try:
        check_detectors(browser, folder)
        for name, more_charts in PAGES:
            check_page(browser, folder / f"{name}.html", folder, more_charts)
        check(browser.evaluate("document.querySelectorAll('circle').length") >= 12, "no marks")
        browser.open((folder / "dry-run.html").resolve().as_uri(), 1280, 900)
        press_tab(browser)
        check(browser.evaluate(SKIP_LINK) == "skip", "Tab does not reach the skip link first")
        # A4 less its margins is as narrow as a tablet, whose rows are stacked.
        browser.open((folder / "dry-run.html").resolve().as_uri(), 688, 1000)
        browser.call("Emulation.setEmulatedMedia", media="print")
        check(browser.evaluate(STACKED) == 0, "a row that is stacked on paper")
        check(browser.evaluate("document.documentElement.scrollWidth") <= 688, "wider than A4")
        check(browser.evaluate("document.querySelectorAll('table').length") == 3, "three tables")
        check(browser.evaluate(HIDDEN_TABLES) == 0, "a table that does not print")
        browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = false)")
        check(browser.evaluate(HIDDEN_TABLES) == 0, "a table that was closed does not print")
        check(browser.print_a4(folder / "dry-run.pdf") > 10_000, "an empty print")
    finally:
        browser.close()
    print(f"executed={count()}")


main()
