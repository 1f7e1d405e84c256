"""What a person's words are, judged here and at once: which language, whether they ask, what sort, what is private.

The entrance is `judging.judge`. No network, no library of languages; `model` asks a brand's own where it has one.
`docs/classify.md` says how well it does, on which texts, and what it cannot do. It decides nothing: rules ask it, and
rules decide.
"""
