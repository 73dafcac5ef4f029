#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Opens the live page in Chromium over a server that has the example of docs/status-format.md.

usage: live_page_test.py SERVE_BOARD STATUS_EXAMPLE FOLDER CHROMIUM

Screenshots are left in FOLDER for people.
"""

import copy
import json
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "apps" / "report"))
from browser import Browser  # noqa: E402

VIEWS = [("desktop", 1280, 900, "light"), ("desktop-dark", 1280, 900, "dark"),
         ("tablet", 860, 1024, "light"), ("phone", 390, 844, "light"),
         ("small-phone", 320, 640, "dark")]
SECONDS_TO_DRAW = 30

# WCAG 2 contrast of each visible text against the ground behind it.
LOW_CONTRAST = """(() => {
    const rgb = text => text.match(/[\\d.]+/g).map(Number);
    const light = text => rgb(text).slice(0, 3).map(v => v / 255)
        .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
    const ground = node => { for (; node; node = node.parentElement) {
        const colour = getComputedStyle(node).backgroundColor;
        if (rgb(colour)[3] !== 0) return light(colour); } return 1; };
    return [...document.querySelectorAll('p,li,td,th,h1,h2,dt,dd,caption,span,footer')]
        .map(node => [light(getComputedStyle(node).color), ground(node)])
        .filter(([a, b]) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5).length; })()"""
UNLABELLED = """[...document.querySelectorAll('table')].filter(t =>
    !t.caption || [...t.querySelectorAll('th')].some(th => !th.scope)).length"""
HOSTILE = "<script>complain()</script><img src=x onerror=complain()>\u202egnp.\u2066\x1b[2J"

executed = 0


def check(holds, what):
    """Counts a claim; ends the test at the first that fails."""
    global executed
    executed += 1
    if not holds:
        sys.exit(f"failed: {what}")


class Server:
    """The program that serves the board, and the files that it is told to show."""

    def __init__(self, program, first):
        self.process = subprocess.Popen([program, str(first)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}/"

    def show(self, file):
        self.process.stdin.write(f"{file}\n")
        self.process.stdin.flush()

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def wait_for(browser, expression, what):
    deadline = time.monotonic() + SECONDS_TO_DRAW
    while not browser.evaluate(expression):
        if time.monotonic() > deadline:
            sys.exit(f"failed: {what}: not within {SECONDS_TO_DRAW} s")
        time.sleep(0.05)


def open_drawn(browser, server, view):
    browser.open(server.url, *view[1:])
    wait_for(browser, "document.querySelectorAll('#markets-body tbody tr').length > 0",
             f"{view[0]}: the markets are drawn")


def check_view(browser, server, folder, kind, view):
    open_drawn(browser, server, view)
    page = f"{kind} {view[0]}"
    check(browser.screenshot(folder / f"{kind}-{view[0]}.png") > 10_000, f"{page}: empty picture")
    width = browser.evaluate("document.documentElement.scrollWidth")
    check(width <= view[1], f"{page}: {width} wide in a viewport of {view[1]}")
    low = browser.evaluate(LOW_CONTRAST)
    check(low == 0, f"{page}: {low} texts under a contrast of 4.5")
    check(browser.evaluate(UNLABELLED) == 0, f"{page}: a table without caption or scopes")
    check(browser.evaluate("document.scripts.length") == 1, f"{page}: a script too many")
    check(browser.evaluate("document.querySelectorAll('img').length") == 0, f"{page}: an image")
    check(browser.complaints == [], f"{page}: {browser.complaints}")
    foreign = [url for url in browser.requests
               if not url.startswith(server.url) and url != "data:,"]
    check(foreign == [], f"{page}: fetched {foreign}")
    check(server.url + "status" in browser.requests, f"{page}: /status was not asked")


def check_words(browser, server, example):
    """Every name and sentence of the example is there to read."""
    open_drawn(browser, server, VIEWS[0])
    text = browser.evaluate("document.body.innerText").replace("\u00a0", " ")
    words = [example["keeper"]["name"], example["epoch"]["decision"], "80.50 %", "▼ 79.00 %",
             "▲ 73.50 %", "2026-03-02 14:00:24 UTC", "in 55 min", "5 min ago", "out of sync"]
    words += [row[key] for row in example["markets"] for key in ("name", "reason")]
    words += [feed["name"] for feed in example["feeds"]]
    words += [alarm[key] for alarm in example["alarms"] for key in ("sentence", "remedy")]
    for word in words:
        check(word in text, f"not on the page: {word}")


def hostile(value):
    """The document with every text but its times and closed words replaced."""
    if isinstance(value, dict):
        kept = ("format", "at", "since", "last_at", "next_at", "updated_at", "observed_at")
        return {k: v if k in kept else hostile(v) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(item) for item in value]
    return HOSTILE if isinstance(value, str) else value


def check_hostile(browser, server, folder, example):
    file = folder / "hostile.json"
    file.write_text(json.dumps(hostile(copy.deepcopy(example))))
    server.show(file.resolve())
    for view in VIEWS[:1] + VIEWS[3:4]:
        check_view(browser, server, folder, "hostile", view)
        text = browser.evaluate("document.querySelector('#markets-body').innerText")
        check("<script>complain()" in text, "the hostile name is not shown as text")
        check("\u202e" not in text and "\\u202egnp" in text, "a bidirectional control is hidden")


def check_without_answers(browser, server, example_file):
    open_drawn(browser, server, VIEWS[0])
    server.show("")
    wait_for(browser, "document.getElementById('trouble').textContent.includes('status 500')",
             "a keeper that does not answer is told of")
    server.show(example_file)
    wait_for(browser, "document.getElementById('trouble').textContent === ''",
             "the page recovers by itself")


def check_what_is_read_aloud(browser, server, folder, example):
    """Alarms that stand are not told again with each answer."""
    open_drawn(browser, server, VIEWS[0])
    browser.evaluate("document.querySelector('#alarms-body > *').marked = true")
    later = copy.deepcopy(example)
    later["at"] = "2026-03-02T14:05:17Z"
    file = folder / "later.json"
    file.write_text(json.dumps(later))
    server.show(file.resolve())
    wait_for(browser, "document.getElementById('freshness').textContent.includes('14:05:17')",
             "the next answer is shown")
    check(browser.evaluate("document.querySelector('#alarms-body > *').marked"),
          "alarms were drawn again")
    later["alarms"] = []
    file.write_text(json.dumps(later))
    server.show(file.resolve())
    wait_for(browser, "document.querySelector('#alarms-body').innerText === 'None stands.'",
             "an alarm that is over goes")


def check_policy(browser, server):
    """What the page must never do is stopped, and would be seen."""
    open_drawn(browser, server, VIEWS[0])
    browser.evaluate("document.body.append(Object.assign(document.createElement('img'),"
                     "{src: 'http://127.0.0.1:9/x.png'}))")
    browser.evaluate("document.body.append(Object.assign(document.createElement('script'),"
                     "{textContent: 'window.ran = 1'}))")
    wait_for(browser, "document.images.length === 1", "the planted image is there")
    time.sleep(0.2)
    check(browser.evaluate("window.ran") is None, "a planted script ran")
    seen = [text for text in browser.complaints if "Content Security Policy" in text]
    check(len(seen) == 2, f"the policy stopped {len(seen)} of 2 planted faults")
    check(browser.evaluate("document.body.style.color = '#eee', " + LOW_CONTRAST) > 0,
          "low contrast goes unseen")


def main():
    program, example_file, folder, chromium = sys.argv[1:5]
    if not pathlib.Path(chromium).exists():
        sys.exit("no browser: install Debian's package chromium and configure again")
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    example = json.loads(pathlib.Path(example_file).read_text(encoding="utf-8"))
    server = Server(program, example_file)
    browser = Browser(chromium)
    try:
        for view in VIEWS:
            check_view(browser, server, folder, "live", view)
        check_words(browser, server, example)
        check_without_answers(browser, server, example_file)
        check_what_is_read_aloud(browser, server, folder, example)
        check_hostile(browser, server, folder, example)
        server.show(example_file)
        check_policy(browser, server)
    finally:
        browser.close()
        server.close()
    print(f"executed={executed}")


main()
