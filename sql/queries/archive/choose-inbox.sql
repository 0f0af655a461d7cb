-- What is to come back of an owner: all of some days, or what was said with a partner.
CREATE TEMP TABLE coming_inbox AS
SELECT i.id AS key, i.day FROM inbox i
WHERE i.owner_id = $owner AND i.day BETWEEN DATE '$from' AND DATE '$until'
  AND ($everybody
    OR EXISTS (SELECT 1 FROM partner p WHERE p.bot_id = i.bot_id AND p.address = i.sender)
    OR EXISTS (SELECT 1 FROM outbox o JOIN partner p ON o.conversation = p.id WHERE o.source_id = i.id))
