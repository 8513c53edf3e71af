"""What public translations were made from, and what of it no longer holds."""
