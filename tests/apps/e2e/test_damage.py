# SPDX-License-Identifier: MIT
"""One byte changed anywhere in a journal's records must be found, and named."""

import json
import sqlite3
import unittest

from . import program
from .journal_file import change, copy_of

TEXT_COLUMNS = ("kind", "previous", "hash")


class Damage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        out, done = program.loosening_run()
        assert done.returncode == 0, done.stderr
        cls.whole = out / "journal.db"
        with sqlite3.connect(cls.whole) as rows:
            cls.fields = rows.execute(
                "SELECT r.kind, f.name, min(f.idx), max(f.idx) FROM fields f "
                "JOIN records r USING(idx) GROUP BY r.kind, f.name").fetchall()
            cls.kinds = rows.execute("SELECT kind, max(idx) FROM records GROUP BY kind").fetchall()
        rows.close()

    def check_found(self, journal, index, names):
        """Replays a damaged journal: exit 2, at record `index`, in one of the fields `names`."""
        done = program.run("replay", "--journal", journal, "--json")
        self.assertEqual(done.returncode, 2, f"{index} {names}: {done.stdout}{done.stderr}")
        told = json.loads(done.stdout)
        first = told["first_difference"]
        self.assertEqual(list(first), ["at", "expected", "field", "found", "record"])
        self.assertEqual(first["record"], index, first)
        self.assertIn(first["field"], names, first)
        self.assertLessEqual(told["identical"], told["epochs"])

    def flip(self, table, column, where, parameters, offset, bit):
        """Changes one bit of one byte of a text, whatever that makes of its UTF-8."""
        journal = copy_of(self.whole)
        with sqlite3.connect(journal) as rows:
            rows.execute("PRAGMA foreign_keys = OFF")
            text = bytearray(rows.execute(
                f"SELECT CAST({column} AS BLOB) FROM {table} WHERE {where}",
                parameters).fetchone()[0])
            text[offset % len(text)] ^= bit
            rows.execute(f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE {where}",
                         (bytes(text), *parameters))
        rows.close()
        return journal

    def test_every_field_of_every_kind(self):
        self.assertEqual({kind for kind, *_ in self.fields},
                         {"genesis", "deployment", "epoch", "execution"})
        for number, (kind, name, _, last) in enumerate(self.fields):
            for column, bit in (("value", 1), ("hash", 4)):
                with self.subTest(kind=kind, name=name, column=column):
                    journal = self.flip("fields", column, "idx = ? AND name = ?", (last, name),
                                        17 * number + 3, bit)
                    self.check_found(journal, last, [name])

    def test_byte_that_is_no_text(self):
        for name in ("snapshot", "report", "state_hash"):
            with self.subTest(name=name):
                index = next(first for kind, field, first, _ in self.fields
                             if (kind, field) == ("epoch", name))
                journal = self.flip("fields", "value", "idx = ? AND name = ?", (index, name), 9,
                                    0x80)
                self.check_found(journal, index, [name])

    def test_every_column_of_a_record(self):
        for kind, index in self.kinds:
            for column in TEXT_COLUMNS:
                with self.subTest(kind=kind, column=column):
                    journal = self.flip("records", column, "idx = ?", (index,), 5, 2)
                    self.check_found(journal, index, [column])
            with self.subTest(kind=kind, column="at"):
                journal = copy_of(self.whole)
                change(journal, "UPDATE records SET at = at + 1 WHERE idx = ?", index)
                self.check_found(journal, index, ["at", "hash"])

    def test_time_beyond_every_calendar(self):
        for at in (2**63 - 1, -2**63):
            journal = copy_of(self.whole)
            change(journal, "UPDATE records SET at = ? WHERE idx = 20", at)
            self.check_found(journal, 20, ["at", "hash"])

    def test_field_renamed_removed_added(self):
        index = next(first for kind, name, first, _ in self.fields
                     if (kind, name) == ("epoch", "report"))
        for statement in ("UPDATE fields SET name = 'repors' WHERE idx = ? AND name = 'report'",
                          "DELETE FROM fields WHERE idx = ? AND name = 'report'",
                          "INSERT INTO fields SELECT idx, 'extra', value, hash FROM fields "
                          "WHERE idx = ? AND name = 'report'"):
            journal = copy_of(self.whole)
            self.assertEqual(change(journal, statement, index), 1)
            self.check_found(journal, index, ["report", "repors", "extra", "hash"])

    def test_record_removed_from_the_middle(self):
        journal = copy_of(self.whole)
        change(journal, "DELETE FROM fields WHERE idx = 30")
        change(journal, "DELETE FROM records WHERE idx = 30")
        self.check_found(journal, 31, ["index"])

    def test_words_for_people(self):
        journal = self.flip("fields", "value", "idx = ? AND name = ?", (20, "report"), 40, 1)
        done = program.run("replay", "--journal", journal)
        self.assertEqual(done.returncode, 2)
        self.assertIn("record 20", done.stdout)
        self.assertIn("field report", done.stdout)
