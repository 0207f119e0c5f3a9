-- What a run of the reconciliation costs after a day of so many orders; docs/reconciliation.md tells what came out. In an empty database of its own:
--
--   createdb reconciliation_at_scale
--   for script in src/Database/Scripts/*.sql; do psql -q -d reconciliation_at_scale -f $script; done
--   psql -d reconciliation_at_scale -v orders=5000000 -f docs/reconciliation-at-scale.sql
--
-- The statements are those of MissingOrders and PursuitTable, planned anew each time as there.
\set QUIET on
\pset footer off
SET client_min_messages = warning;
SET plan_cache_mode = force_custom_plan;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_sort = off;
SET enable_seqscan = off;
SET jit = off;
\set kind order-confirmation
\set nobody 00000000-0000-0000-0000-000000000000

SELECT $count$
        SELECT count(*) FROM orders.orders o WHERE o.accepted_at >= $1 AND o.accepted_at < $2
$count$ AS count \gset
PREPARE count(timestamptz, timestamptz) AS :count;

SELECT $in_slice$
        INSERT INTO reconciliation.pursued (order_id, kind, accepted_at, run_id)
        SELECT o.order_id, $1, o.accepted_at, $4
        FROM (
            SELECT o.order_id, o.accepted_at FROM orders.orders o
            WHERE o.accepted_at >= $2 AND o.accepted_at < $3
              AND NOT EXISTS (SELECT FROM notifications.deliveries a WHERE a.order_id = o.order_id AND a.kind = $1 AND a.status = 'accepted')
        ) AS o
        LEFT JOIN notifications.deliveries d ON d.order_id = o.order_id AND d.kind = $1
        WHERE ($5 OR NOT EXISTS (
            SELECT FROM reconciliation.findings f
            WHERE f.order_id = o.order_id AND f.kind = $1 AND f.decision IN ('left_to_a_person', 'given_up')
              AND f.at >= coalesce(d.settled_at, d.claimed_at, '-infinity')))
        ON CONFLICT (order_id, kind) DO NOTHING
$in_slice$ AS in_slice \gset
PREPARE in_slice(text, timestamptz, timestamptz, bigint, boolean) AS :in_slice;

SELECT $stopped$
        INSERT INTO reconciliation.pursued (order_id, kind, accepted_at, run_id)
        SELECT o.order_id, $1, o.accepted_at, $4
        FROM notifications.deliveries d
        JOIN orders.orders o USING (order_id)
        WHERE d.kind = $1 AND d.status IN ('claimed', 'deferred', 'unknown')
          AND coalesce(d.lease_until, d.next_attempt_at) + $2 <= now()
          AND o.accepted_at > now() - $3
          AND NOT EXISTS (SELECT FROM reconciliation.pursued p WHERE p.order_id = d.order_id AND p.kind = d.kind)
          AND ($5 OR NOT EXISTS (
            SELECT FROM reconciliation.findings f
            WHERE f.order_id = o.order_id AND f.kind = $1 AND f.decision IN ('left_to_a_person', 'given_up')
              AND f.at >= coalesce(d.settled_at, d.claimed_at, '-infinity')))
        ORDER BY d.claimed_at
        LIMIT $6
        ON CONFLICT (order_id, kind) DO NOTHING
$stopped$ AS stopped \gset
PREPARE stopped(text, interval, interval, bigint, boolean, int) AS :stopped;

SELECT $count_driven$
        SELECT count(*) FILTER (WHERE d.status = 'accepted'),
               count(*) FILTER (WHERE p.next_drive_at > now()
                 AND (d.order_id IS NULL OR (d.status <> 'accepted' AND coalesce(d.lease_until, d.next_attempt_at) <= now())))
        FROM reconciliation.pursued p
        LEFT JOIN notifications.deliveries d ON d.order_id = p.order_id AND d.kind = p.kind
        WHERE p.kind = $1 AND p.times > 0
$count_driven$ AS count_driven \gset
PREPARE count_driven(text) AS :count_driven;

SELECT $look$
        WITH p AS MATERIALIZED (
            SELECT order_id, kind, accepted_at, times, next_drive_at FROM reconciliation.pursued
            WHERE kind = $1 AND CASE WHEN $2 THEN times > 0 ELSE times = 0 END AND next_look_at <= now()
              AND (accepted_at, order_id) > ($3, $4) AND accepted_at < $5
            ORDER BY accepted_at, order_id
            LIMIT $6
            FOR UPDATE SKIP LOCKED)
        SELECT p.order_id, p.accepted_at, now() - p.accepted_at, p.times, p.next_drive_at - now(),
               d.status, coalesce(d.lease_until, d.next_attempt_at) - now(), d.unseen_ends, d.settled_at - p.accepted_at, d.reason
        FROM p
        LEFT JOIN notifications.deliveries d ON d.order_id = p.order_id AND d.kind = p.kind
        ORDER BY p.accepted_at, p.order_id
$look$ AS look \gset
PREPARE look(text, boolean, timestamptz, uuid, timestamptz, int) AS :look;

SELECT now() AS until \gset
\echo A day of orders, each sent 0.2 s later: :orders
TRUNCATE orders.orders, orders.order_items, notifications.deliveries, notifications.attempts, reconciliation.pursued;
INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, accepted_at)
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || left(md5(n::text), 3) || 'a' || right(md5(n::text), 15))::uuid,
    n::text, 'Ana Souza ' || n, 'customer-' || n || '@example.test', 'BRL', 'pt-BR', 21, date_trunc('milliseconds', at), at
FROM generate_series(1, :orders) AS n, LATERAL (SELECT :'until'::timestamptz - (1 - n::float8 / :orders) * interval '24 hours' AS at) AS accepted;
INSERT INTO orders.order_items SELECT order_id, 1, 'ABC', 'Caneca', 2, 10.50 FROM orders.orders;
INSERT INTO notifications.deliveries (order_id, kind, status, attempt, relay, claimed_by, claimed_at, first_claimed_at, settled_at, reply)
SELECT order_id, 'order-confirmation', 'accepted', 1, 'main', 'notifications-7d9c5b9f6-x2x7k/1', accepted_at + interval '0.1 s', accepted_at + interval '0.1 s',
    accepted_at + interval '0.2 s', '250 2.0.0 Ok: queued as ' || left(md5(customer_id), 10)
FROM orders.orders;
INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, relay, claimed_by, started_at, ended_at, reply)
SELECT order_id, kind, 1, status, relay, claimed_by, claimed_at, settled_at, reply FROM notifications.deliveries;
VACUUM (ANALYZE) orders.orders, orders.order_items, notifications.deliveries, notifications.attempts, reconciliation.pursued;
CHECKPOINT;

\echo The usual window, 15 s and two minutes of overlap
EXPLAIN (ANALYZE, BUFFERS) EXECUTE count(:'until'::timestamptz - interval '195 s', :'until'::timestamptz - interval '60 s');
BEGIN;
EXPLAIN (ANALYZE, BUFFERS) EXECUTE in_slice(:'kind', :'until'::timestamptz - interval '195 s', :'until'::timestamptz - interval '60 s', 1, false);
ROLLBACK;

\echo A slice of 15 minutes
EXPLAIN (ANALYZE, BUFFERS) EXECUTE count(:'until'::timestamptz - interval '6 h', :'until'::timestamptz - interval '5 h 45 min');
BEGIN;
EXPLAIN (ANALYZE, BUFFERS) EXECUTE in_slice(:'kind', :'until'::timestamptz - interval '6 h', :'until'::timestamptz - interval '5 h 45 min', 1, false);
ROLLBACK;

\echo While nothing is pursued
EXPLAIN (ANALYZE, BUFFERS) EXECUTE stopped(:'kind', '60 s', '24 h', 1, false, 50000);
EXPLAIN (ANALYZE, BUFFERS) EXECUTE count_driven(:'kind');
EXPLAIN (ANALYZE, BUFFERS) EXECUTE look(:'kind', false, '-infinity', :'nobody', 'infinity', 5000);

CREATE TEMP TABLE statement AS SELECT :'in_slice'::text AS in_slice;
CREATE TEMP TABLE slices (number int, ms float8);
CREATE OR REPLACE PROCEDURE pg_temp.recheck(since timestamptz, slices int) LANGUAGE plpgsql AS $$
DECLARE
    statement text := (SELECT in_slice FROM statement);
    begun timestamptz;
BEGIN
    FOR number IN 0 .. slices - 1 LOOP
        begun := clock_timestamp();
        EXECUTE statement USING 'order-confirmation'::text, since + number * interval '15 min', since + (number + 1) * interval '15 min', 1::bigint, false;
        INSERT INTO slices VALUES (number, extract(epoch FROM clock_timestamp() - begun) * 1000);
        COMMIT;
    END LOOP;
END $$;

\echo All 96 slices of a recheck; where the longest take ten times the shortest, the plan has changed in between
CALL pg_temp.recheck(:'until'::timestamptz - interval '24 h', 96);
SELECT count(*) AS slices, round(min(ms)) AS shortest, round(avg(ms)) AS ms, round(max(ms)) AS longest, round(sum(ms)) AS all_of_them FROM slices;

\echo One order in seven has no e-mail: of five million as many as come in an hour at 200 a second
SELECT :'until'::timestamptz - interval '6 h' AS late_from, :'until'::timestamptz - interval '6 h' + 0.144 * interval '24 h' AS late_until \gset
CREATE TEMP TABLE late AS SELECT order_id FROM orders.orders WHERE accepted_at >= :'late_from' AND accepted_at < :'late_until';
DELETE FROM notifications.deliveries d USING late WHERE d.order_id = late.order_id;
DELETE FROM notifications.attempts a USING late WHERE a.order_id = late.order_id;
VACUUM (ANALYZE) notifications.deliveries, notifications.attempts;
TRUNCATE slices;
CALL pg_temp.recheck(:'late_from', 14);
SELECT count(*) AS slices, round(avg(ms)) AS ms, round(sum(ms)) AS all_of_them, (SELECT count(*) FROM reconciliation.pursued) AS found FROM slices;

\echo The first look at them, before the table of pursued orders is analyzed
EXPLAIN (ANALYZE, BUFFERS) EXECUTE look(:'kind', false, '-infinity', :'nobody', 'infinity', 5000);
UPDATE reconciliation.pursued SET times = 1, next_drive_at = now() + interval '60 s'
WHERE order_id IN (SELECT order_id FROM reconciliation.pursued ORDER BY accepted_at LIMIT 20000);
VACUUM (ANALYZE) reconciliation.pursued;
\echo The same afterwards, 20,000 of them driven
EXPLAIN (ANALYZE, BUFFERS) EXECUTE count_driven(:'kind');
EXPLAIN (ANALYZE, BUFFERS) EXECUTE look(:'kind', true, '-infinity', :'nobody', 'infinity', 5000);
EXPLAIN (ANALYZE, BUFFERS) EXECUTE look(:'kind', false, '-infinity', :'nobody', 'infinity', 5000);

\echo Newest pages that nobody has summarized yet
INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, accepted_at)
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || left(md5(n::text), 3) || 'a' || right(md5(n::text), 15))::uuid,
    n::text, 'Ana Souza ' || n, 'customer-' || n || '@example.test', 'BRL', 'pt-BR', 21, date_trunc('milliseconds', at), at
FROM generate_series(1, :orders / 50) AS n, LATERAL (SELECT :'until'::timestamptz + n::float8 / :orders * interval '24 hours' AS at) AS accepted;
EXPLAIN (ANALYZE, BUFFERS) EXECUTE count(:'until'::timestamptz - interval '195 s', :'until'::timestamptz - interval '60 s');
EXPLAIN (ANALYZE, BUFFERS) EXECUTE count(:'until'::timestamptz - interval '195 s', :'until'::timestamptz - interval '60 s');
SELECT brin_summarize_new_values('orders.orders_accepted_at') AS summarized;
EXPLAIN (ANALYZE, BUFFERS) EXECUTE count(:'until'::timestamptz - interval '195 s', :'until'::timestamptz - interval '60 s');
