-- One session with its programme, its speakers and what its body refers to.
WITH VISIBILITY,
home AS MATERIALIZED (ASKED_HOME),
page AS MATERIALIZED (
  SELECT page.id, page.title, page.translation_key, page.locale_id, PATH(page, home) AS path
  FROM home
  NESTED JOIN wagtailcore_page AS page ON AT_PATH(page, home)
  WHERE VISIBLE(page)
),
picked AS MATERIALIZED (SELECT page.id FROM page),
REFERENCES,
venues AS MATERIALIZED (
  SELECT named.id, version.name, version.city, version.country,
    row_number() OVER (PARTITION BY named.id ORDER BY BEST_SNIPPET(version, home)) AS place
  FROM page
  NESTED JOIN events_trainingsessionpage AS session ON session.page_ptr_id = page.id
  NESTED JOIN events_venue AS named ON named.id = session.venue_id
  NESTED JOIN events_venue AS version ON version.translation_key = named.translation_key
  CROSS JOIN home
  WHERE LIVE(version)
),
readable AS MATERIALIZED (
  SELECT version.locale_id
  FROM page
  NESTED JOIN wagtailcore_page AS version ON version.translation_key = page.translation_key
  NESTED JOIN homes ON BELOW(version, homes)
  WHERE VISIBLE(version)
),
source AS MATERIALIZED (
  SELECT edition.id, edition.locale_id
  FROM page
  NESTED JOIN wagtailcore_page AS edition ON edition.translation_key = page.translation_key
),
slots AS MATERIALIZED (
  SELECT slot.id, slot.position, slot.day, slot.starts_at, slot.ends_at, slot.time_zone,
    slot.kind, slot.room, source.locale_id
  FROM source
  NESTED JOIN events_programmeslot AS slot ON slot.session_id = source.id
),
speakers AS MATERIALIZED (
  SELECT speaker.slot_id, speaker.person_key, speaker.role, speaker.position
  FROM slots
  NESTED JOIN events_slotspeaker AS speaker ON speaker.slot_id = slots.id
),
chosen AS MATERIALIZED (
  SELECT person.id, person.translation_key
  FROM wagtailcore_page AS person
  WHERE person.id IN (
    BODY_PEOPLE((SELECT session.body FROM page
      NESTED JOIN events_trainingsessionpage AS session ON session.page_ptr_id = page.id))
  )
),
people AS MATERIALIZED (
  SELECT ranked.translation_key, OBJECT('title', ranked.title, 'path', ranked.path) AS item
  FROM (
    SELECT version.translation_key, version.title, PATH(version, homes) AS path,
      row_number() OVER (
        PARTITION BY version.translation_key
        ORDER BY BEST_PAGE(version, home)
      ) AS place
    FROM wagtailcore_page AS version
    NESTED JOIN homes ON BELOW(version, homes)
    CROSS JOIN home
    WHERE VISIBLE(version)
      AND version.translation_key IN (
        SELECT person_key FROM speakers UNION SELECT translation_key FROM chosen
      )
  ) AS ranked
  WHERE ranked.place = 1
),
slot_speakers AS MATERIALIZED (
  SELECT ordered.slot_id, ARRAY(item) AS items
  FROM (
    SELECT speakers.slot_id, OBJECT('role', speakers.role, 'person', AS_JSON(people.item)) AS item
    FROM speakers
    JOIN people ON people.translation_key = speakers.person_key
    ORDER BY speakers.slot_id, speakers.position
  ) AS ordered
  GROUP BY ordered.slot_id
),
days AS MATERIALIZED (
  SELECT day.date, day.position,
    coalesce(nullif(own.title, ''), original.title, '') AS title
  FROM source
  CROSS JOIN page
  NESTED JOIN events_programmeday AS day ON day.session_id = source.id
  LEFT JOIN events_daytext AS own ON own.day_id = day.id AND own.locale_id = page.locale_id
  LEFT JOIN events_daytext AS original ON original.day_id = day.id
    AND original.locale_id = source.locale_id
    AND original.locale_id IN (SELECT locale_id FROM readable)
)
SELECT CAST(OBJECT(
  'title', page.title,
  'path', page.path,
  'theme', session.theme,
  'summary', session.summary,
  'startDate', session.start_date,
  'endDate', session.end_date,
  'timeZone', session.time_zone,
  'mode', session.mode,
  'status', session.status,
  'venue', AS_JSON((
    SELECT OBJECT('name', venues.name, 'city', venues.city, 'country', venues.country)
    FROM venues WHERE venues.place = 1
  )),
  'organizers', AS_JSON(ORGANIZERS(page.id)),
  'themes', AS_JSON(THEMES(page.id)),
  'listingImage', AS_JSON(IMAGE(session.listing_image_id, hero))
) AS text),
  CAST(session.body AS text),
  CAST((
    SELECT ARRAY(item)
    FROM (
      SELECT OBJECT('id', chosen.id, 'page', AS_JSON(people.item)) AS item
      FROM chosen JOIN people ON people.translation_key = chosen.translation_key
    ) AS items
  ) AS text),
  CAST((
    SELECT ARRAY(item)
    FROM (
      SELECT OBJECT('id', image.id, 'rendition', AS_JSON(RENDITION(image, card))) AS item
      FROM media_image AS image
      JOIN wagtailcore_collection AS collection ON collection.id = image.collection_id
      WHERE image.id IN (BODY_IMAGES(session.body)) AND OPEN(collection)
    ) AS items
  ) AS text),
  CAST((
    SELECT ARRAY(item)
    FROM (
      SELECT OBJECT('date', days.date, 'title', days.title) AS item
      FROM days ORDER BY days.date, days.position
    ) AS items
  ) AS text),
  CAST((
    SELECT ARRAY(item)
    FROM (
      SELECT OBJECT(
        'day', slots.day,
        'timeZone', slots.time_zone,
        'kind', slots.kind,
        'startsAt', slots.starts_at,
        'endsAt', slots.ends_at,
        'title', coalesce(own.title, original.title, ''),
        'summary', coalesce(own.summary, original.summary, ''),
        'room', slots.room,
        'speakers', AS_JSON(slot_speakers.items)
      ) AS item
      FROM slots
      LEFT JOIN events_slottext AS own ON own.slot_id = slots.id AND own.locale_id = page.locale_id
      LEFT JOIN events_slottext AS original ON original.slot_id = slots.id
        AND original.locale_id = slots.locale_id
        AND original.locale_id IN (SELECT locale_id FROM readable)
      LEFT JOIN slot_speakers ON slot_speakers.slot_id = slots.id
      ORDER BY slots.day, slots.position
    ) AS items
  ) AS text)
FROM page
CROSS JOIN home
JOIN events_trainingsessionpage AS session ON session.page_ptr_id = page.id
