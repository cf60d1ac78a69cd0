"""A workbook into the ledger, previewed first."""
