"""Where the ledger lives: one module per engine, each binding `plugin` to a class that keeps the Store promise."""
