"""Revisions of the tables that both ends share."""
