"""Opening, locking and keying of the encrypted file. Must not import anything but domain."""
