#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Opens the report in Chromium, wide and narrow, light and dark, and looks at what is there.

usage: browser_test.py WRITE_SAMPLE_PAGE FOLDER CHROMIUM

Screenshots and the printed page are left in FOLDER for people.
"""

import pathlib
import subprocess
import sys

from browser import Browser
from page_checks import VIEWS, check, check_detectors, check_view, count

CHARTS = 11


def main():
    writer, folder, chromium = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    if not pathlib.Path(chromium).exists():
        sys.exit("no browser: install Debian's package chromium and configure again")
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([writer, str(folder)], check=True)
    browser = Browser(chromium)
    try:
        check_detectors(browser, folder)
        for name in ("sample", "hostile"):
            for view in VIEWS:
                url = (folder / f"{name}.html").resolve().as_uri()
                check_view(browser, url, folder, view, CHARTS)
        browser.open((folder / "sample.html").resolve().as_uri(), 1280, 900)
        check(browser.print_a4(folder / "sample.pdf") > 10_000, "an empty print")
        text = browser.evaluate("document.documentElement.outerHTML")
        (folder / "sample.dom.html").write_text(text)
    finally:
        browser.close()
    print(f"executed={count()}")


main()
