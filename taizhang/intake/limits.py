"""How much a foreign file may cost."""

from __future__ import annotations

from dataclasses import asdict, dataclass

MIB = 1024 * 1024
MOST_LINES = 20_000  # not blank; the reader of bulletins takes no more, and nothing is cut off in silence
MOST_ELEMENTS = (
    1_000_000  # of one XML part that is read whole; a document of MOST_LINES lines has half of them
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps for reading one file. Sizes in bytes, times in seconds."""

    file_size: int = 30 * MIB
    memory: int = 1024 * MIB
    wall_seconds: float = 60.0  # that the caller waits; only a busy machine takes so long
    cpu_seconds: int = 15
    members: int = 2_000
    inflated: int = 100 * MIB
    characters: int = 2_000_000
    pages: int = 1_000
    rows: int = 20_000  # of a sheet; likewise the columns
    columns: int = 200
    cells: int = 400_000  # with content, of a workbook; likewise all that follows
    merges: int = 50_000
    merged_rows: int = 500_000  # rows of all merged areas together
    elements: int = 1_500_000  # of the sheets' XML, empty cells included
    pictures: int = 0  # bytes of the pictures of a Word file that are taken along; 0: it is read without them
    answer: int = 24 * MIB  # in JSON

    def to_json(self) -> dict[str, float]:
        return asdict(self)
