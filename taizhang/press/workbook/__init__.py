"""The ledger as a workbook to hand out: rows stream through, and what comes back can be merged."""

from taizhang.press.workbook.columns import BookHead
from taizhang.press.workbook.csv_table import csv_chunks
from taizhang.press.workbook.xlsx import FORMAT_VERSION, book_chunks

__all__ = ["FORMAT_VERSION", "BookHead", "book_chunks", "csv_chunks"]
