-- +goose Up
-- What stations sent, as they sent it: a row for each batch, with the signature
-- of the station. Positions order all records of all stations: the new ones of
-- a batch have those from first_pos to last_pos. Whoever reads on after the
-- highest position seen misses none.
CREATE TABLE batches (
    last_pos    BIGINT PRIMARY KEY,
    first_pos   BIGINT NOT NULL,
    station     TEXT COLLATE "C" NOT NULL,
    epoch       BIGINT NOT NULL,
    -- What was new of the batch; before it, it may repeat what is held.
    first_seq   BIGINT NOT NULL,
    last_seq    BIGINT NOT NULL,
    -- The kind of each new record, a byte: the field of its body in event.proto,
    -- 0 not known, 255 unreadable; and the set of them, bit kind modulo 64.
    kinds       BYTEA  NOT NULL,
    kind_set    BIGINT NOT NULL,
    message     BYTEA  NOT NULL,
    received_ms BIGINT NOT NULL,
    UNIQUE (station, epoch, last_seq)
);
-- It is compressed already.
ALTER TABLE batches ALTER COLUMN message SET STORAGE EXTERNAL;

-- +goose Down
DROP TABLE batches;
