"""Facts, the journal that keeps them, and the tables that follow from them.

Both ends of the line use this room with the same code. Must not know screens, HTTP, keys or where the file lies:
it is handed an engine.
"""
