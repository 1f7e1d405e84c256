"""The desk's pages: what `flows/desk` knows about a Card, as HTML that works on a phone and without JavaScript."""
