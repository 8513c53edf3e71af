"""Who refers to what: uses of pages, snippets and files, what they forbid, and replacing them."""
