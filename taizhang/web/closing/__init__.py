"""Change requests, closing of accounts, and the turn of the year."""
