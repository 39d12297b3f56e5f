-- +goose Up
-- What every station is told, once. pos has no gaps.
CREATE TABLE fleet_entries (
    pos     BIGINT PRIMARY KEY,
    kind    TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    -- Empty once a later one has taken its place.
    entry   BYTEA  NOT NULL,
    who     TEXT   NOT NULL,
    at_ms   BIGINT NOT NULL
);
CREATE INDEX fleet_subject ON fleet_entries (kind, subject, pos);
CREATE INDEX fleet_live ON fleet_entries (pos) WHERE length(entry) > 0;

-- Which of them are in a station's journal, and where: its entries from
-- first_seq on are those after after_pos.
CREATE TABLE fleet_runs (
    station   TEXT COLLATE "C" NOT NULL REFERENCES stations (id),
    first_seq BIGINT NOT NULL,
    after_pos BIGINT NOT NULL,
    length    BIGINT NOT NULL,
    PRIMARY KEY (station, first_seq)
);

-- How much of them a station's journal has taken in.
ALTER TABLE stations ADD COLUMN fleet_pos BIGINT NOT NULL DEFAULT 0;

-- Who did what, for good.
CREATE TABLE audit (
    pos     BIGINT PRIMARY KEY,
    at_ms   BIGINT NOT NULL,
    who     TEXT   NOT NULL,
    act     TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    detail  TEXT   NOT NULL
);

INSERT INTO orders (name, head) VALUES ('fleet_entries', 0), ('audit', 0);

-- +goose Down
DELETE FROM orders WHERE name IN ('fleet_entries', 'audit');
DROP TABLE audit;
ALTER TABLE stations DROP COLUMN fleet_pos;
DROP TABLE fleet_runs;
DROP TABLE fleet_entries;
