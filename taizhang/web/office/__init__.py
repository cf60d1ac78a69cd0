"""Settings of the office and its ledger, tokens of the API."""
