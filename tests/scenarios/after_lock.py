"""Stands where the lock screen's process would: says that it is there, and stays. Must import next to nothing."""

from __future__ import annotations

import sys
import threading

if __name__ == "__main__":
    sys.stdout.write("replaced\n")
    sys.stdout.flush()
    threading.Event().wait()
