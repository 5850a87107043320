"""How far a sweep over seeds agrees with the authors' phase diagram, with bootstrap intervals over the seeds.

usage: phase_agreement.py SWEEP_DIRECTORY REFERENCE_CSV
The reference's first two columns are the axes of the sweep in its order, and it has a column "phase"
(fig6a-reference.csv, fig6b-reference.csv). Only grid points that all seeds have trained are compared.
"""

import collections
import csv
import math
import pathlib
import random
import sys

RESAMPLES = 2000


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def point(row, axes):
    """The place of a grid point, whatever number of digits it was written with."""
    values = (float(row[axis]) for axis in axes)
    return tuple(None if v == 0 else round(math.log10(v), 2) for v in values)


def majority(phases):
    return collections.Counter(phases).most_common(1)[0][0]


def main():
    cells = read(pathlib.Path(sys.argv[1]) / "cells.csv")
    reference_rows = read(sys.argv[2])
    reference = {point(r, list(reference_rows[0])[:2]): r["phase"] for r in reference_rows}
    axes = list(cells[0])[2:4]
    phases = collections.defaultdict(dict)
    for row in cells:
        phases[point(row, axes)][row["seed"]] = row["phase"]
    seeds = sorted({row["seed"] for row in cells})
    whole = {p: by for p, by in phases.items() if len(by) == len(seeds)}

    def agreement(drawn):
        return sum(majority([by[s] for s in drawn]) == reference[p] for p, by in whole.items())

    generator = random.Random(0)
    draws = sorted(agreement(generator.choices(seeds, k=len(seeds))) for _ in range(RESAMPLES))
    low, high = draws[int(0.025 * RESAMPLES)], draws[int(0.975 * RESAMPLES)]
    n = len(whole)
    ours = agreement(seeds)
    print(f"{n} grid points with {len(seeds)} seeds; the majority has the authors' phase at {ours},")
    print(f"{100 * ours / n:.0f} % (95 %: {100 * low / n:.0f} to {100 * high / n:.0f})")
    single = sorted(sum(by[s] == reference[p] for p, by in whole.items()) for s in seeds)
    print("single seeds have it at", ", ".join(map(str, single)))
    table = collections.Counter((reference[p], majority(by.values())) for p, by in whole.items())
    for (theirs, mine), count in sorted(table.items()):
        print(f"{count:4d} points: theirs {theirs}, majority {mine}")


if __name__ == "__main__":
    main()
