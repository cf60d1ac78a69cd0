"""``python -m bench NAME``: run one benchmark and print its table."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def names() -> list[str]:
    """The benchmarks, one module each; ``search_texts`` and its like serve the one they are named after."""
    found = (p.stem for p in Path(__file__).parent.glob("[a-z]*.py"))
    return sorted(name for name in found if "_" not in name and name != "machine")


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in names():
        print("usage: python -m bench NAME [OPTIONS]; NAME is one of:", ", ".join(names()))
        return 0 if not argv else 2
    return int(import_module(f"bench.{argv[0]}").main(argv[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
