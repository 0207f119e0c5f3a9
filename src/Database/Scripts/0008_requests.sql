-- What clients and operators ask of orders: the same request once, the orders of a customer, and since when a command was on its way.

-- Made of the caller and the key that it gave its request: the same request again finds the order of the first. Lives as long as the order.
ALTER TABLE orders.orders ADD COLUMN request_key uuid NULL;
CREATE UNIQUE INDEX orders_request_key ON orders.orders (request_key) WHERE request_key IS NOT NULL;

-- The orders of one customer, newest first, a page at a time.
CREATE INDEX orders_customer ON orders.orders (customer_id, order_id);

-- By the clock of the process that published; null when a foreign sender did not say, or for an e-mail claimed before this column was there.
ALTER TABLE notifications.deliveries ADD COLUMN published_at timestamptz NULL;
