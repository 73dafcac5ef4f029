#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tools/check_style.py must fail on a planted violation of every rule, and only on those."""
import subprocess

import planted
from planted import PlantedTree

import check_style
from cxx_text import function_lengths, without_comments_and_strings

LICENCE = "// SPDX-License-Identifier: MIT\n"
# Written in two halves, so that the checker does not find them here.
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
MACHINE_PATHS = ["/" + folder + "/someone" for folder in ("home", "root", "work")]
HOSTS = ["registry" + ".npm-things.org", "deb" + ".some-debian.org", "packages" + ".cloud.com"]


class Style(PlantedTree):
    checker = "check_style.py"

    def plant_code(self, path: str, code: str) -> None:
        self.plant(path, LICENCE + code)

    def test_a_plain_tree_passes(self) -> None:
        code = '#pragma once\n#include "apps/system_clock.hpp"\nint f();\n'
        self.plant_code("engine/a.hpp", code)
        self.plant("README.md", "# Words\n" + "A long line of prose. " * 10 + "end\n")
        self.plant("data.json", b"{}")
        self.plant("picture.png", b"\x89PNG\xff\x00 \t\n \n")
        self.assert_clean()

    def test_floating_point_on_the_deterministic_path(self) -> None:
        for folder in ("engine", "oracle", "audit"):
            for line in ("float x = 0;", "long double x = 0;", "std::vector<double> x;"):
                self.plant_code(f"{folder}/sub/a.cpp", line + "\n")
                self.assert_fault(f"{folder}/sub/a.cpp:2", "Bps, Wad")
            self.plant_code(f"{folder}/sub/a.cpp", "")
        self.plant_code("policies/a.cpp", "double calibrated = 0;\n")
        self.plant_code(
            "engine/a.cpp",
            '// a double\n/* float\n double */\nauto a = "double"; char c = \'"\';\n'
            'auto b = R"x(float " )" double)x";\nint doubled = 1\'000; // float\n',
        )
        self.assert_clean()

    def test_the_real_clock(self) -> None:
        for code in (
            "std::chrono::system_clock::now();",
            "std::time(nullptr);",
            "time( NULL );",
            "::time(0);",
            "gettimeofday(&t, 0);",
            "clock_gettime(CLOCK_REALTIME, &t);",
        ):
            self.plant_code("apps/tick.cpp", f"auto t = {code}\n")
            self.assert_fault("apps/tick.cpp:2", "const Clock&")
        self.plant_code("apps/tick.cpp", "")
        self.plant_code("apps/system_clock.cpp", "auto t = std::chrono::system_clock::now();\n")
        self.assert_clean()

    def test_throw_outside_a_door(self) -> None:
        self.plant_code("apps/a.cpp", "void f() { throw 1; }\n")
        self.assert_fault("apps/a.cpp:2", "BALLAST_CHECK")
        self.plant_code("apps/a.cpp", "// throw\n")
        self.plant_code("policies/toml_document.cpp", "void f() { throw; }\n")
        self.assert_clean()

    def test_unordered_containers_on_the_deterministic_path(self) -> None:
        for name in ("map", "set", "multimap", "multiset"):
            self.plant_code("audit/a.hpp", f"#pragma once\nstd::unordered_{name}<int> x;\n")
            self.assert_fault("audit/a.hpp:3", "order of iteration")
        self.plant_code("audit/a.hpp", "#pragma once\n")
        self.plant_code("feeds/a.cpp", "std::unordered_map<int, int> x;\n")
        self.assert_clean()

    def test_random_numbers_in_the_engine(self) -> None:
        for code in ("std::rand();", "srand(1);", "std::random_device{}();", "std::mt19937_64 g;"):
            self.plant_code("engine/a.cpp", f"{code}\n")
            self.assert_fault("engine/a.cpp:2", "as data")

    def test_unfinished_notes_in_comments_of_every_language(self) -> None:
        for word in UNFINISHED:
            for path, comment in [("a.cpp", "//"), ("a.py", "#"), ("a.md", ""), ("a.sol", "//")]:
                self.plant(path, f"{LICENCE}{comment} {word}: later\n")
                self.assert_fault(f"{path}:2", word, "issue")
                (self.tree / path).unlink()

    def test_columns(self) -> None:
        self.plant_code("base/a.cpp", "// " + "é" * 97 + "\n")
        self.assert_clean()
        self.plant_code("base/a.cpp", "// " + "é" * 98 + "\n")
        self.assert_fault("base/a.cpp:2", "101 columns")

    def test_tabs_and_ends_of_lines(self) -> None:
        self.plant_code("base/a.cpp", "\tint x;\n")
        self.assert_fault("base/a.cpp:2", "tab")
        self.plant_code("base/a.cpp", "int x; \n")
        self.assert_fault("base/a.cpp:2", "white space")
        self.plant_code("base/a.cpp", "int x;\r\n")
        self.assert_fault("base/a.cpp:2", "white space")
        self.plant_code("base/a.cpp", "int x;")
        self.assert_fault("base/a.cpp:2", "no newline")

    def test_length_of_files(self) -> None:
        self.plant_code("base/a.cpp", "int x;\n" * 399)
        self.plant_code("tests/base/a_test.cpp", "int x;\n" * 1000)
        self.assert_clean()
        self.plant_code("base/a.cpp", "int x;\n" * 400)
        self.assert_fault("base/a.cpp:401", "401 lines")

    def test_length_of_functions(self) -> None:
        body = "    if (x) { y(); }\n" * 68
        self.plant_code("base/a.cpp", "int f(int x) {\n" + body + "}\n")
        self.assert_clean()
        longer = "int f(int x) {\n" + body + "    g();\n}\n"
        self.plant_code("base/a.cpp", "namespace a {\n" + longer + "}\n")
        self.assert_fault("base/a.cpp:3", "71 lines")
        self.plant_code("base/a.cpp", "")
        self.plant_code("oracle/contracts/A.sol", "contract A {\n" + longer + "}\n")
        self.assert_fault("oracle/contracts/A.sol:3", "71 lines")

    def test_licence(self) -> None:
        for path in ("base/a.cpp", "base/a.hpp", "oracle/contracts/A.sol"):
            self.plant(path, "#pragma once\n" + LICENCE)
            self.assert_fault(f"{path}:1", "SPDX-License-Identifier")
            (self.tree / path).unlink()

    def test_include_guard(self) -> None:
        self.plant_code("base/a.hpp", "// #pragma once\n")
        self.assert_fault("base/a.hpp:1", "#pragma once")

    def test_paths_of_a_machine(self) -> None:
        for path in MACHINE_PATHS:
            self.plant("policies/a.json", f'{{"file":"{path}"}}')
            self.assert_fault("policies/a.json:1", "one machine")
        self.plant("policies/a.json", '["https://x.org/home/a", "net/work/a", "./work/a"]')
        self.assert_clean()

    def test_hosts_of_registries(self) -> None:
        for host in HOSTS:
            self.plant("package-lock.json", f'{{"resolved":"https://{host}/x.tgz"}}')
            self.assert_fault("package-lock.json:1", "registry")

    def test_ignored_and_deleted_files_are_not_read(self) -> None:
        self.plant(".gitignore", "/build/\n")
        self.plant("build/a.cpp", "\t")
        self.plant_code("gone.cpp", "\t\n")
        subprocess.run(["git", "-C", self.tree, "add", "gone.cpp"], check=True)
        (self.tree / "gone.cpp").unlink()
        self.assert_clean()

    def test_tracked_files_are_read(self) -> None:
        self.plant("a.cpp", "\t")
        subprocess.run(["git", "-C", self.tree, "add", "a.cpp"], check=True)
        self.assert_fault("a.cpp:1", "tab")

    def test_a_tree_without_files_is_no_success(self) -> None:
        code, output = self.check()
        self.assertEqual((code, output), (1, "executed=0\n"))


