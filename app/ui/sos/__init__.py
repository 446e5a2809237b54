"""Asking for help, from every screen, locked or not."""
