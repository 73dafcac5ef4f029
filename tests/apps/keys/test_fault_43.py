# SPDX-License-Identifier: MIT
"""Fault 43: key file 0644, a symbolic link, another's, wrong password, a huge cost. Figure: all
refused with 77 and a sentence that names the file, and no derivation began where none must."""

import os
import pathlib
import shutil
import unittest

from . import program

# One derivation at the standard cost takes ten times as long.
NO_DERIVATION_SECONDS = 0.25


class fault_43_key_files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = program.new_folder()
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.keystore = program.import_canary(cls.folder)
        cls.password = cls.folder / "password"

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def copy(self, name, mode=0o600):
        path = self.folder / name
        shutil.copyfile(self.keystore, path)
        path.chmod(mode)
        return path

    def address(self, file, password=None):
        return program.run_measured("keys", "address", file, "--unlock", "--password-file",
                                    password or self.password)

    def refused(self, file, says, password=None, names=None):
        done, seconds = self.address(file, password)
        self.assertEqual(done.returncode, 77, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertIn(says, done.stderr)
        self.assertIn(str(names or file), done.stderr)
        return seconds

    def test_the_key_opens_where_nothing_is_wrong(self):
        done, seconds = self.address(self.keystore)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, "^0x[0-9a-fA-F]{40}\n$")
        self.assertGreater(seconds, NO_DERIVATION_SECONDS)  # what the other tests must not take

    def test_unsafe_files_are_refused_before_anything_is_derived(self):
        link = self.folder / "link.json"
        link.symlink_to(self.keystore)
        pipe = self.folder / "pipe.json"
        os.mkfifo(pipe, 0o600)
        cases = [(self.copy(f"mode-{mode:o}.json", mode), "chmod 600")
                 for mode in (0o644, 0o640, 0o604, 0o660, 0o602, 0o601)]
        cases += [(link, "symbolic link"), (pipe, "not a regular file"),
                  (self.folder / "keys", "not a regular file")]
        if os.geteuid() == 0:
            foreign = self.copy("foreign.json")
            os.chown(foreign, 12345, -1)
            cases.append((foreign, "chown 0"))
        derived = 0
        for file, says in cases:
            with self.subTest(file=file.name):
                derived += self.refused(file, says) > NO_DERIVATION_SECONDS
        self.assertEqual(derived, 0)
        print(f"refused={len(cases)} derived={derived}")

    def test_a_password_file_is_held_to_the_same(self):
        open_to_all = program.secret_file(self.folder / "open", program.PASSWORD, 0o644)
        self.refused(self.keystore, "chmod 600", password=open_to_all, names=open_to_all)

    def test_a_wrong_password_has_one_sentence(self):
        wrong = program.secret_file(self.folder / "wrong", program.WRONG_PASSWORD)
        seconds = self.refused(self.keystore, "the password is wrong, or the file was altered",
                               password=wrong)
        self.assertGreater(seconds, NO_DERIVATION_SECONDS)

    def test_a_huge_cost_is_refused_before_anything_is_derived(self):
        costs = [{"n": 1 << exponent} for exponent in (21, 24, 30, 40, 62)]
        costs += [{"r": 1 << 20}, {"r": 1 << 40}, {"p": 65}, {"p": 1 << 40}, {"p": 32}]
        derived = 0
        for number, cost in enumerate(costs):
            with self.subTest(cost=cost):
                file = program.altered(self.keystore, self.folder / f"huge-{number}.json", **cost)
                derived += self.refused(file, "nothing was derived") > NO_DERIVATION_SECONDS
        self.assertEqual(derived, 0)
        print(f"huge={len(costs)} derived={derived}")
