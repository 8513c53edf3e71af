-- What every statement begins with: the same rules of visibility as the product's.
-- Words in capitals with parentheses are macros of bench/dialects.py.
homes AS MATERIALIZED (
  SELECT
    page.path, page.url_path, page.depth, page.title, page.locale_id,
    root.locale_id AS default_id,
    CASE WHEN page.id = root.id THEN '' ELSE '/' || locale.language_code END AS prefix
  FROM wagtailcore_site AS site
  JOIN wagtailcore_page AS root ON root.id = site.root_page_id
  JOIN wagtailcore_page AS page ON page.translation_key = root.translation_key
  JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id
  WHERE site.is_default_site
    AND locale.language_code IN (LANGUAGES)
    AND page.live AND (page.expire_at IS NULL OR page.expire_at > %(now)s)
),
restricted AS MATERIALIZED (
  SELECT page.path
  FROM wagtailcore_pageviewrestriction AS restriction
  JOIN wagtailcore_page AS page ON page.id = restriction.page_id
),
closed AS MATERIALIZED (
  SELECT collection.path
  FROM wagtailcore_collectionviewrestriction AS restriction
  JOIN wagtailcore_collection AS collection ON collection.id = restriction.collection_id
)
