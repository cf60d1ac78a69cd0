"""The tables of all lives: who may lead what from which state to which."""
