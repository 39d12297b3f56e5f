-- +goose Up
-- Set when the slot has begun: what was lent of it has lapsed.
ALTER TABLE slots ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX slots_open ON slots (starts_ms) WHERE closed = 0;
CREATE INDEX loans_station ON loans (station);

-- What stations have promised riders, as the records said. state is placed (it
-- has a place), wished (provisional), waiting, granted (the hub has sent it a
-- place), disputed (see conflicts) or over.
CREATE TABLE promises (
    station TEXT COLLATE "C"    NOT NULL,
    epoch     BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    slot      TEXT    NOT NULL,
    starts_ms BIGINT NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('placed', 'wished', 'waiting', 'granted', 'disputed', 'over')),
    -- How often another station was asked to give a place back for it.
    asked     BIGINT NOT NULL,
    -- The order of records, so that the first who asked is the first served.
    pos       BIGINT NOT NULL,
    PRIMARY KEY (station, epoch, seq)
);
CREATE INDEX promises_slot ON promises (slot);
CREATE INDEX promises_station ON promises (station);

-- Stations declared lost; back is 1 once they have given up what they had.
CREATE TABLE losses (
    station TEXT COLLATE "C" PRIMARY KEY REFERENCES stations (id),
    at_ms   BIGINT NOT NULL,
    who     TEXT    NOT NULL,
    back    BIGINT NOT NULL,
    -- The record by which they last did: what was promised before it gives its
    -- place to nobody at the station when it ends.
    epoch   BIGINT NOT NULL,
    seq     BIGINT NOT NULL
);

-- Bookings beyond what their station was lent, such as those of a lost one that
-- returned: the place may have gone to others.
CREATE TABLE conflicts (
    station TEXT COLLATE "C"    NOT NULL,
    epoch      BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    slot       TEXT    NOT NULL,
    starts_ms  BIGINT NOT NULL,
    found_ms   BIGINT NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'honoured', 'dismissed', 'cancelled')),
    settled_ms BIGINT,
    who        TEXT,
    note       TEXT,
    PRIMARY KEY (station, epoch, seq)
);
CREATE INDEX conflicts_state ON conflicts (state);

-- +goose Down
DROP TABLE conflicts;
DROP TABLE losses;
DROP TABLE promises;
DROP INDEX loans_station;
DROP INDEX slots_open;
ALTER TABLE slots DROP COLUMN closed;
