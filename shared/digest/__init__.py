"""The daily digest: `count` turns a Day into figures, `build` into words, `html` and `text` into the mail's two parts.

Pure: a Day says everything that may be known, as of one instant. Reading the ledger and sending is `flows/digest`.
"""
