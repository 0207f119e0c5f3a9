-- The reconciliation job. Quartz makes its own tables in the schema quartz when the job first starts.
CREATE SCHEMA quartz;
CREATE SCHEMA reconciliation;

-- Orders that were driven again, so that one whose copy is still waiting in a queue is not driven at every run.
CREATE TABLE reconciliation.drives (
    order_id       uuid        NOT NULL,
    kind           text        NOT NULL,
    times          int         NOT NULL CHECK (times >= 1),
    last_driven_at timestamptz NOT NULL,
    next_drive_at  timestamptz NOT NULL CHECK (next_drive_at > last_driven_at),
    PRIMARY KEY (order_id, kind)
);
