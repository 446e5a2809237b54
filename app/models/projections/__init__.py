"""From facts to rows: pure functions, one a kind, and the fold that writes their rows.

A rebuild and the live tables cannot differ, because both are the same fold over the same facts. Must not read the
database to decide what to write, nor the clock.
"""
