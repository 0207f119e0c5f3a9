-- What we know about each e-mail. One row for an order and a kind of notification; states and transitions are in docs/states.md.
CREATE SCHEMA notifications;

CREATE TABLE notifications.deliveries (
    order_id           uuid        NOT NULL,
    kind               text        NOT NULL CHECK (kind IN ('order-confirmation')),
    status             text        NOT NULL CHECK (status IN ('claimed', 'accepted', 'deferred', 'rejected', 'unknown')),
    attempt            int         NOT NULL CHECK (attempt >= 1),   -- fencing: a write that carries an older number is refused
    claimed_by         text        NOT NULL,
    claimed_at         timestamptz NOT NULL,
    lease_until        timestamptz NULL,                            -- a claim that is older than this may be taken over
    first_claimed_at   timestamptz NOT NULL,
    settled_at         timestamptz NULL,
    next_attempt_at    timestamptz NULL,
    reply              text        NULL,                            -- the relay's answer to the final dot
    reason             text        NULL,                            -- why it is deferred, rejected or unknown
    unseen_ends        int         NOT NULL DEFAULT 0 CHECK (unseen_ends >= 0),  -- attempts that went out whole and had no answer
    possible_duplicate boolean     NOT NULL DEFAULT false,          -- sent again after an attempt whose end nobody saw

    PRIMARY KEY (order_id, kind),
    CONSTRAINT a_claim_has_a_lease_and_no_end     CHECK ((status = 'claimed') = (lease_until IS NOT NULL)),
    CONSTRAINT an_end_has_a_time                  CHECK ((status = 'claimed') = (settled_at IS NULL)),
    CONSTRAINT an_accepted_mail_has_its_reply     CHECK ((status = 'accepted') = (reply IS NOT NULL)),
    CONSTRAINT a_failure_has_its_reason           CHECK (status NOT IN ('deferred', 'rejected', 'unknown') OR reason IS NOT NULL),
    CONSTRAINT only_what_goes_on_has_a_next_time  CHECK ((next_attempt_at IS NOT NULL) = (status IN ('deferred', 'unknown')))
);

-- What is not finished: few rows at any time, whatever the age of the shop.
CREATE INDEX deliveries_open ON notifications.deliveries (claimed_at) WHERE status IN ('claimed', 'deferred', 'unknown');
