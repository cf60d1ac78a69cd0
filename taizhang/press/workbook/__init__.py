"""Workbooks to hand out: the ledger, whose rows stream through and can be merged when it comes back; plain lists."""

from taizhang.press.workbook.columns import BookHead
from taizhang.press.workbook.csv_table import csv_chunks
from taizhang.press.workbook.lists import ListSheet, list_chunks
from taizhang.press.workbook.xlsx import FORMAT_VERSION, book_chunks

__all__ = ["FORMAT_VERSION", "BookHead", "ListSheet", "book_chunks", "csv_chunks", "list_chunks"]
