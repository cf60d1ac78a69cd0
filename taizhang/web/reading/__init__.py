"""The reading desk: a foreign draft is read, corrected and saved."""
