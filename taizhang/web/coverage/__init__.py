"""Coverage programmes, the rolls they cover, and the districts' squares."""
