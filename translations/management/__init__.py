"""Commands of translating."""
