"""The parts of installers/dev.py. Must not import anything but the standard library: it runs before there is a venv."""
