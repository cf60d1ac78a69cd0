"""Remarks and suggestions beside a text: raised, answered, dealt with; the texts' own pages show them."""
