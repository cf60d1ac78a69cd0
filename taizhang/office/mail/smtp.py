"""How the line to the mail server is kept from other ears."""

from __future__ import annotations

# TAIZHANG_SMTP_TLS → (TLS from the first byte, STARTTLS, usual port)
SECURITY = {"tls": (True, False, 465), "starttls": (False, True, 587), "off": (False, False, 25)}


def smtp_security(name: str) -> tuple[bool, bool, int]:
    """Whether TLS starts at once, whether by STARTTLS, and the port; ValueError for an unknown name."""
    if name not in SECURITY:
        raise ValueError(f"TAIZHANG_SMTP_TLS: {name!r} is none of {', '.join(SECURITY)}")
    return SECURITY[name]
