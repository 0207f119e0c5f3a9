-- What is in the error queue moves here, and here people operate it: docs/failed-messages.md.
CREATE SCHEMA recoverability;

-- What failed messages have in common, by one way to look at them. The id is made of classifier and title: the same failure next year is in the same group.
CREATE TABLE recoverability.groups (
    group_id   uuid        PRIMARY KEY,
    classifier text        NOT NULL CHECK (length(classifier) BETWEEN 1 AND 100),
    title      text        NOT NULL CHECK (length(title) <= 1000),
    note       text        NULL CHECK (length(note) <= 10000),     -- by a person, for others
    seen_at    timestamptz NOT NULL DEFAULT now()                  -- for the first time
);

-- One row a message, however often it has failed. What is said of a failure is said of the last one.
CREATE TABLE recoverability.failed_messages (
    failed_message_id  uuid        PRIMARY KEY,                    -- ServiceControl's unique message id: made of message id and receiving endpoint
    status             text        NOT NULL CHECK (status IN ('unresolved', 'retry_issued', 'resolved', 'archived')),
    attempts           int         NOT NULL DEFAULT 1 CHECK (attempts >= 1),   -- failures, not tries within one
    message_id         text        NOT NULL,
    message_type       text        NOT NULL,                       -- the most concrete, without assembly; empty when it does not say
    is_control_message boolean     NOT NULL DEFAULT false,
    conversation_id    text        NULL,
    content_type       text        NOT NULL,
    body_size          int         NOT NULL CHECK (body_size >= 0),
    sending_endpoint   text        NULL,
    sending_machine    text        NULL,
    sending_host_id    uuid        NULL,
    receiving_endpoint text        NOT NULL,                       -- that could not handle it; empty when it does not say
    receiving_machine  text        NULL,
    receiving_host_id  uuid        NULL,
    queue_address      text        NULL,                           -- where it goes when it is sent back; null when it does not say: it cannot be
    exception_type     text        NOT NULL,
    exception_message  text        NOT NULL,
    exception_source   text        NULL,
    unreadable         text        NULL,                           -- what is wrong with it, in a sentence, when it is not a failed message as others are
    time_sent          timestamptz NULL,
    first_failed_at    timestamptz NOT NULL,
    failed_at          timestamptz NOT NULL,
    by_exception       uuid        NOT NULL,                       -- its groups, one for each classifier
    by_type            uuid        NOT NULL,
    by_address         uuid        NOT NULL,
    by_instance        uuid        NOT NULL,
    by_endpoint        uuid        NOT NULL,
    edited             boolean     NOT NULL DEFAULT false,         -- an edited copy of it was sent in its place
    edit_of            uuid        NULL,                           -- it is such a copy
    last_modified      timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX failed_messages_status ON recoverability.failed_messages (status, failed_at DESC, failed_message_id);
CREATE INDEX failed_messages_sent ON recoverability.failed_messages (time_sent DESC NULLS LAST, failed_message_id);   -- how ServicePulse asks every five seconds
CREATE INDEX failed_messages_by_exception ON recoverability.failed_messages (by_exception, status);
CREATE INDEX failed_messages_by_type ON recoverability.failed_messages (by_type, status);
CREATE INDEX failed_messages_by_address ON recoverability.failed_messages (by_address, status);
CREATE INDEX failed_messages_by_instance ON recoverability.failed_messages (by_instance, status);
CREATE INDEX failed_messages_by_endpoint ON recoverability.failed_messages (by_endpoint, status);
CREATE INDEX failed_messages_message_id ON recoverability.failed_messages (message_id);
CREATE INDEX failed_messages_conversation ON recoverability.failed_messages (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX failed_messages_old ON recoverability.failed_messages (last_modified) WHERE status IN ('resolved', 'archived');

-- What is read with one message at a time, of the last failure. Bytes, because a stranger's text may hold what text here may not.
CREATE TABLE recoverability.contents (
    failed_message_id uuid  PRIMARY KEY REFERENCES recoverability.failed_messages ON DELETE CASCADE,
    headers           bytea NOT NULL,                              -- a JSON object of texts, UTF-8
    body              bytea NOT NULL,
    stack_trace       text  NOT NULL
);

-- Each failure of a message. The id is made of what arrived: the same delivery again is not another failure.
CREATE TABLE recoverability.attempts (
    failed_message_id  uuid        NOT NULL REFERENCES recoverability.failed_messages ON DELETE CASCADE,
    attempt_id         uuid        NOT NULL,
    failed_at          timestamptz NOT NULL,
    receiving_endpoint text        NOT NULL,
    queue_address      text        NULL,
    exception_type     text        NOT NULL,
    exception_message  text        NOT NULL,
    exception_source   text        NULL,
    stack_trace        text        NOT NULL,
    PRIMARY KEY (failed_message_id, attempt_id)
);

-- What a person asked for: to send back, to archive (ServicePulse says delete) or to restore. Selected when it is asked, done bit by bit.
CREATE TABLE recoverability.operations (
    operation_id  uuid        PRIMARY KEY,                         -- version 7: sorts by time
    kind          text        NOT NULL CHECK (kind IN ('retry', 'archive', 'restore')),
    scope         text        NOT NULL CHECK (scope IN ('SingleMessage', 'MultipleMessages', 'FailureGroup', 'AllForEndpoint', 'ByQueueAddress', 'All')),
    originator    text        NOT NULL,                            -- for people: what was selected
    requested_by  text        NOT NULL,
    requested_at  timestamptz NOT NULL DEFAULT now(),
    -- The selection: messages of one of these states, changed last before it was asked for, that fit everything that is not null.
    statuses      text[]      NOT NULL CHECK (cardinality(statuses) > 0),
    ids           uuid[]      NULL,
    group_id      uuid        NULL,
    endpoint      text        NULL,                                -- the receiving one
    queue_address text        NULL,
    failed_from   timestamptz NULL,
    failed_until  timestamptz NULL,                                -- exclusive
    cause         text        NULL,                                -- part of the exception's type or message, whatever the case of letters
    -- How far it is.
    state         text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'preparing', 'forwarding', 'completed')),
    prepared_upto uuid        NULL,                                -- messages are taken in the order of their ids; null before the first
    total         bigint      NOT NULL DEFAULT 0 CHECK (total >= 0),    -- taken until now; all of them from 'forwarding' on
    done          bigint      NOT NULL DEFAULT 0 CHECK (done >= 0),     -- given to the broker, or changed
    failed        bigint      NOT NULL DEFAULT 0 CHECK (failed >= 0),   -- could not be sent back: unresolved again
    started_at    timestamptz NULL,
    completed_at  timestamptz NULL,
    dismissed_at  timestamptz NULL,                                -- somebody has seen that it is completed
    CONSTRAINT what_is_completed_has_an_end CHECK ((state = 'completed') = (completed_at IS NOT NULL)),
    CONSTRAINT nothing_is_done_that_was_not_taken CHECK (done + failed <= total)
);

