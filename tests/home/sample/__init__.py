"""Tests of the sample content; a package, so that its fixture ends with it."""
