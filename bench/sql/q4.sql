-- The home page, the pages below it, and the pages below those.
WITH VISIBILITY,
home AS MATERIALIZED (SELECT * FROM homes WHERE prefix = '')
SELECT CAST(OBJECT(
  'title', home.title,
  'path', '/',
  'children', OBJECT('nodes', AS_JSON((
    SELECT ARRAY(item)
    FROM (
      SELECT OBJECT(
        'title', parent.title,
        'path', PATH(parent, home),
        'children', OBJECT('nodes', AS_JSON((
          SELECT ARRAY(item)
          FROM (
            SELECT OBJECT('title', page.title, 'path', PATH(page, home)) AS item
            FROM wagtailcore_page AS page
            WHERE CHILD(page, parent) AND VISIBLE(page)
            ORDER BY page.path
            LIMIT %(first)s
          ) AS items
        )))
      ) AS item
      FROM wagtailcore_page AS parent
      WHERE CHILD(parent, home) AND VISIBLE(parent)
      ORDER BY parent.path
      LIMIT %(first)s
    ) AS items
  )))
) AS text)
FROM home
