"""Articles that units send in, commissions and proofs."""
