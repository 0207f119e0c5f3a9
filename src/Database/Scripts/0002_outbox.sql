-- Messages that are committed and not yet confirmed by the broker. Rows are removed, never marked: the table stays as small as the backlog.
CREATE SCHEMA messaging;

CREATE TABLE messaging.outbox (
    message_id   uuid        PRIMARY KEY,
    destination  text        NOT NULL CHECK (length(destination) BETWEEN 1 AND 255),
    message_type text        NOT NULL CHECK (length(message_type) BETWEEN 1 AND 255),
    headers      jsonb       NOT NULL,
    body         bytea       NOT NULL,
    stored_at    timestamptz NOT NULL DEFAULT now(),
    due_at       timestamptz NOT NULL                       -- until then the row belongs to the process that wrote or leased it
);

-- The sweep takes the longest due first, without looking at rows that are not due.
CREATE INDEX outbox_due_at ON messaging.outbox (due_at);

-- Rows live for milliseconds: clean up after few, not after a share of the table.
ALTER TABLE messaging.outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
