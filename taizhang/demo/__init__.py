"""The invented office 海川市文明办 and its year: what a first visitor sees and tests act on."""
