#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tools/check_layers.py must fail on every kind of wrong include, and only on those."""
import itertools

import planted
from planted import PlantedTree

import check_layers


class Layers(PlantedTree):
    checker = "check_layers.py"

    def test_what_the_table_allows_passes(self) -> None:
        for folder, allowed in check_layers.MAY_INCLUDE.items():
            lines = [f'#include "{other}/x.hpp"\n' for other in [folder, *allowed]]
            self.plant(f"{folder}/x.cpp", "".join(lines) + "#include <vector>\n")
        self.assert_clean()

    def test_every_pair_that_the_table_lacks_fails(self) -> None:
        folders = list(check_layers.MAY_INCLUDE)
        pairs = 0
        for here, there in itertools.permutations(folders, 2):
            if there in check_layers.MAY_INCLUDE[here]:
                continue
            pairs += 1
            self.plant(f"{here}/sub/x.hpp", f'#pragma once\n  #  include "{there}/y.hpp"\n')
            self.assert_fault(f"{here}/sub/x.hpp:2", f'"{there}/y.hpp"', f"{here}/ may include")
            (self.tree / here / "sub/x.hpp").unlink()
        self.assertGreater(pairs, 25)

    def test_the_table_itself_never_goes_up(self) -> None:
        level = {"base": 0, "engine": 1, "chain": 1, "apps": 3}
        for folder, allowed in check_layers.MAY_INCLUDE.items():
            for other in allowed:
                self.assertLessEqual(level.get(other, 2), level.get(folder, 2), (folder, other))
        for one, other in [("engine", "chain"), ("feeds", "oracle")]:
            self.assertNotIn(one, check_layers.MAY_INCLUDE[other])
            self.assertNotIn(other, check_layers.MAY_INCLUDE[one])

    def test_an_include_that_does_not_start_at_the_root_fails(self) -> None:
        self.plant("engine/a.cpp", '#include "b.hpp"\n')
        self.assert_fault("engine/a.cpp:1", "from the root", '"engine/b.hpp"')
        self.plant("engine/a.cpp", '#include "../base/b.hpp"\n')
        self.assert_fault("engine/a.cpp:1", "from the root")

    def test_ours_in_angle_brackets_fails(self) -> None:
        self.plant("base/a.cpp", "#include <engine/b.hpp>\n")
        self.assert_fault("base/a.cpp:1", "in quotes")

    def test_shipped_code_that_includes_tests_fails(self) -> None:
        self.plant("apps/a.cpp", '#include "tests/support/fake.hpp"\n')
        self.assert_fault("apps/a.cpp:1", "shipped code")

    def test_every_door_lets_its_library_in(self) -> None:
        planted_doors = {}
        for begin, doors in check_layers.DOORS.items():
            for door in doors:
                planted_doors.setdefault(door.replace("*", "one_"), []).append(begin)
        for path, libraries in planted_doors.items():
            headers = [name if name.endswith(("h", "hpp")) else name + "x.h" for name in libraries]
            self.plant(path, "".join(f"#include <{header}>\n" for header in headers))
        self.assert_clean()

    def test_every_library_fails_outside_its_door(self) -> None:
        for begin in check_layers.DOORS:
            for quotes in ("<>", '""'):
                header = begin if begin.endswith(("h", "hpp")) else begin + "x.h"
                self.plant("apps/a.cpp", f"\n#include {quotes[0]}{header}{quotes[1]}\n")
                self.assert_fault("apps/a.cpp:2", f"<{header}>", "door")

    def test_a_tree_without_files_is_no_success(self) -> None:
        code, output = self.check()
        self.assertEqual((code, output), (1, "executed=0\n"))


if __name__ == "__main__":
    planted.main()
