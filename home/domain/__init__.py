"""What the site's own pages and its dashboard ask of all applications."""
