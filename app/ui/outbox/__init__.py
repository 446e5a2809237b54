"""What is saved here, what was sent, what the school holds."""
