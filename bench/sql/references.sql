-- What the sessions in `picked` refer to, once each and in the best language.
organizers AS MATERIALIZED (
  SELECT organizer.id, organizer.page_id, organizer.organization_id, organizer.role,
    organizer.sort_order
  FROM picked
  NESTED JOIN events_sessionorganizer AS organizer ON organizer.page_id = picked.id
),
organizations AS MATERIALIZED (BEST_PAGES(SELECT organization_id FROM organizers)),
theme_links AS MATERIALIZED (
  SELECT link.id, link.trainingsessionpage_id AS session_id, link.theme_id
  FROM picked
  NESTED JOIN events_trainingsessionpage_themes AS link ON link.trainingsessionpage_id = picked.id
),
theme_names AS MATERIALIZED (
  SELECT ranked.id, ranked.name
  FROM (
    SELECT named.id, version.name,
      row_number() OVER (PARTITION BY named.id ORDER BY BEST_SNIPPET(version, home)) AS place
    FROM events_theme AS named
    JOIN events_theme AS version ON version.translation_key = named.translation_key
    CROSS JOIN home
    WHERE named.id IN (SELECT theme_id FROM theme_links) AND LIVE(version)
  ) AS ranked
  WHERE ranked.place = 1
)
