"""PDFs and other documents: a frozen dataclass in, bytes out. Must not import anything but domain."""
