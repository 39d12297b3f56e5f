-- +goose Up
-- Set when the slot has begun: what was lent of it has lapsed.
ALTER TABLE slots ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX slots_open ON slots (starts_ms) WHERE closed = 0;
CREATE INDEX loans_station ON loans (station);

-- What stations have promised riders, as the records said. state is placed (it
-- has a place), wished (provisional), waiting, granted (the hub has sent it a
-- place), disputed (see conflicts) or over.
CREATE TABLE promises (
    station   TEXT    NOT NULL,
    epoch     INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    slot      TEXT    NOT NULL,
    starts_ms INTEGER NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('placed', 'wished', 'waiting', 'granted', 'disputed', 'over')),
    -- How often another station was asked to give a place back for it.
    asked     INTEGER NOT NULL,
    -- The order of records, so that the first who asked is the first served.
    pos       INTEGER NOT NULL,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX promises_slot ON promises (slot);
CREATE INDEX promises_station ON promises (station);

-- Stations declared lost; back is 1 once they have given up what they had.
CREATE TABLE losses (
    station TEXT PRIMARY KEY REFERENCES stations (id),
    at_ms   INTEGER NOT NULL,
    who     TEXT    NOT NULL,
    back    INTEGER NOT NULL,
    -- The record by which they last did: what was promised before it gives its
    -- place to nobody at the station when it ends.
    epoch   INTEGER NOT NULL,
    seq     INTEGER NOT NULL
) STRICT;

-- Bookings beyond what their station was lent, such as those of a lost one that
-- returned: the place may have gone to others.
CREATE TABLE conflicts (
    station    TEXT    NOT NULL,
    epoch      INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    slot       TEXT    NOT NULL,
    starts_ms  INTEGER NOT NULL,
    found_ms   INTEGER NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'honoured', 'dismissed', 'cancelled')),
    settled_ms INTEGER,
    who        TEXT,
    note       TEXT,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflicts_state ON conflicts (state);

-- +goose Down
DROP TABLE conflicts;
DROP TABLE losses;
DROP TABLE promises;
DROP INDEX loans_station;
DROP INDEX slots_open;
ALTER TABLE slots DROP COLUMN closed;
