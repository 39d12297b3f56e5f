-- +goose Up
-- The migration before this one has made batches of them.
DROP TABLE records;

-- +goose Down
CREATE TABLE records (
    pos         INTEGER PRIMARY KEY AUTOINCREMENT,
    station     TEXT    NOT NULL,
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    hash        BLOB    NOT NULL,
    record      BLOB    NOT NULL,
    received_ms INTEGER NOT NULL,
    UNIQUE (station, epoch, seq)
) STRICT;
