"""Home page, standard pages, news, menus, site settings."""
