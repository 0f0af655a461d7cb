-- What is to come back of an owner: all of some days, or what was said with a partner.
CREATE TEMP TABLE coming_outbox AS
SELECT o.id AS key, o.day FROM outbox o
WHERE o.owner_id = $owner AND o.day BETWEEN DATE '$from' AND DATE '$until'
  AND ($everybody OR EXISTS (SELECT 1 FROM partner p WHERE p.id IN (o.conversation, o.contact_id)))
