"""A ledger as a workbook: its plain cells, its header, its rows."""
