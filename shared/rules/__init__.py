"""Rule books: what to do when somebody does something. Deciding is pure; acting is the flow's."""
