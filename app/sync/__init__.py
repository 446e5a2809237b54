"""Push, pull, transport and enrolment, and the wire messages both ends share. Must not import ui, casework, policy or vault."""
