# SPDX-License-Identifier: MIT
"""Fault 44: a key in memory, core, environment, arguments. Figure: at most one copy while it is
held, none after; no core; nothing in /proc. A second copy and a core are made to show that they
would be found."""

import json
import pathlib
import resource
import signal
import time
import unittest

from . import program

NAMES = ("key", "key_reversed", "key_text", "derived", "password")


def masked(needle):
    return bytes(byte ^ 0xA5 for byte in needle).hex()


def cores_allowed():
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class fault_44_key_memory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = program.new_folder()
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.keystore = program.import_canary(cls.folder)
        cls.password = cls.folder / "password"
        document = json.loads(cls.keystore.read_text(encoding="utf-8"))
        key = bytes.fromhex(program.KEY)
        cls.needles = (key, key[::-1], program.KEY.encode(),
                       program.derived_key(document, program.PASSWORD), program.PASSWORD.encode())

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def scan(self, how):
        text = "".join(masked(needle) + "\n" for needle in self.needles)
        done = program.hold(self.keystore, self.password, how, text)
        self.assertEqual(done.returncode, 0, done.stderr)
        return program.figures(done.stdout)

    def test_one_copy_while_held_and_none_after(self):
        found = self.scan("scan")
        self.assertGreater(found["scanned"], 1 << 20)
        self.assertEqual(found["typed_4"], 1)  # the password, once, before the key is there
        for number, name in enumerate(NAMES):
            with self.subTest(name=name):
                self.assertEqual(found[f"before_{number}"], 0)
                self.assertEqual(found[f"held_{number}"], 1 if name == "key" else 0)
                self.assertEqual(found[f"after_{number}"], 0)
        self.assertEqual((found["dumpable"], found["core_limit"]), (0, 0))
        print(f"held={found['held_0']} after={sum(found[f'after_{i}'] for i in range(5))} "
              f"locked={found['locked']}")

    def test_a_second_copy_would_be_found(self):
        self.assertEqual(self.scan("plant")["held_0"], 2)

    def crash(self, how):
        """Returns what the process left in a folder of its own, and its output."""
        folder = self.folder / how
        folder.mkdir()
        done = program.hold(self.keystore, self.password, how, cwd=folder,
                            preexec_fn=cores_allowed)
        self.assertEqual(done.returncode, -signal.SIGABRT, done.stderr)
        self.assertIn("signed=", done.stdout)
        return [path.read_bytes() for path in folder.iterdir()], done.stdout + done.stderr

    def test_a_crash_leaves_no_core(self):
        files, output = self.crash("crash")
        self.assertEqual(files, [])
        self.assertNotIn(program.KEY, output)

    def test_a_core_would_not_hold_the_key_either(self):
        cores, _ = self.crash("crash-soft")
        pattern = pathlib.Path("/proc/sys/kernel/core_pattern").read_text(encoding="ascii").strip()
        if pattern == "core":
            self.assertEqual(len(cores), 1)
        for core in cores:
            self.assertIn(b"ELF", core[:4])
            for needle in self.needles:
                self.assertNotIn(needle, core)
        print(f"cores={len(cores)}")

    def test_no_argument_and_no_variable_holds_a_secret(self):
        running = program.start("keys", "address", self.keystore, "--unlock",
                                env=program.environment(BALLAST_PASSWORD_FILE=str(self.password)))
        seen = b""
        deadline = time.monotonic() + 20
        while running.poll() is None and time.monotonic() < deadline:
            for name in ("cmdline", "environ"):
                try:
                    seen += pathlib.Path(f"/proc/{running.pid}/{name}").read_bytes()
                except OSError:
                    pass  # not dumpable: its environment is not for other users
            time.sleep(0.01)
        running.communicate(timeout=program.DEADLINE_SECONDS)
        self.assertEqual(running.returncode, 0)
        self.assertIn(b"keys\0address\0", seen)
        for needle in self.needles:
            self.assertNotIn(needle, seen)
            self.assertNotIn(needle.hex().encode(), seen)
