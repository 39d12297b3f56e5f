-- +goose Up
-- What stations sent, as they sent it: a row for each batch, with the signature
-- of the station. Positions order all records of all stations: the new ones of
-- a batch have those from first_pos to last_pos. Whoever reads on after the
-- highest position seen misses none.
CREATE TABLE batches (
    last_pos    INTEGER PRIMARY KEY,
    first_pos   INTEGER NOT NULL,
    station     TEXT    NOT NULL,
    epoch       INTEGER NOT NULL,
    -- What was new of the batch; before it, it may repeat what is held.
    first_seq   INTEGER NOT NULL,
    last_seq    INTEGER NOT NULL,
    -- The kind of each new record, a byte: the field of its body in event.proto,
    -- 0 not known, 255 unreadable; and the set of them, bit kind modulo 64.
    kinds       BLOB    NOT NULL,
    kind_set    INTEGER NOT NULL,
    message     BLOB    NOT NULL,
    received_ms INTEGER NOT NULL,
    UNIQUE (station, epoch, last_seq)
) STRICT;

-- +goose Down
DROP TABLE batches;
