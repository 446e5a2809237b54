"""What the repository may name although a rule forbids its kind, each with the reason. Must not grow without one."""

from __future__ import annotations

# Hosts that may stand after http:// or https://. Names reserved for examples (RFC 2606, RFC 6761) are always allowed.
HOSTS = {
    "127.0.0.1": "this machine",
    "localhost": "this machine",
    "[::1]": "this machine",
    "www.apache.org": "the licence's own text names it",
    "scripts.sil.org": "the fonts' licence names it",
    "openfontlicense.org": "the fonts' licence names it",
    "github.com": "the fonts' and icons' licences name their authors' repositories",
    "rsms.me": "the font's licence names its author",
    "www.w3.org": "XML namespaces in SVG files and the accessibility guidelines",
    "www.rfc-editor.org": "the standards that the protocol follows",
    "json-schema.org": "the name of the schema's dialect in the OpenAPI document",
    "keepachangelog.com": "the form of CHANGELOG.md",
    "semver.org": "the meaning of version numbers",
}
RESERVED_ENDINGS = (".example", ".test", ".invalid", ".localhost", "example.com", "example.org", "example.net")

# Licences of what we install, by a pattern of their names. LGPL parts are used unchanged and can be replaced.
LICENCES = (
    r"\bMIT\b", r"\bBSD\b", r"\bApache\b", r"\bISC\b", r"\bPSF\b", r"\bMPL[- ]2\.0\b", r"Mozilla Public License 2\.0",
    r"\bZlib\b", r"\bUnlicense\b", r"\bLGPL", r"Lesser General Public License", r"\b0BSD\b", r"\bCC0\b",
)  # fmt: skip

# Installed packages whose metadata names no licence: what their own text says.
STATED_ELSEWHERE = {
    "sqlcipher3": "zlib, from pysqlite, by the notice at the head of its sources; SQLCipher inside it is BSD-3-Clause",
}

# Documents that may be named although they are not in the repository: the design notes that its developers have beside
# it. Comments cite them by section, as they cite a standard, and never rely on them to be understood.
DOCUMENTS = {"design.md", "domain.md", "lone-working.md", "stack.md", "style.md", "sync.md", "ui.md", "vault.md"}
