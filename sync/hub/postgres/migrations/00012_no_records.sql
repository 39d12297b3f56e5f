-- +goose Up
-- The migration before this one has made batches of them.
DROP TABLE records;

-- +goose Down
CREATE TABLE records (
    pos         BIGINT PRIMARY KEY,
    station     TEXT COLLATE "C" NOT NULL,
    epoch       BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    hash        BYTEA  NOT NULL,
    record      BYTEA  NOT NULL,
    received_ms BIGINT NOT NULL,
    UNIQUE (station, epoch, seq)
);
