"""The school's end: HTTP interface, board, alarms and console.

Must not import ui or vault, nor anything of sync but its protocol.
"""
