"""One module per action that a rule may name after `do =`; its parameters are the rest of that table."""
