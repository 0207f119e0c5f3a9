-- Addresses that get no mail: a relay said for certain that nobody reads it there, or an operator decided so.
CREATE TABLE notifications.suppressions (
    address  text        PRIMARY KEY CHECK (length(address) BETWEEN 3 AND 320),
    source   text        NOT NULL CHECK (source IN ('relay', 'operator')),
    reason   text        NOT NULL CHECK (length(reason) <= 500 AND btrim(reason) <> ''),
    order_id uuid        NULL,                              -- the order whose rejection led to the entry
    since    timestamptz NOT NULL DEFAULT now(),

    -- Of the ASCII letters only: what else is lower case differs between locales, and an address must not be refused for that.
    CONSTRAINT an_address_is_in_lower_case       CHECK (address = lower(address COLLATE "C")),
    CONSTRAINT an_entry_of_a_relay_has_its_order CHECK ((source = 'relay') = (order_id IS NOT NULL))
);

-- The list is read newest first, a page at a time.
CREATE INDEX suppressions_since ON notifications.suppressions (since, address);
