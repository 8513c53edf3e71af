"""Release bundles: pages, snippets and redirects that readers get at one instant, or not at all."""
