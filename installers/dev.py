"""Every task of this repository, one command each: `python3 installers/dev.py help` lists them.

Standard library only, on Linux, macOS and Windows. This file must stay readable to an old Python, so that the person
who runs one is told which Python is needed instead of being shown a syntax error; the tasks are in installers/devtools.
"""

import sys
from pathlib import Path

NEEDED = (3, 11)

if __name__ == "__main__":
    if sys.version_info < NEEDED:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit("Doorstep needs Python 3.11 or newer; this is " + found + ". Install a newer one and run this again.")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from installers.devtools.tasks import main

    sys.exit(main(sys.argv[1:]))
