"""Alembic's environment and the revisions of the shared tables and of the laptop's own.

Revisions stand alone: they must not import the application, whose classes will have moved on when they run.
"""
