-- Every attempt to send an e-mail, one relay each, as it ended. Rows are added and never changed; notifications.deliveries has where an e-mail stands now.
ALTER TABLE notifications.deliveries ADD COLUMN relay text NULL;   -- of the newest attempt: who may have the e-mail when nobody saw the end

CREATE TABLE notifications.attempts (
    order_id   uuid        NOT NULL,
    kind       text        NOT NULL,
    attempt    int         NOT NULL CHECK (attempt >= 1),
    outcome    text        NOT NULL CHECK (outcome IN ('accepted', 'deferred', 'rejected', 'unknown', 'taken_over')),
    blame      text        NULL     CHECK (blame IN ('message', 'recipient', 'relay')),
    relay      text        NULL,
    claimed_by text        NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz NOT NULL DEFAULT now(),
    reply      text        NULL,                                      -- the relay's answer to the final dot
    reason     text        NULL,                                      -- why it is deferred, rejected or unknown

    -- An attempt that was taken over may end after all, when its process was only slow: then it has a second row, which says whether its e-mail went out.
    PRIMARY KEY (order_id, kind, attempt, outcome),
    CONSTRAINT what_went_out_went_to_a_relay  CHECK (relay IS NOT NULL OR outcome NOT IN ('accepted', 'unknown')),
    CONSTRAINT an_accepted_mail_has_its_reply CHECK ((outcome = 'accepted') = (reply IS NOT NULL)),
    CONSTRAINT a_failure_has_its_reason       CHECK ((outcome IN ('deferred', 'rejected', 'unknown')) = (reason IS NOT NULL)),
    CONSTRAINT a_failure_has_its_blame        CHECK ((outcome IN ('deferred', 'rejected')) = (blame IS NOT NULL))
);

CREATE FUNCTION notifications.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'notifications.attempts is a log: rows are added, never changed.'; END $$;

CREATE TRIGGER attempts_are_never_changed BEFORE UPDATE ON notifications.attempts
    FOR EACH STATEMENT EXECUTE FUNCTION notifications.refuse_change();
