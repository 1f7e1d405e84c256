"""Heard's own package: the core, the flows around it, and the plug-in rooms at its walls."""

__version__ = "0.1.0"
