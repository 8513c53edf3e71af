"""What can be done with sessions and asked of them, above the models."""
