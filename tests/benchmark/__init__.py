"""Tests of the benchmark; a package, so that its fixture ends with it."""
