"""What a person's words are, judged here and at once: which language, whether they ask, what sort, what is private.

Pure functions on text, one module each: `languages.language`, `questions.question`, `sorts.sort` and `sorts.closing`,
`private.private`. No network, no model, no library of languages. `docs/classify.md` says how well each does, on
which texts, and what it cannot do. None of them decides anything: rules ask them, and rules decide.
"""
