-- Orders as they were accepted. Written by the orders endpoint, read by it and by the reconciliation job.
CREATE SCHEMA orders;

CREATE TABLE orders.orders (
    order_id       uuid        PRIMARY KEY,                 -- UUIDv7: sorted by time, so the index grows at its end
    customer_id    text        NOT NULL CHECK (length(customer_id) BETWEEN 1 AND 100),
    customer_name  text        NOT NULL CHECK (length(customer_name) BETWEEN 1 AND 200),
    customer_email text        NOT NULL CHECK (length(customer_email) BETWEEN 3 AND 254),
    currency       text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    locale         text        NULL     CHECK (length(locale) <= 35),
    total          numeric     NOT NULL CHECK (total >= 0),
    status         text        NOT NULL DEFAULT 'placed' CHECK (status IN ('placed')),
    placed_at      timestamptz NOT NULL,                    -- the request's time, whole milliseconds; shown to the customer
    accepted_at    timestamptz NOT NULL DEFAULT now()       -- this database's clock; the 5 minutes run from here
);

-- The reconciliation job asks for orders of a time window.
CREATE INDEX orders_accepted_at ON orders.orders USING brin (accepted_at) WITH (pages_per_range = 16);

-- No foreign key: order and items are always written by the same statement batch, and the check costs a third of its time.
CREATE TABLE orders.order_items (
    order_id   uuid    NOT NULL,
    line       int     NOT NULL CHECK (line >= 1),
    sku        text    NOT NULL CHECK (length(sku) BETWEEN 1 AND 64),
    name       text    NULL     CHECK (length(name) <= 200),
    qty        int     NOT NULL CHECK (qty >= 1),
    unit_price numeric NOT NULL CHECK (unit_price >= 0),
    PRIMARY KEY (order_id, line)
);
