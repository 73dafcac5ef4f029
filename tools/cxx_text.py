# SPDX-License-Identifier: MIT
"""Just enough C++ and Solidity to tell code from comments, and functions from the rest."""
import re

_TOKEN = re.compile(
    r"""
      //[^\n]*                                        # comment to the end of the line
    | /\*.*?\*/                                       # comment in brackets
    | R"(?P<fence>[^()\\\s]{0,16})\(.*?\)(?P=fence)"  # raw string
    | "(?:\\.|[^"\\\n])*"                             # string
    | (?<![0-9a-zA-Z_])'(?:\\.|[^'\\\n])+'            # character, but not the ' of 1'000
    """,
    re.VERBOSE | re.DOTALL,
)
_SCOPE = re.compile(r"\b(namespace|class|struct|enum|union|extern|contract|library|interface)\b")
_TEMPLATE = re.compile(r"\btemplate\s*<[^<>]*(?:<[^<>]*>[^<>]*)*>")
_DIRECTIVE = re.compile(r"^[ \t]*#(?:.*\\\n)*.*$", re.MULTILINE)
_BOUNDARY = re.compile(r"[;{}]|\b(?:public|private|protected)\s*:(?!:)")
_CONTROL = re.compile(r"^\s*(if|else|for|while|do|switch|try|catch|unchecked|assembly)\b")


def _blank(found: re.Match) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def without_comments_and_strings(text: str) -> str:
    """Returns the text with comments and literals blanked; every line keeps its number."""
    return _TOKEN.sub(_blank, text)


def function_lengths(code: str) -> list[tuple[int, int]]:
    """Returns (first line, number of lines) of each outermost function of blanked code.

    A heuristic: a brace opens a function where the text since the last ; { or } has a closing
    parenthesis and names neither a scope nor a control statement. The body of a constructor that
    follows `x_{...}` is not seen.
    """
    code = _TEMPLATE.sub(_blank, _DIRECTIVE.sub(_blank, code))
    lengths = []
    stack: list[int] = []  # the first line of a function, or 0 for any other brace
    head_from = 0
    for found in _BOUNDARY.finditer(code):
        head = code[head_from : found.start()]
        head_from = found.end()
        if found[0] == "{":
            first = code.count("\n", 0, head_from - 1 - len(head.lstrip())) + 1
            opens = ")" in head and not _SCOPE.search(head) and not _CONTROL.match(head)
            stack.append(first if opens and not any(stack) else 0)
        elif found[0] == "}" and stack:
            first = stack.pop()
            if first:
                lengths.append((first, code.count("\n", 0, found.start()) + 2 - first))
    return lengths
