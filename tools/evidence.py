#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes docs/evidence.md anew from the program's own figures.

    evidence.py --ballast PROGRAM --data FOLDER [--paths N] [--out FILE]

Every number is printed by `ballast calibrate`, `backtest` or `frontier`; the words that judge them
stand in tools/evidence_words.md and name no number that could change.
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POLICY = "policies/carry_aware.toml"


def run(program: str, *arguments: str) -> str:
    print(f"{Path(program).name} {' '.join(arguments)}", file=sys.stderr)
    done = subprocess.run([program, *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"evidence: {program} {arguments[0]} ended with {done.returncode}")
    return done.stdout.decode()


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def coverage(backtest: dict) -> str:
    rows = []
    for row in backtest["coverage"]:
        if row["sigma"] != "published":
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


def procyclicality(backtest: dict) -> str:
    rows = [[f'{row["asset"]}, {row["haircut"]}', f'{row["trough"]:.3f}', f'{row["peak"]:.3f}',
             f'{row["peak_to_trough"]:.2f}', f'{row["rise_1d"]:.3f}', f'{row["rise_5d"]:.3f}',
             f'{row["rise_30d"]:.3f}'] for row in backtest["procyclicality"]]
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
            f'- HAR term over {har["days"]} days: tick loss {1e4 * har["tick_with"]:.4f} with it, '
            f'{1e4 * har["tick_without"]:.4f} without (1e-4); above the speeds on '
            f'{100 * har["above_share"]:.1f} % of days.\n')


def words() -> dict[str, str]:
    parts = (ROOT / "tools/evidence_words.md").read_text().split("\n## ")[1:]
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1].strip() + "\n" for part in parts}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ballast", default="build/ballast")
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--paths", default="200")
    parser.add_argument("--threads", default="2")
    parser.add_argument("--out", default="docs/evidence.md")
    given = parser.parse_args()
    source = ["--data", given.data]
    calibration = json.loads(run(given.ballast, "calibrate", *source, "--policy", POLICY, "--json"))
    backtest = json.loads(run(given.ballast, "backtest", *source, "--policy", POLICY, "--json"))
    frontier = run(given.ballast, "frontier", *source, "--paths", given.paths, "--threads",
                   given.threads)
    said = words()
    page = "\n".join([
        "# Evidence", said["About"],
        "## Coverage", said["Coverage"], coverage(backtest),
        "## Procyclicality", said["Procyclicality"], procyclicality(backtest),
        "## Alarms", alarms(calibration), said["Alarms"],
        "## Macro", said["Macro"], gate(calibration),
        "## Speeds and asymmetry", parameters(calibration),
        frontier.strip() + "\n",
        "## What was tried and did not work", said["Tried"]])
    (ROOT / given.out).write_text(page.rstrip() + "\n")
    print(f"evidence: {given.out} written", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
