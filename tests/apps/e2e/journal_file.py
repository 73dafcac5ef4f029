# SPDX-License-Identifier: MIT
"""A journal's rows, read with Python's own SQLite: nothing of the program is believed here."""

import json
import pathlib
import shutil
import sqlite3

from . import program


class JournalFile:
    """The records of a journal that nobody writes to."""

    def __init__(self, path):
        with sqlite3.connect(pathlib.Path(path).resolve().as_uri() + "?mode=ro", uri=True) as rows:
            self.records = [dict(zip(("idx", "kind", "at", "previous", "hash"), row)) for row in
                            rows.execute("SELECT idx, kind, at, previous, hash FROM records "
                                         "ORDER BY idx")]
            for record in self.records:
                record["fields"] = dict(rows.execute(
                    "SELECT name, value FROM fields WHERE idx = ?", (record["idx"],)))
            # One row a nonce: (nonce, hash that a block holds, or None, state).
            self.sent = rows.execute("SELECT nonce, inclusions.tx_hash, state FROM transactions "
                                     "LEFT JOIN inclusions USING(key) ORDER BY nonce").fetchall()
            self.drafts = rows.execute("SELECT count(*) FROM draft").fetchone()[0]
        rows.close()

    def of_kind(self, kind):
        return [record for record in self.records if record["kind"] == kind]

    def epochs(self):
        return self.of_kind("epoch")

    def transactions(self):
        """Returns the hash of every transaction whose receipt is journaled, in order."""
        return [json.loads(record["fields"]["receipt"])["tx_hash"] for record in self.records
                if "receipt" in record["fields"]]


def copy_of(path):
    """Returns a writable copy of a journal in a fresh folder."""
    target = program.new_folder() / "journal.db"
    shutil.copy(path, target)
    return target


def change(path, statement, *parameters):
    """Changes a journal behind the program's back. Returns how many rows were changed."""
    with sqlite3.connect(path) as rows:
        rows.execute("PRAGMA foreign_keys = OFF")
        changed = rows.execute(statement, parameters).rowcount
    rows.close()
    return changed
