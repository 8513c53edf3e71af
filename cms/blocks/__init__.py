"""StreamField blocks that any app may use, one module per family; `body` is editors' menu."""
