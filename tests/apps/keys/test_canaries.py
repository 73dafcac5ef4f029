# SPDX-License-Identifier: MIT
"""Planted secrets (tests/support/canaries.txt) go through every command that meets a secret, where
it succeeds and where it fails. Figure: found 0 times in what is printed, written and shown in
/proc. Leaks that are planted are found."""

import base64
import json
import pathlib
import sys
import threading
import time
import unittest

from . import program

URL = (f"http://{program.URL_USER}:{program.URL_PASSWORD}@127.0.0.1:1/{program.URL_PATH}"
       f"?key={program.URL_QUERY}")


def forms(secret):
    """The bytes as which a secret could stand somewhere."""
    raw = secret.encode()
    found = {raw, raw.upper(), raw.hex().encode(), base64.b64encode(raw).rstrip(b"=")[:-1]}
    if len(secret) == 64:
        key = bytes.fromhex(secret)
        found |= {key, base64.b64encode(key).rstrip(b"=")[:-1], str(list(key)).encode()}
    return found


def leaks(text):
    """Returns how many canaries stand in the bytes in any form."""
    return sum(any(form in text for form in forms(canary)) for canary in program.CANARIES)


class ProcWatch(threading.Thread):
    """Collects what /proc shows of a process while it runs."""

    def __init__(self, running):
        super().__init__(daemon=True)
        self.running = running
        self.seen = b""

    def run(self):
        while self.running.poll() is None:
            for name in ("cmdline", "environ", "comm", "status"):
                try:
                    self.seen += pathlib.Path(f"/proc/{self.running.pid}/{name}").read_bytes()
                except OSError:
                    pass
            time.sleep(0.02)


class canaries(unittest.TestCase):
    def setUp(self):
        self.scratch = program.new_folder()
        self.addCleanup(self.scratch.cleanup)
        self.folder = pathlib.Path(self.scratch.name)
        self.inputs = self.folder / "in"
        self.outputs = self.folder / "out"
        self.inputs.mkdir()
        self.outputs.mkdir()
        plant = lambda name, text, mode=0o600: program.secret_file(  # noqa: E731
            self.inputs / name, text, mode)
        self.password = plant("password", program.PASSWORD)
        self.wrong = plant("wrong", program.WRONG_PASSWORD)
        self.raw = plant("raw", program.KEY)
        self.half = plant("half", program.KEY[:40])
        self.no_key = plant("no-key", program.NOT_A_KEY)
        self.open_to_all = plant("open", program.PASSWORD, 0o644)
        self.no_keystore = plant("no-keystore", json.dumps({"version": 3,
                                                            "crypto": program.NOT_A_KEY}))
        self.runs, self.codes, self.found, self.watched = 0, set(), 0, 0

    def judge(self, *arguments, text="", env=None, watch=True):
        """Runs a command and counts the canaries that come out of it anywhere."""
        running = program.start(*arguments, stdin=program.subprocess.PIPE,
                                env=env or program.environment())
        watcher = ProcWatch(running)
        if watch:
            watcher.start()
        stdout, stderr = running.communicate(text, timeout=program.DEADLINE_SECONDS)
        if watch:
            watcher.join()
            self.watched += len(watcher.seen) > 0
        hits = leaks((stdout + stderr).encode()) + leaks(watcher.seen)
        self.assertEqual(hits, 0, f"command {self.runs} of this test leaks")
        self.found += hits
        self.runs += 1
        self.codes.add(running.returncode)
        return stdout

    def keys(self, *arguments, **options):
        return self.judge("keys", *arguments, **options)

    def commands_of_keys(self):
        kept = ["--dir", self.outputs / "keys", "--password-file", self.password]
        imported = ["import", "--kind", "gas", *kept]
        file = json.loads(self.keys(*imported, self.raw, "--json"))["file"]
        self.keys("new", "--kind", "report", *kept)
        self.keys(*imported, self.raw)  # is there already
        self.keys(*imported, text=program.KEY + "x")
        self.keys(*imported, text=program.NOT_A_KEY)
        for bad in (self.half, self.no_key, self.inputs / "none"):
            self.keys(*imported, bad)
        self.keys(*imported, "--keystore", file)
        self.keys(*imported, "--keystore", self.no_keystore)
        self.keys(*imported, "--keystore", self.raw)
        self.keys("new", "--kind", "gas", "--dir", self.outputs / "keys", "--password-file",
                  self.open_to_all)
        for password in (self.password, self.wrong, self.open_to_all, self.inputs / "none"):
            self.keys("address", file, "--unlock", "--password-file", password)
        self.keys("address", file, "--unlock",
                  env=program.environment(BALLAST_PASSWORD_FILE=str(self.password)))
        self.keys("list", "--dir", self.outputs / "keys", "--json")
        self.keys("list", "--dir", self.inputs, "--json")
        # What people type though they must not: it stands in argv already, but no longer than that.
        self.keys(*imported, program.KEY, watch=False)
        self.keys(*imported, "--keystore", "0x" + program.KEY, watch=False)
        self.keys("new", "--kind", "gas", "--password", program.PASSWORD, watch=False)
        self.keys("new", "--kind", "gas", f"--password={program.PASSWORD}", watch=False)
        self.keys("address", file, program.PASSWORD, watch=False)

    def commands_with_urls(self):
        for number, url in enumerate((URL, URL.replace("http:", "https:"),
                                      URL.replace("127.0.0.1:1", "192.0.2.1"),
                                      URL.replace("http:", "ftp:"), URL.replace(":1/", ":x/"))):
            out = self.outputs / f"demo-{number}"
            self.judge("demo", "--rpc", url, "--out", out, watch=False)
            self.judge("demo", "--out", out, watch=False,
                       env=program.environment(BALLAST_RPC=url))

    def test_none_is_found(self):
        self.commands_of_keys()
        self.commands_with_urls()
        files = [path for path in self.outputs.rglob("*") if path.is_file()]
        in_files = sum(leaks(path.read_bytes()) for path in files)
        self.assertEqual(in_files, 0)
        # Not in vain: successes, refusals of several kinds, files, and watched processes.
        self.assertLessEqual({0, 64, 65, 66, 73, 77}, self.codes)
        self.assertGreater(len(files), 1)
        self.assertGreater(self.watched, 10)
        print(f"canaries={len(program.CANARIES)} commands={self.runs} files={len(files)} "
              f"watched={self.watched} found={self.found + in_files}")

    def test_planted_leaks_are_found(self):
        for canary in program.CANARIES:
            for form in forms(canary):
                self.assertEqual(leaks(b"2026-01-01 error: " + form + b" refused"), 1)
        leaking = program.subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()", program.PASSWORD],
            stdin=program.subprocess.PIPE)
        watcher = ProcWatch(leaking)
        watcher.start()
        deadline = time.monotonic() + 20
        while leaks(watcher.seen) == 0 and time.monotonic() < deadline:
            time.sleep(0.05)
        leaking.communicate()
        watcher.join()
        self.assertEqual(leaks(watcher.seen), 1)
