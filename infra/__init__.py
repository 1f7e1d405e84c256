"""What brings Heard to Google Cloud: packages of the doors, and the lock that they install from."""
