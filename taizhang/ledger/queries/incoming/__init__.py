"""A workbook that comes in, compared with the ledger: what is new, what changed, what stands against it."""

from taizhang.ledger.queries.incoming.preview import Fate, Preview, PreviewRow, preview_book

__all__ = ["Fate", "Preview", "PreviewRow", "preview_book"]
