-- Bytes on disk of a table with its indexes and TOAST; of a partitioned one, those of its leaves together.
SELECT coalesce(sum(pg_total_relation_size(leaf.relid)), pg_total_relation_size(asked.name))
FROM (SELECT ?::regclass AS name) AS asked
LEFT JOIN LATERAL pg_partition_tree(asked.name) AS leaf ON leaf.isleaf
GROUP BY asked.name
