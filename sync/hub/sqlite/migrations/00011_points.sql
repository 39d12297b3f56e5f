-- +goose Up
-- A record that a later version of the kit began to make.
CREATE TABLE points_released (
    pos       INTEGER PRIMARY KEY,
    station   TEXT NOT NULL,
    epoch     INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    at_ms     INTEGER NOT NULL,
    trust     TEXT NOT NULL,
    boot      INTEGER NOT NULL,
    attendant TEXT,
    pseudonym BLOB,
    points    INTEGER NOT NULL
) STRICT;
CREATE INDEX points_released_rider ON points_released (pseudonym) WHERE pseudonym IS NOT NULL;

CREATE VIEW points_released_local AS SELECT points_released.*,
    datetime((at_ms + 28800000) / 1000, 'unixepoch') AS at
    FROM points_released;

-- What riders have, from all stations.
CREATE TABLE points_riders (
    pseudonym BLOB PRIMARY KEY,
    points    INTEGER NOT NULL
) STRICT;

-- How much of it each station may let the rider redeem: together it is all of
-- it. Where a rider was seen, and whether the station was asked to hand it over.
CREATE TABLE points_rights (
    pseudonym BLOB    NOT NULL,
    station   TEXT    NOT NULL,
    points    INTEGER NOT NULL,
    seen_ms   INTEGER NOT NULL,
    asked     INTEGER NOT NULL,
    PRIMARY KEY (pseudonym, station)
) STRICT, WITHOUT ROWID;

-- The newest record about points that was counted of each station.
CREATE TABLE points_known (
    station TEXT PRIMARY KEY,
    epoch   INTEGER NOT NULL,
    seq     INTEGER NOT NULL
) STRICT;

-- Entries taken back: each counts once.
CREATE TABLE points_taken_back (
    station TEXT    NOT NULL,
    epoch   INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    at_ms   INTEGER NOT NULL,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;

-- What each station was lent, less what it gave back, and what riders have
-- redeemed of it.
CREATE TABLE points_budgets (
    station TEXT PRIMARY KEY,
    lent    INTEGER NOT NULL,
    spent   INTEGER NOT NULL,
    open    INTEGER NOT NULL
) STRICT;
CREATE INDEX points_budgets_open ON points_budgets (open);

CREATE TABLE erased_in_points (
    hash  BLOB PRIMARY KEY,
    pos   INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- Passes that riders have, and those riders (hashed) whose earlier ones count no
-- longer, wherever they were issued.
CREATE TABLE issued_passes (
    pass_id    BLOB PRIMARY KEY,
    pseudonym  BLOB    NOT NULL,
    expires_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX issued_passes_rider ON issued_passes (pseudonym);
CREATE TABLE passes_ended (
    hash  BLOB PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT;

-- Entries that name a rider, so that they can be emptied.
CREATE INDEX down_about ON down_entries (subject) WHERE kind IN ('points_balance', 'points_wanted', 'member_status');

-- +goose Down
DROP INDEX down_about;
DROP TABLE passes_ended;
DROP TABLE issued_passes;
DROP TABLE erased_in_points;
DROP TABLE points_budgets;
DROP TABLE points_taken_back;
DROP TABLE points_known;
DROP TABLE points_rights;
DROP TABLE points_riders;
DROP VIEW points_released_local;
DROP TABLE points_released;
