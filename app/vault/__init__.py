"""The vault: every piece of cryptography, and the one way to open, lock and mend the encrypted file on the laptop.

Rules of this room (`vault.md`, section D):

- One function opens the SQLCipher file (`database.connect`) and proves it by reading; nothing else may call sqlcipher3.
- A key is a `bytearray` that its owner wipes, or `bytes` that live for one function and are wiped there. No key in an
  exception, a log, an argument list, the environment or a file.
- `vault.hdr` is only ever replaced whole (`atomic.replace_file`), and only by somebody holding the folder's lock.
- A secret goes into the keyring *before* the header that needs it is written: a crash never locks the owner out.
- Never fall back silently: a lost keyring item, a damaged header or a database that is not ours is a typed error with a
  sentence; whatever was mended by itself is listed in `OpenVault.repairs`.
- No clock, no random source, no keyring of our own: they come in as arguments.
- Imports `app.domain` only. Tables and migrations belong to `app.models`, which receives the opened engine.
"""
