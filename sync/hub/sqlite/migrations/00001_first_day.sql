-- +goose Up
-- Times are milliseconds since the Unix epoch; 0 is never. Hashes, keys and
-- records are raw bytes.

CREATE TABLE stations (
    id         TEXT PRIMARY KEY,
    name_zh    TEXT    NOT NULL,
    name_en    TEXT    NOT NULL,
    public_key BLOB,
    heard_ms   INTEGER NOT NULL DEFAULT 0,
    -- The newest record it has spoken of.
    last_epoch INTEGER NOT NULL DEFAULT 0,
    last_seq   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- How far the hub has each epoch of each station.
CREATE TABLE cursors (
    station    TEXT    NOT NULL REFERENCES stations (id),
    epoch      INTEGER NOT NULL,
    up_to      INTEGER NOT NULL,
    hash       BLOB    NOT NULL,
    receipt_ms INTEGER NOT NULL,
    PRIMARY KEY (station, epoch)
) STRICT, WITHOUT ROWID;

-- Every record of every station, as it was encoded. pos orders all of them:
-- writers take turns, so it grows in the order of commits, and AUTOINCREMENT
-- gives none twice. Whoever reads on after the highest pos seen misses none.
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

-- Batches that contradict what is held, for a person to settle.
CREATE TABLE quarantine (
    digest      BLOB PRIMARY KEY,
    station     TEXT    NOT NULL,
    epoch       INTEGER NOT NULL,
    first_seq   INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    message     BLOB    NOT NULL,
    received_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX quarantine_station ON quarantine (station);

-- Records no projection could digest.
CREATE TABLE dead_letters (
    station TEXT    NOT NULL,
    epoch   INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    reason  TEXT    NOT NULL,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;

-- Projections, computed from records alone.
CREATE TABLE check_ins (
    station   TEXT    NOT NULL,
    epoch     INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    at_ms     INTEGER NOT NULL,
    pseudonym BLOB,
    means     TEXT    NOT NULL,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE bookings (
    station         TEXT    NOT NULL,
    epoch           INTEGER NOT NULL,
    seq             INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL,
    pseudonym       BLOB,
    means           TEXT    NOT NULL,
    slot            TEXT    NOT NULL,
    service         TEXT    NOT NULL,
    starts_ms       INTEGER NOT NULL,
    state           TEXT    NOT NULL DEFAULT 'booked' CHECK (state IN ('booked', 'cancelled')),
    cancelled_epoch INTEGER,
    cancelled_seq   INTEGER,
    cancelled_ms    INTEGER,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX bookings_slot ON bookings (slot, state);

-- The journal the hub keeps for each station. pos orders all entries, as in
-- records.
CREATE TABLE down_entries (
    pos         INTEGER PRIMARY KEY AUTOINCREMENT,
    station     TEXT    NOT NULL REFERENCES stations (id),
    seq         INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    entry       BLOB    NOT NULL,
    appended_ms INTEGER NOT NULL,
    UNIQUE (station, seq)
) STRICT;
CREATE INDEX down_subject ON down_entries (station, kind, subject, seq);

-- The check is the last line of defence of "nobody is double-booked".
CREATE TABLE slots (
    id        TEXT PRIMARY KEY,
    service   TEXT    NOT NULL,
    starts_ms INTEGER NOT NULL,
    minutes   INTEGER NOT NULL,
    place_zh  TEXT    NOT NULL,
    place_en  TEXT    NOT NULL,
    capacity  INTEGER NOT NULL,
    lent      INTEGER NOT NULL DEFAULT 0,
    CHECK (lent BETWEEN 0 AND capacity)
) STRICT;
CREATE INDEX slots_start ON slots (starts_ms);

CREATE TABLE loans (
    slot     TEXT    NOT NULL REFERENCES slots (id),
    station  TEXT    NOT NULL REFERENCES stations (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    lent_ms  INTEGER NOT NULL,
    PRIMARY KEY (slot, station)
) STRICT, WITHOUT ROWID;

-- One-time codes: one a station, its SHA-256 only.
CREATE TABLE codes (
    station    TEXT PRIMARY KEY REFERENCES stations (id),
    hash       BLOB    NOT NULL UNIQUE,
    expires_ms INTEGER NOT NULL,
    used_ms    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- +goose Down
DROP TABLE codes;
DROP TABLE loans;
DROP TABLE slots;
DROP TABLE down_entries;
DROP TABLE bookings;
DROP TABLE check_ins;
DROP TABLE dead_letters;
DROP TABLE quarantine;
DROP TABLE records;
DROP TABLE cursors;
DROP TABLE stations;
