-- What a sweep costs while this many rows wait; docs/outbox.md tells what came out. In an empty database of its own:
--
--   createdb outbox_at_scale
--   psql -d outbox_at_scale -f src/Database/Scripts/0002_outbox.sql
--   psql -d outbox_at_scale -v rows=1000000 -v remove=true -f docs/outbox-at-scale.sql
--
-- remove=false leaves leased rows where they are, as if the broker confirmed none of them.
\set QUIET on
\pset footer off
SET client_min_messages = warning;
SET plan_cache_mode = force_custom_plan; -- as OutboxTable does it

SELECT $lease$
        WITH due AS MATERIALIZED (
            SELECT message_id FROM messaging.outbox
            WHERE due_at <= now()
            ORDER BY due_at
            LIMIT $1
            FOR UPDATE SKIP LOCKED)
        UPDATE messaging.outbox AS o
        SET due_at = now() + $2
        FROM due
        WHERE o.message_id = due.message_id
        RETURNING o.message_id, o.destination, o.message_type, o.headers, o.body
$lease$ AS lease \gset
PREPARE lease(int, interval) AS :lease;

\echo Rows as large as ours, headers of 530 bytes and bodies of 512, each due at a time of its own: :rows
TRUNCATE messaging.outbox;
INSERT INTO messaging.outbox (message_id, destination, message_type, headers, body, due_at)
SELECT gen_random_uuid(), 'NotificationEndpoint', 'Notifications.Messages.SendOrderConfirmation',
    jsonb_build_object(
        'NServiceBus.MessageIntent', 'Send',
        'NServiceBus.OriginatingEndpoint', 'OrdersEndpoint',
        'NServiceBus.OriginatingMachine', 'orders-7d9c5b9f6-x2x7k',
        'NServiceBus.TimeSent', '2026-11-23 14:25:59:000000 Z',
        'NServiceBus.OpenTelemetry.StartNewTrace', 'False',
        '$.diagnostics.originating.hostid', md5(n::text),
        'traceparent', '00-' || md5('t' || n) || '-' || left(md5('s' || n), 16) || '-01',
        'tracestate', 'vendor=' || left(md5('v' || n), 20),
        'baggage', 'customer=' || n || ',campaign=' || md5('b' || n)),
    convert_to((SELECT string_agg(md5(n::text || part), '') FROM generate_series(1, 16) AS part), 'UTF8'),
    now() - interval '1 hour' + n * interval '1 millisecond'
FROM generate_series(1, :rows) AS n;
VACUUM (ANALYZE) messaging.outbox;
CHECKPOINT;

\echo A sweep while all are due
BEGIN;
EXPLAIN (ANALYZE, BUFFERS) EXECUTE lease(500, '30 seconds');
ROLLBACK;

CREATE TEMP TABLE statement AS SELECT :'lease'::text AS lease;
CREATE TEMP TABLE sweeps (number int, ms float8, remove_ms float8);

CREATE OR REPLACE PROCEDURE pg_temp.drain(remove boolean) LANGUAGE plpgsql AS $$
DECLARE
    sweep text := (SELECT 'WITH taken AS (' || lease || ') SELECT array_agg(message_id) FROM taken' FROM statement);
    number int := 0;
    begun timestamptz;
    leased timestamptz;
    ids uuid[];
BEGIN
    LOOP
        COMMIT;
        begun := clock_timestamp();
        EXECUTE sweep INTO ids USING 500, interval '1 hour';
        COMMIT;
        EXIT WHEN ids IS NULL;
        leased := clock_timestamp();
        number := number + 1;
        IF remove THEN
            EXECUTE 'WITH confirmed AS MATERIALIZED (
                SELECT message_id FROM messaging.outbox WHERE message_id = ANY($1) ORDER BY message_id FOR UPDATE)
                DELETE FROM messaging.outbox AS o USING confirmed WHERE o.message_id = confirmed.message_id' USING ids;
            COMMIT;
        END IF;
        INSERT INTO sweeps VALUES (number, extract(epoch FROM leased - begun) * 1000, extract(epoch FROM clock_timestamp() - leased) * 1000);
    END LOOP;
END $$;

\echo All of it, 500 by 500, each row leased for an hour; removed: :remove
\timing on
CALL pg_temp.drain(:remove);
\timing off

SELECT part, count(*) AS sweeps, round(avg(ms)::numeric, 1) AS ms, round(max(ms)::numeric, 1) AS longest, round(avg(remove_ms)::numeric, 1) AS remove_ms
FROM sweeps, (SELECT max(number) AS last FROM sweeps) AS all_of_them,
    LATERAL (SELECT CASE
        WHEN number <= 100 THEN '1 first'
        WHEN number > last - 100 THEN '3 last'
        WHEN number > last / 2 - 50 AND number <= last / 2 + 50 THEN '2 middle' END AS part) AS parts
WHERE part IS NOT NULL
GROUP BY part ORDER BY part;

\echo A sweep when nothing is due any more, over what is left of the index
EXPLAIN (ANALYZE, BUFFERS) EXECUTE lease(500, '30 seconds');
VACUUM messaging.outbox;
\echo The same after a vacuum
EXPLAIN (ANALYZE, BUFFERS) EXECUTE lease(500, '30 seconds');
