"""A workbook that comes in, compared with the ledger: what is new, what changed, what stands against it."""

from taizhang.ledger.queries.incoming.preview import Preview, PreviewRow, RowFate, preview_book
from taizhang.ledger.queries.incoming.register import SKIP, UnknownUnit

__all__ = ["SKIP", "Preview", "PreviewRow", "RowFate", "UnknownUnit", "preview_book"]
