"""Measure speed and memory: `python tests/bench [NAME …]` prints the table and writes bench.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import _editor  # noqa: F401 - enters its rows
import _engine  # noqa: F401
import _media  # noqa: F401
import _performer  # noqa: F401
import _process  # noqa: F401
from _rows import BENCHES, Row
from rich.console import Console
from rich.table import Table


def main(names: list[str]) -> int:
    """Run the benches whose name begins with one of the given words, or all."""
    chosen = [name for name in BENCHES if not names or any(name.startswith(word) for word in names)]
    rows: list[Row] = []
    console = Console(width=130)
    for name in chosen:
        with console.status(f"measuring {name} …"):
            rows += BENCHES[name]()
    table = Table("work", "value", "unit", "reference", "ratio", "reach", "met")
    for row in rows:
        value, reference, ratio = (f"{number:.4g}" for number in (row.value, row.reference, row.ratio))
        table.add_row(row.name, value, row.unit, reference, ratio, row.reach, "yes" if row.met else "NO")
    console.print(table)
    target = Path(__file__).parents[2] / "bench.json"
    target.write_text(json.dumps([row.as_dict() for row in rows], indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
