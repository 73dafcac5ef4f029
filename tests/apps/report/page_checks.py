# SPDX-License-Identifier: MIT
"""What must hold of every page that the program writes, as a browser sees it."""

import pathlib
import sys

VIEWS = [("desktop", 1280, 900, "light"), ("desktop-dark", 1280, 900, "dark"),
         ("tablet", 840, 1024, "light"), ("phone", 390, 844, "light"),
         ("small-phone", 320, 640, "dark")]

VISIBLE_CHARTS = """
[...document.querySelectorAll('svg.chart')].map(svg => svg.getBoundingClientRect())
    .filter(box => box.width > 100 && box.height > 40).length"""
EMPTY_LINES = """
[...document.querySelectorAll('svg.chart path.line')]
    .filter(path => path.closest('svg').getBoundingClientRect().width > 0 &&
                    path.getTotalLength() < 50).length"""
# Text that leaves its drawing is clipped on paper.
CUT_TEXTS = """
[...document.querySelectorAll('svg.chart text')].filter(text => {
    const inner = text.getBoundingClientRect(), outer = text.closest('svg').getBoundingClientRect();
    return outer.width > 0 && (inner.left < outer.left - 1 || inner.right > outer.right + 1);
}).length"""
HEADING_JUMPS = """
[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])
    .filter((level, i, all) => i > 0 && level > all[i - 1] + 1).length"""
# WCAG 2 contrast of each visible text against the page's ground.
LOW_CONTRAST = """(() => {
    const rgb = text => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const light = text => rgb(text).map(v => v / 255)
        .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
    const ground = light(getComputedStyle(document.body).backgroundColor);
    return [...document.querySelectorAll('p,li,td,th,h1,h2,h3,dt,dd,caption,figcaption,a,svg text')]
        .map(node => { const style = getComputedStyle(node);
            return light(node instanceof SVGElement ? style.fill : style.color); })
        .filter(text => (Math.max(text, ground) + .05) / (Math.min(text, ground) + .05) < 4.5)
        .length; })()"""

executed = 0


def check(holds, what):
    """Counts a claim; ends the test at the first that fails."""
    global executed
    executed += 1
    if not holds:
        sys.exit(f"failed: {what}")


def count():
    """Returns how many claims were checked."""
    return executed


def check_view(browser, url, folder, view, expected):
    """Opens a page in one view, checks all that must hold of any, and leaves a screenshot."""
    name, width, height, scheme = view
    browser.open(url, width, height, scheme)
    page = f"{pathlib.Path(url).stem} {name}"
    check(browser.evaluate("document.documentElement.scrollWidth") <= width,
          f"{page}: wider than its viewport")
    charts = browser.evaluate(VISIBLE_CHARTS)
    check(charts == expected, f"{page}: {charts} charts to be seen, expected {expected}")
    check(browser.evaluate(EMPTY_LINES) == 0, f"{page}: a line without length")
    check(browser.evaluate(CUT_TEXTS) == 0, f"{page}: text outside its chart")
    check(browser.evaluate(HEADING_JUMPS) == 0, f"{page}: a heading level left out")
    check(browser.evaluate("document.querySelectorAll('h1').length") == 1, f"{page}: one h1")
    check(browser.evaluate("document.scripts.length") == 0, f"{page}: a script")
    low = browser.evaluate(LOW_CONTRAST)
    check(low == 0, f"{page}: {low} texts under a contrast of 4.5")
    check(browser.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "1112px",
          f"{page}: the style sheet is not applied")
    picture = folder / f"{pathlib.Path(url).stem}-{name}.png"
    check(browser.screenshot(picture) > 10_000, f"{page}: an empty screenshot")
    check(browser.complaints == [], f"{page}: {browser.complaints}")
    check(browser.requests == [url], f"{page}: fetched {browser.requests}")


# What a report must never do, to see that it would be seen.
FAULTY_PAGE = """<!doctype html><meta http-equiv="Content-Security-Policy"
content="default-src 'none'; style-src 'unsafe-inline'"><body style="background:#fff">
<script>1</script><svg class="chart" style="display:none"></svg>
<p style="width:2000px;color:#eee">wide</p><h1>a</h1><h3>b</h3>"""


def check_detectors(browser, folder):
    page = folder / "faulty.html"
    page.write_text(FAULTY_PAGE)
    browser.open(page.resolve().as_uri(), 390, 844)
    check(any("Content Security Policy" in text for text in browser.complaints),
          "a forbidden script goes unseen")
    check(browser.evaluate("document.documentElement.scrollWidth") > 390, "width goes unseen")
    check(browser.evaluate(HEADING_JUMPS) == 1, "a heading jump goes unseen")
    check(browser.evaluate(LOW_CONTRAST) == 1, "low contrast goes unseen")
    check(browser.evaluate(VISIBLE_CHARTS) == 0, "a chart is counted that is not seen")
