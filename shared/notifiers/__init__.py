"""How a Notice reaches a colleague: one module per way, each binding `plugin`."""
