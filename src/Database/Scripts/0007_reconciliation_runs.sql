-- What reconciliation has looked at, what it found and decided, and how the five minutes were kept. Replaces reconciliation.drives.
DROP TABLE reconciliation.drives;

-- One row a run. The newest that is not 'asked' says where the next one begins; together they show that every order was looked at.
CREATE TABLE reconciliation.runs (
    run_id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    purpose       text        NOT NULL CHECK (purpose IN ('new', 'recheck', 'asked')),
    node          text        NOT NULL,
    started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at      timestamptz NULL,                        -- stays empty when its process dies; what it covered until then stands
    covered_from  timestamptz NOT NULL,
    covered_until timestamptz NOT NULL,                    -- all orders accepted from covered_from to here, exclusive, were looked at; grows during the run
    checked       bigint      NOT NULL DEFAULT 0,          -- orders looked at
    found         bigint      NOT NULL DEFAULT 0,          -- of them without an accepted e-mail: pursued from now on
    driven        bigint      NOT NULL DEFAULT 0,          -- commands sent once more
    sent          bigint      NOT NULL DEFAULT 0,          -- pursued orders whose e-mail has been accepted since
    late          bigint      NOT NULL DEFAULT 0,          -- of these, after more than five minutes
    left_over     bigint      NOT NULL DEFAULT 0,          -- handed to a person: rejected, unanswered too often, or failing for too long
    CONSTRAINT a_window_has_a_length CHECK (covered_until >= covered_from)
);

-- Orders that were found without an accepted e-mail, until that is settled: as many as are late, whatever the age of the shop.
CREATE TABLE reconciliation.pursued (
    order_id      uuid        NOT NULL,
    kind          text        NOT NULL,
    accepted_at   timestamptz NOT NULL,                    -- of the order: the oldest come first
    run_id        bigint      NOT NULL,                    -- that found it
    found_at      timestamptz NOT NULL DEFAULT now(),
    times         int         NOT NULL DEFAULT 0 CHECK (times >= 0),   -- driven so often
    next_look_at  timestamptz NOT NULL DEFAULT now(),
    next_drive_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (order_id, kind)
);

CREATE INDEX pursued_not_driven ON reconciliation.pursued (accepted_at) WHERE times = 0;
CREATE INDEX pursued_driven ON reconciliation.pursued (accepted_at) WHERE times > 0;
ALTER TABLE reconciliation.pursued SET (autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_threshold = 1000);

-- Every decision about a pursued order. Rows are added, never changed. The words for the state are those of docs/states.md.
CREATE TABLE reconciliation.findings (
    run_id   bigint      NOT NULL,
    order_id uuid        NOT NULL,
    kind     text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    state    text        NOT NULL CHECK (state IN ('stored', 'published', 'claimed', 'deferred', 'unknown', 'rejected', 'accepted')),
    decision text        NOT NULL CHECK (decision IN ('driven', 'left_to_a_person', 'given_up', 'sent')),
    age      interval    NOT NULL,                         -- since the order was accepted; of an accepted e-mail: until it was
    reason   text        NULL,                             -- the ledger's, why it was not sent
    CONSTRAINT what_is_sent_was_accepted CHECK ((decision = 'sent') = (state = 'accepted'))
);

CREATE INDEX findings_order ON reconciliation.findings (order_id);
CREATE INDEX findings_at ON reconciliation.findings USING brin (at) WITH (pages_per_range = 32, autosummarize = on);

-- How the promise was kept, by the minute in which orders were accepted. Written when the last of them has had its five minutes; also for minutes without orders.
CREATE TABLE reconciliation.sla_minutes (
    minute     timestamptz PRIMARY KEY CHECK (minute = date_trunc('minute', minute, 'UTC')),
    orders     bigint      NOT NULL CHECK (orders >= 0),
    within     bigint      NOT NULL CHECK (within >= 0),   -- e-mail accepted within five minutes
    rejected   bigint      NOT NULL CHECK (rejected >= 0), -- cannot be delivered: a person has to change something
    missed     bigint      NOT NULL CHECK (missed >= 0),   -- later, or not yet
    median     interval    NULL,                           -- from order to accepted e-mail, of those that are
    p99        interval    NULL,
    slowest    interval    NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT every_order_is_counted_once CHECK (orders = within + rejected + missed)
);

-- Results of checking every order of a time against the ledger.
CREATE TABLE reconciliation.proofs (
    proof_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proved_from  timestamptz NOT NULL,
    proved_until timestamptz NOT NULL,
    proved_at    timestamptz NOT NULL DEFAULT now(),
    orders       bigint      NOT NULL,
    accepted     bigint      NOT NULL,
    late         bigint      NOT NULL,
    rejected     bigint      NOT NULL,
    pending      bigint      NOT NULL,                     -- not sent, and still in time
    flagged      bigint      NOT NULL,                     -- possible duplicates: the customer may have two
    missing      bigint      NOT NULL,
    twice        bigint      NOT NULL,                     -- accepted more than once without being flagged
    unexplained  bigint      NOT NULL,                     -- ledger, log of attempts and orders do not agree
    CONSTRAINT a_proof_has_a_length CHECK (proved_until > proved_from)
);

CREATE INDEX proofs_from ON reconciliation.proofs (proved_from);

-- A run reads the newest orders, and how many e-mails went out in the last minute. Without summaries of new pages it would read all that vacuum has not seen.
DROP INDEX orders.orders_accepted_at;
CREATE INDEX orders_accepted_at ON orders.orders USING brin (accepted_at) WITH (pages_per_range = 64, autosummarize = on);
CREATE INDEX attempts_ended_at ON notifications.attempts USING brin (ended_at) WITH (pages_per_range = 64, autosummarize = on);

-- Each e-mail leaves a dead entry in the index on open deliveries when it is accepted, and each run reads that index: clean up after two in a hundred, not after twenty.
ALTER TABLE notifications.deliveries SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 50000);
