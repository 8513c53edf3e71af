"""What readers search: an index of live pages of our own, on SQLite and PostgreSQL alike.

`index` writes it, `query` asks it, `highlight` shows where a page matches, `text` reads what a
page says; `normalise` and `typos` decide which spellings are the same word; `engines` is all that
differs between databases. Knows pages as Wagtail does, and no other application of ours. It does
not decide who may see a page: whoever searches restricts the entries to visible pages.
"""
