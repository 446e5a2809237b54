"""The wire: messages, limits, signatures and problem codes, shared by both ends. Must not send or receive anything."""
