"""Settings: `base` has everything common; `dev`, `test` and `production` have differences only."""
