"""The ledger as a grid, its export, the wall chart and the leader's sheet."""
