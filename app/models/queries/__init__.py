"""Reading the tables, one subject a file; returns plain rows. Must not write, nor decide what a row means."""
