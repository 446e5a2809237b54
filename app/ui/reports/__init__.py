"""The week's register on paper."""
