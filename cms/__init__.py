"""The project: settings, entry points and the kernel every app stands on; no content."""
