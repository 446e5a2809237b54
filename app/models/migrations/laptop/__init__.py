"""Revisions of the tables that only the laptop has."""
