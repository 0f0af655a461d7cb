-- Nobody else changes this circle or who is in it until the transaction ends; what is in it is read after this.
SELECT id FROM circle WHERE name = :name AND open = :open FOR UPDATE
