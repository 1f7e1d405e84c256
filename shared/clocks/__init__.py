"""SLA clocks of Interactions: which targets hold, what counted when, whom the ladder tells, and every figure from them.

Pure: nothing here reads or writes a store, sends anything or tells the time. Structs are in `core`.
"""
