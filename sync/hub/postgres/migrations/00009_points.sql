-- +goose Up
-- A record that a later version of the kit began to make.
CREATE TABLE points_released (
    pos       BIGINT PRIMARY KEY,
    station   TEXT COLLATE "C" NOT NULL,
    epoch     BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    at_ms     BIGINT NOT NULL,
    trust     TEXT COLLATE "C" NOT NULL,
    boot      BIGINT NOT NULL,
    attendant TEXT COLLATE "C",
    pseudonym BYTEA,
    points    BIGINT NOT NULL
);
CREATE INDEX points_released_rider ON points_released (pseudonym) WHERE pseudonym IS NOT NULL;

CREATE VIEW points_released_local AS SELECT points_released.*,
    to_timestamp((at_ms + 28800000) / 1000) AT TIME ZONE 'UTC' AS at
    FROM points_released;

-- What riders have, from all stations.
CREATE TABLE points_riders (
    pseudonym BYTEA PRIMARY KEY,
    points    BIGINT NOT NULL
);

-- How much of it each station may let the rider redeem: together it is all of
-- it. Where a rider was seen, and whether the station was asked to hand it over.
CREATE TABLE points_rights (
    pseudonym BYTEA    NOT NULL,
    station   TEXT COLLATE "C"    NOT NULL,
    points    BIGINT NOT NULL,
    seen_ms   BIGINT NOT NULL,
    asked     BIGINT NOT NULL,
    PRIMARY KEY (pseudonym, station)
);

-- The newest record about points that was counted of each station.
CREATE TABLE points_known (
    station TEXT COLLATE "C" PRIMARY KEY,
    epoch   BIGINT NOT NULL,
    seq     BIGINT NOT NULL
);

-- Entries taken back: each counts once.
CREATE TABLE points_taken_back (
    station TEXT COLLATE "C"    NOT NULL,
    epoch   BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    at_ms   BIGINT NOT NULL,
    PRIMARY KEY (station, epoch, seq)
);

-- What each station was lent, less what it gave back, and what riders have
-- redeemed of it.
CREATE TABLE points_budgets (
    station TEXT COLLATE "C" PRIMARY KEY,
    lent    BIGINT NOT NULL,
    spent   BIGINT NOT NULL,
    open    BIGINT NOT NULL
);
CREATE INDEX points_budgets_open ON points_budgets (open);

CREATE TABLE erased_in_points (
    hash  BYTEA PRIMARY KEY,
    pos   BIGINT NOT NULL,
    at_ms BIGINT NOT NULL
);

-- Passes that riders have, and those riders (hashed) whose earlier ones count no
-- longer, wherever they were issued.
CREATE TABLE issued_passes (
    pass_id    BYTEA PRIMARY KEY,
    pseudonym  BYTEA    NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX issued_passes_rider ON issued_passes (pseudonym);
CREATE TABLE passes_ended (
    hash  BYTEA PRIMARY KEY,
    at_ms BIGINT NOT NULL
);

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
