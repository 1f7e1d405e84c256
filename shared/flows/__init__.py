"""The uses of the system, as plain functions: they are given their collaborators and look nothing up."""
