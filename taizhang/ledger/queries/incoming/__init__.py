"""A workbook that comes in, compared with the ledger: what is new, what changed, what stands against it."""

from taizhang.ledger.queries.incoming.preview import Preview, PreviewRow, RowFate, preview_book

__all__ = ["Preview", "PreviewRow", "RowFate", "preview_book"]