class Functions(planted.unittest.TestCase):
    """The brace heuristic, on shapes that have fooled such heuristics."""

    def lengths(self, text: str) -> list[tuple[int, int]]:
        return function_lengths(without_comments_and_strings(text))

    def test_templates_includes_and_access_labels_are_no_part_of_a_function(self) -> None:
        text = (
            "#include <vector>\n#define M(x) \\\n    f(x)\ntemplate <class T, class U = A<T>>\n"
            "int f(T x) {\n    return 1;\n}\nclass A final : B<int(int)> {\n  public:\n"
            "    A() : x_(1) {\n    }\n  private:\n    int x_;\n};\n"
        )
        self.assertEqual(self.lengths(text), [(5, 3), (10, 2)])

    def test_lambdas_tables_and_control_belong_to_what_holds_them(self) -> None:
        text = (
            "const std::array kTable{\n    P{1, f(2)},\n};\nenum class E { a };\n"
            "void f() {\n    auto g = [](int x) {\n        return x;\n    };\n"
            "    if (a) {\n    }\n}\n"
        )
        self.assertIn((5, 7), self.lengths(text))
        self.assertEqual(max(length for _, length in self.lengths(text)), 7)

    def test_the_project_names_every_kind_of_source(self) -> None:
        for path in ("dev", ".ci/run", "tools/setup.sh", "engine/a/b.cpp", "tests/x.mjs"):
            self.assertTrue(check_style.matches(path, check_style.SOURCE), path)


if __name__ == "__main__":
    planted.main()