CREATE INDEX operations_open ON recoverability.operations (operation_id) WHERE state <> 'completed';
CREATE INDEX operations_group ON recoverability.operations (group_id, operation_id) WHERE group_id IS NOT NULL;

-- Messages that are to be sent back. Rows are removed when the broker has the message: the table is as large as what waits.
CREATE TABLE recoverability.returns (
    failed_message_id uuid  PRIMARY KEY REFERENCES recoverability.failed_messages ON DELETE CASCADE,
    operation_id      uuid  NOT NULL REFERENCES recoverability.operations ON DELETE CASCADE,
    edited_headers    bytea NULL,                                  -- a person has changed it: this is sent in its place
    edited_body       bytea NULL,
    CONSTRAINT an_edited_message_is_whole CHECK ((edited_headers IS NULL) = (edited_body IS NULL))
);

CREATE INDEX returns_operation ON recoverability.returns (operation_id, failed_message_id);

-- Messages that failed in one queue go back to another.
CREATE TABLE recoverability.redirects (
    redirect_id   uuid        PRIMARY KEY,
    from_address  text        NOT NULL UNIQUE CHECK (length(from_address) BETWEEN 1 AND 255),
    to_address    text        NOT NULL CHECK (length(to_address) BETWEEN 1 AND 255),
    last_modified timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT a_redirect_leads_elsewhere CHECK (from_address <> to_address)
);

-- What happened, for people, newest first. Old rows are removed.
CREATE TABLE recoverability.events (
    event_id    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    raised_at   timestamptz NOT NULL DEFAULT now(),
    severity    text        NOT NULL CHECK (severity IN ('info', 'warning', 'error', 'critical')),
    category    text        NOT NULL,
    event_type  text        NOT NULL,
    description text        NOT NULL,
    related_to  text[]      NOT NULL DEFAULT '{}',                 -- paths of ServicePulse
    messages    bigint      NOT NULL DEFAULT 0 CHECK (messages >= 0),  -- that it tells of     
    told        boolean     NOT NULL DEFAULT false                 -- to the webhook
);

CREATE INDEX events_to_tell ON recoverability.events (event_id) WHERE messages > 0 AND severity = 'error' AND NOT told;

-- The processes of endpoints that send heartbeats.
CREATE TABLE recoverability.endpoints (
    endpoint_id uuid        PRIMARY KEY,                           -- made of name and host
    name        text        NOT NULL,
    host_id     uuid        NOT NULL,
    host        text        NOT NULL,
    monitored   boolean     NOT NULL DEFAULT true,
    started_at  timestamptz NULL,
    beat_at     timestamptz NULL,                                  -- the last one, by the clock of the database
    is_down     boolean     NOT NULL DEFAULT false                 -- it was said that the beats have stopped
);

-- Whether each process of an endpoint is watched, or only that there is any; the row without a name is for all others.
CREATE TABLE recoverability.endpoint_settings (
    name            text    PRIMARY KEY,
    track_instances boolean NOT NULL
);

INSERT INTO recoverability.endpoint_settings VALUES ('', false);

CREATE TABLE recoverability.custom_checks (
    check_id        uuid        PRIMARY KEY,                       -- made of its name, endpoint and host
    custom_check_id text        NOT NULL,
    category        text        NOT NULL,
    endpoint        text        NOT NULL,
    host            text        NOT NULL,
    host_id         uuid        NOT NULL,
    failed          boolean     NOT NULL,
    failure_reason  text        NULL,
    reported_at     timestamptz NOT NULL
);

-- The one row: whoever tells the webhook has it locked.
CREATE TABLE recoverability.webhook (
    one_row boolean     PRIMARY KEY DEFAULT true CHECK (one_row),
    told_at timestamptz NULL                                        -- for the last time
);

INSERT INTO recoverability.webhook DEFAULT VALUES;
