#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes docs/evidence.md and its two pages of tables anew from the program's own figures.

    evidence.py --ballast PROGRAM --data FOLDER [--paths N] [--rows FOLDER] [--out FOLDER]

Every table is printed by `ballast calibrate`, `backtest` or `frontier`; the words that judge them
stand in tools/evidence_words.md. The frontier's policy is made here, from what was known before
2024, beside copies of the shipped policies that it extends; its books run one after the other, so
that with --rows a run that was interrupted goes on where it was.
"""
import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POLICY = "policies/carry_aware.toml"
JUDGED_FROM = "2023-12-31"  # the last day that calibrates what the frontier judges
CALIBRATION_PATHS = "32"
# Paths of each set. A book of four markets costs four times as much as one.
PATHS = {"DRIFT": 400, "PORTFOLIO": 200, "FIXED": 200, "THIN": 200}


def run(program: str, *arguments: str) -> str:
    print(f"{Path(program).name} {' '.join(arguments)}", file=sys.stderr)
    done = subprocess.run([program, *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"evidence: {program} {arguments[0]} ended with {done.returncode}")
    return done.stdout.decode()


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def is_headline(row: dict) -> bool:
    return (row["horizon_hours"] == 24 and row["level_bps"] == 9900
            and row["span"] in ("all", "after"))


def is_used(row: dict) -> bool:
    return row["haircut"] in ("lt", "ltv") and row["asset"] in ("BTC", "ETH")


def coverage(backtest: dict, wanted=lambda row: True) -> str:
    rows = []
    for row in backtest["coverage"]:
        if row["sigma"] != "published" or not wanted(row):
            continue
        asset = row["asset"] + (" (debt)" if row["falling"] == "debt" else "")
        against = f'{row["dm_statistic"]:.2f}' if "dm_statistic" in row else "-"
        rows.append([
            f'{asset}, {row["span"]}', str(row["horizon_hours"]), f'{row["level_bps"] / 100:g} %',
            str(row["observations"]), str(row["hits"]), f'{row["expected"]:.1f}',
            f'{row["kupiec_p"]:.3f}', f'{row["christoffersen_p"]:.3f}', row["traffic_light"],
            f'{row["z2"]:.2f}', f'{1e4 * row["tick_loss"]:.2f}', against])
    head = ["asset, span", "h", "level", "windows", "hits", "expected", "Kupiec p",
            "Christoffersen p", "light", "Z2", "tick 1e-4", "DM"]
    return table(head, rows)


def procyclicality(backtest: dict, wanted=lambda row: True) -> str:
    rows = [[f'{row["asset"]}, {row["haircut"]}', f'{row["trough"]:.3f}', f'{row["peak"]:.3f}',
             f'{row["peak_to_trough"]:.2f}', f'{row["rise_1d"]:.3f}', f'{row["rise_5d"]:.3f}',
             f'{row["rise_30d"]:.3f}'] for row in backtest["procyclicality"]
            if wanted(row)]
    return table(["asset, haircut", "trough", "peak", "peak / trough", "1 day", "5 days",
                  "30 days"], rows)


def gate(calibration: dict) -> str:
    rows = []
    for channel in calibration["channels"]:
        verdict = channel["gate"]
        rows.append([channel["name"], f'{100 * verdict["on_share"]:.1f} %',
                     f'{100 * verdict["breach_on"]:.1f} %', f'{100 * verdict["breach_off"]:.1f} %',
                     " ".join(f'{s["p"]:.2f}' for s in verdict["breach"]),
                     " ".join(f'{s["p"]:.2f}' for s in verdict["tick"]),
                     "passes" if verdict["passes"] else "fails"])
    return table(["channel", "on", "breach, on", "breach, off", "p, breach score, by thirds",
                  "p, tick loss, by thirds", "gate"], rows)


def alarms(calibration: dict) -> str:
    share, ninety = calibration["alarm_share"], calibration["alarm_share_at_90"]
    return (f'S is .5 or more on {100 * share:.2f} % of {calibration["alarm_days"]} weekdays from '
            f'2015 to {calibration["until"]} ({261 * share:.1f} days a year), with quantiles '
            f'renewed each January from the past alone; a threshold of .9 would have alarmed on '
            f'{100 * ninety:.1f} %.\n')


def parameters(calibration: dict) -> str:
    lives = "; ".join(f'{row["hours"]} h ahead: best {row["best_days"]:g} days, the policy\'s '
                      f'speed loses {100 * row["policy_loses_more"]:.2f} % more'
                      for row in calibration["half_lives"])
    best = min(calibration["asymmetry"], key=lambda row: row["tick_loss"])
    har = calibration["har"]
    return (f'- Half-lives: {lives}.\n- Asymmetry: least tick loss at {best["asymmetry"]:g}.\n'
            f'- HAR term over {har["days"]} days: tick loss {har["tick_with"]:.3f} with it, '
            f'{har["tick_without"]:.3f} without (1e-4); above the speeds on '
            f'{100 * har["above_share"]:.1f} % of days.\n')


def words() -> dict[str, str]:
    parts = (ROOT / "tools/evidence_words.md").read_text().split("\n## ")[1:]
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1].strip() + "\n" for part in parts}


def policy_before_2024(program: str, data: str, folder: Path) -> Path:
    """Calibrates the policy that the frontier judges, beside the shipped ones that it extends."""
    for policy in sorted((ROOT / "policies").glob("*.toml")):
        shutil.copy(policy, folder)
    out = folder / "before_2024.toml"
    run(program, "calibrate", "--data", data, "--policy", POLICY, "--until", JUDGED_FROM,
        "--out", str(out))
    return out


def keep_policy(policy: Path, kept: Path) -> None:
    """Rows say nothing about a policy that they are not of."""
    if kept.exists() and kept.read_bytes() != policy.read_bytes():
        sys.exit(f"evidence: {kept.parent} has rows of another policy: remove them")
    shutil.copy(policy, kept)


def frontier(given: argparse.Namespace, folder: Path) -> tuple[str, str]:
    """Returns the frontier's two parts. What stands in the rows' folder is not run again."""
    policy = policy_before_2024(given.ballast, given.data, folder)
    rows_folder = Path(given.rows).resolve() if given.rows else folder
    rows_folder.mkdir(parents=True, exist_ok=True)
    keep_policy(policy, rows_folder / "policy.toml")
    files = []
    for book, paths in PATHS.items():
        rows = rows_folder / f"rows_{book}.json"
        files.append(str(rows))
        if rows.exists():
            print(f"evidence: {rows.name} is there already", file=sys.stderr)
            continue
        run(given.ballast, "frontier", "--data", given.data, "--policy", str(policy),
            "--book", book, "--paths", str(given.paths or paths),
            "--calibration-paths", CALIBRATION_PATHS, "--threads", given.threads,
            "--rows", str(rows))
    text = run(given.ballast, "frontier", "merge", *files, "--threads", given.threads)
    first, second = text.split("\n## Every variant\n")
    return first.strip() + "\n", second.strip() + "\n"


def after_goals(page: str, words_: str) -> str:
    """Puts the reasons right under the goals."""
    return page.replace("\n### Macro beside", "\n" + words_ + "\n### Macro beside", 1)


def write(folder: Path, name: str, parts: list[str]) -> None:
    (folder / name).write_text("\n".join(parts).rstrip() + "\n")
    print(f"evidence: {name} written", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ballast", default="build/ballast")
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--paths", type=int, help="of each set on every book, for a quick look")
    parser.add_argument("--threads", default="2")
    parser.add_argument("--rows", help="keep the frontier's rows here, and use those that are")
    parser.add_argument("--out", default="docs")
    given = parser.parse_args()
    source = ["--data", given.data, "--policy", POLICY, "--json"]
    calibration = json.loads(run(given.ballast, "calibrate", *source))
    backtest = json.loads(run(given.ballast, "backtest", *source))
    with tempfile.TemporaryDirectory() as folder:
        first, variants = frontier(given, Path(folder))
    said = words()
    out = ROOT / given.out
    write(out, "evidence-frontier.md", [
        "# Every variant of the frontier", said["Variants"], variants])
    write(out, "evidence-coverage.md", [
        "# Coverage and procyclicality in full", said["In full"],
        "## Coverage", said["Coverage"], coverage(backtest),
        "## Procyclicality", said["Procyclicality"], procyclicality(backtest),
        "## Speeds and asymmetry", parameters(calibration)])
    write(out, "evidence.md", [
        "# Evidence", said["About"],
        after_goals(first, said["Goals"]),
        "## Coverage", said["Coverage"], said["Headline"], coverage(backtest, is_headline),
        "## Procyclicality", said["Procyclicality"], procyclicality(backtest, is_used),
        "## Alarms", alarms(calibration), said["Alarms"],
        "## Macro", said["Macro"], gate(calibration),
        "## What was tried and did not work", said["Tried"]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
