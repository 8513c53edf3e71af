"""Translating pages and snippets: who may, with what help, in which files, and how far it is."""
