"""Access tokens that end: kept sealed in the ledger, renewed under a claim, told of before it is too late.

`record` holds the facts and the times, `sealing` the encryption, `current` gives a client the token of this moment, and
`tend` renews. Nothing here is loaded for an account without `refresh`. See docs/tokens.md.
"""
