-- Removes orders that are older than you keep them, with their items, deliveries and attempts. What is still to be sent or is being pursued stays, whatever its age.
-- Write your own time into it, and let a timer run it each night: psql -v ON_ERROR_STOP=1 -d notifications -f retention.sql
--
-- With an order goes its idempotency key: a request that is repeated after that is a new order. So keep orders longer than clients repeat, and longer than a command may lie in a queue
-- or among the failed messages; a command whose order is gone sends nothing and lies in the error queue. Partitions would cost less at many millions a day; rows cost what docs/capacity.md says.
SET notifications.keep = '400 days';

DO $remove$
DECLARE
    keep  CONSTANT interval := current_setting('notifications.keep')::interval;
    least CONSTANT interval := '31 days';
    slice uuid[];
    last  uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
    IF keep < least THEN
        RAISE EXCEPTION 'notifications.keep is %; give % or more.', keep, least;
    END IF;
    LOOP
        -- Ids begin with the time, so this walks along the primary key and ends at the first slice that is all young.
        SELECT array_agg(o.order_id ORDER BY o.order_id) INTO slice
          FROM (SELECT order_id, accepted_at FROM orders.orders WHERE order_id > last ORDER BY order_id LIMIT 2000) AS o
         WHERE o.accepted_at < now() - keep;
        EXIT WHEN slice IS NULL;
        last := slice[array_upper(slice, 1)];

        slice := ARRAY(
            SELECT old FROM unnest(slice) AS old
             WHERE EXISTS (SELECT FROM notifications.deliveries d WHERE d.order_id = old)
               AND NOT EXISTS (SELECT FROM notifications.deliveries d WHERE d.order_id = old AND d.status NOT IN ('accepted', 'rejected'))
               AND NOT EXISTS (SELECT FROM reconciliation.pursued p WHERE p.order_id = old));
        DELETE FROM notifications.attempts WHERE order_id = ANY (slice);
        DELETE FROM notifications.deliveries WHERE order_id = ANY (slice);
        DELETE FROM orders.order_items WHERE order_id = ANY (slice);
        DELETE FROM orders.orders WHERE order_id = ANY (slice);
        COMMIT; -- a slice takes milliseconds and waits for nobody
    END LOOP;
END
$remove$;
