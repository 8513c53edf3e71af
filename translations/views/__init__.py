"""What translators see in the admin."""
