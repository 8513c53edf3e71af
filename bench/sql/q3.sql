-- Sessions from a day on, held on site, with a word; and how many there are.
WITH VISIBILITY,
home AS MATERIALIZED (SELECT * FROM homes WHERE prefix = ''),
found AS MATERIALIZED (
  SELECT page.id, page.title, PATH(page, home) AS path, session.start_date, session.status,
    session.mode
  FROM home
  NESTED JOIN wagtailcore_page AS page ON page.locale_id = home.locale_id AND BELOW(page, home)
  JOIN events_trainingsessionpage AS session ON session.page_ptr_id = page.id
  JOIN search_searchentry AS entry ON entry.page_id = page.id
  WHERE VISIBLE(page)
    AND session.start_date >= %(from)s
    AND session.mode IN ('ON_SITE', 'HYBRID')
    AND FOUND(entry)
)
SELECT
  (SELECT count(*) FROM found) AS total,
  CAST(ARRAY(item) AS text) AS nodes
FROM (
  SELECT OBJECT(
    'title', found.title,
    'path', found.path,
    'startDate', found.start_date,
    'status', found.status,
    'mode', found.mode
  ) AS item
  FROM found
  ORDER BY found.start_date, found.id
  LIMIT %(first)s
) AS items
