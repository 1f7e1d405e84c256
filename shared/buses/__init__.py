"""What carries messages from `receive` to `acknowledge`: one module per engine, each binding `plugin`."""
