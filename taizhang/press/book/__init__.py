"""The ledger as a workbook to hand out: rows stream through, and what comes back can be merged."""

from taizhang.press.book.columns import BookHead
from taizhang.press.book.table import csv_chunks
from taizhang.press.book.workbook import FORMAT_VERSION, book_chunks

__all__ = ["FORMAT_VERSION", "BookHead", "book_chunks", "csv_chunks"]
