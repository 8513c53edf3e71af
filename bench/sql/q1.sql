-- A list of sessions with organizers, picture and themes.
WITH VISIBILITY,
home AS MATERIALIZED (SELECT * FROM homes WHERE prefix = ''),
picked AS MATERIALIZED (
  SELECT page.id, page.title, PATH(page, home) AS path, session.start_date, session.end_date,
    session.listing_image_id
  FROM home
  NESTED JOIN wagtailcore_page AS page ON page.locale_id = home.locale_id AND BELOW(page, home)
  JOIN events_trainingsessionpage AS session ON session.page_ptr_id = page.id
  WHERE VISIBLE(page)
  ORDER BY session.start_date DESC NULLS LAST, page.id
  LIMIT %(first)s
),
REFERENCES
SELECT CAST(ARRAY(item) AS text)
FROM (
  SELECT OBJECT(
    'title', picked.title,
    'path', picked.path,
    'startDate', picked.start_date,
    'endDate', picked.end_date,
    'organizers', AS_JSON(ORGANIZERS(picked.id)),
    'listingImage', AS_JSON(IMAGE(picked.listing_image_id, card)),
    'themes', AS_JSON(THEMES(picked.id))
  ) AS item
  FROM picked
  CROSS JOIN home
  ORDER BY picked.start_date DESC NULLS LAST, picked.id
) AS items
