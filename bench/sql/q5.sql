-- A page and its translations.
WITH VISIBILITY,
home AS MATERIALIZED (ASKED_HOME),
page AS MATERIALIZED (
  SELECT page.id, page.title, page.translation_key, page.locale_id, PATH(page, home) AS path
  FROM home
  NESTED JOIN wagtailcore_page AS page ON AT_PATH(page, home)
  WHERE VISIBLE(page)
),
versions AS MATERIALIZED (
  SELECT version.id, version.title, version.locale_id, version.last_published_at,
    PATH(version, homes) AS path
  FROM page
  NESTED JOIN wagtailcore_page AS version ON version.translation_key = page.translation_key
  NESTED JOIN homes ON BELOW(version, homes)
  WHERE VISIBLE(version) AND version.alias_of_id IS NULL
),
original AS MATERIALIZED (
  SELECT versions.id, versions.last_published_at FROM versions ORDER BY versions.id LIMIT 1
)
SELECT CAST(OBJECT(
  'title', page.title,
  'path', page.path,
  'locale', AS_JSON((SELECT OBJECT('code', upper(locale.language_code))
    FROM wagtailcore_locale AS locale WHERE locale.id = page.locale_id)),
  'translations', AS_JSON((
    SELECT ARRAY(item)
    FROM (
      SELECT OBJECT(
        'locale', OBJECT('code', upper(locale.language_code)),
        'title', versions.title,
        'path', versions.path,
        'status', CASE
          WHEN versions.id = original.id THEN 'ORIGINAL'
          WHEN original.last_published_at IS NOT NULL
            AND (versions.last_published_at IS NULL
              OR versions.last_published_at < original.last_published_at) THEN 'OUTDATED'
          ELSE 'CURRENT'
        END
      ) AS item
      FROM versions
      CROSS JOIN original
      JOIN wagtailcore_locale AS locale ON locale.id = versions.locale_id
      WHERE versions.locale_id <> page.locale_id
      ORDER BY versions.locale_id
    ) AS items
  ))
) AS text)
FROM page
