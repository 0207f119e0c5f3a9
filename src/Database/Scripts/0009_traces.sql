-- The span in which an order was accepted: whoever acts on the order much later leads back to it. Null when its trace was not recorded.
-- The trace's id as a UUID: without its hyphens it is what a trace viewer searches for.
ALTER TABLE orders.orders
    ADD COLUMN trace_id uuid   NULL,
    ADD COLUMN span_id  bigint NULL;

-- Not valid: it holds for new rows, and the old ones, which have neither, need not be read for it.
ALTER TABLE orders.orders ADD CONSTRAINT orders_trace CHECK ((trace_id IS NULL) = (span_id IS NULL)) NOT VALID;
