"""The texts of a translation as they are written in the admin: shown, checked, stored."""
