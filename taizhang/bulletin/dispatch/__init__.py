"""The letter and the signed link by which an issue reaches its recipients."""
