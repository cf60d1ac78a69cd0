"""The suitcase as data: rows in one form for every database, what a suitcase says of itself, which ones are kept."""

from taizhang.core.suitcase.manifest import (
    FORMAT,
    KEYS_PART,
    Manifest,
    PartFacts,
    check_complete,
    check_known,
)
from taizhang.core.suitcase.rotation import Rotation, kept
from taizhang.core.suitcase.values import TableDigest, TableFacts, line_of, values_of

__all__ = [
    "FORMAT",
    "KEYS_PART",
    "Manifest",
    "PartFacts",
    "Rotation",
    "TableDigest",
    "TableFacts",
    "check_complete",
    "check_known",
    "kept",
    "line_of",
    "values_of",
]
