"""The demo: a pretend platform, recorded days and their player. Nothing in `shared` or `functions` knows of it."""
