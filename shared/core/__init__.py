"""The product's words and rules: pure, with no I/O, no clock reading and no environment.

Everything else imports this room; this room imports only the standard library and msgspec.
"""
