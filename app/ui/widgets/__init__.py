"""Shared parts that every screen is made of. Must not know casework or any single screen."""
