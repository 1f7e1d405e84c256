"""The doors: each folder's `main.py` is one deployed function. A door gets the wiring, calls one flow and returns."""
