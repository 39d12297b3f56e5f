-- +goose Up
-- Times are milliseconds since the Unix epoch; 0 is never. Hashes, keys and
-- records are raw bytes. Identifiers are ASCII, compared byte by byte. What
-- every batch updates leaves room in its pages, so that no index is touched.

CREATE TABLE stations (
    id            TEXT COLLATE "C" PRIMARY KEY,
    name_zh       TEXT   NOT NULL,
    name_en       TEXT   NOT NULL,
    public_key    BYTEA,
    heard_ms      BIGINT NOT NULL DEFAULT 0,
    -- The newest record it has spoken of.
    last_epoch    BIGINT NOT NULL DEFAULT 0,
    last_seq      BIGINT NOT NULL DEFAULT 0,
    -- The newest epoch the station has greeted with: a later one means that its
    -- file was restored, and that what was lent to it before is void.
    journal_epoch BIGINT NOT NULL DEFAULT 0,
    -- The last entry of its down-journal in the answer to its last greeting.
    down_sent     BIGINT NOT NULL DEFAULT 0
) WITH (fillfactor = 70);

-- How far the hub has each epoch of each station.
CREATE TABLE cursors (
    station    TEXT COLLATE "C" NOT NULL REFERENCES stations (id),
    epoch      BIGINT NOT NULL,
    up_to      BIGINT NOT NULL,
    hash       BYTEA  NOT NULL,
    receipt_ms BIGINT NOT NULL,
    PRIMARY KEY (station, epoch)
) WITH (fillfactor = 70);

-- The orders of all records and of all entries of down-journals: the last
-- position of each. Who writes takes the next ones and keeps the row to the
-- commit, so positions grow in the order of commits. The order of decisions
-- has no positions: its row makes those who decide take turns.
CREATE TABLE orders (
    name TEXT COLLATE "C" PRIMARY KEY,
    head BIGINT NOT NULL
) WITH (fillfactor = 10);
INSERT INTO orders (name, head) VALUES ('records', 0), ('down_entries', 0), ('decisions', 0);

-- Every record of every station, as it was encoded. pos orders all of them:
-- whoever reads on after the highest pos seen misses none.
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

-- Batches that contradict what is held, for a person to settle.
CREATE TABLE quarantine (
    digest      BYTEA PRIMARY KEY,
    station     TEXT COLLATE "C" NOT NULL,
    epoch       BIGINT NOT NULL,
    first_seq   BIGINT NOT NULL,
    reason      TEXT   NOT NULL,
    message     BYTEA  NOT NULL,
    received_ms BIGINT NOT NULL
);
CREATE INDEX quarantine_station ON quarantine (station);

-- How far each follower has read.
CREATE TABLE followers (
    name     TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL
) WITH (fillfactor = 10);

-- Records a follower could not digest.
CREATE TABLE dead_letters (
    follower TEXT COLLATE "C" NOT NULL,
    pos      BIGINT NOT NULL,
    station  TEXT COLLATE "C" NOT NULL,
    epoch    BIGINT NOT NULL,
    seq      BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    reason   TEXT   NOT NULL,
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (follower, pos)
);
CREATE INDEX dead_letters_station ON dead_letters (station);

-- Projections, computed from records alone.
CREATE TABLE check_ins (
    station   TEXT COLLATE "C" NOT NULL,
    epoch     BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    at_ms     BIGINT NOT NULL,
    pseudonym BYTEA,
    means     TEXT   NOT NULL,
    PRIMARY KEY (station, epoch, seq)
);

CREATE TABLE bookings (
    station         TEXT COLLATE "C" NOT NULL,
    epoch           BIGINT NOT NULL,
    seq             BIGINT NOT NULL,
    at_ms           BIGINT NOT NULL,
    pseudonym       BYTEA,
    means           TEXT   NOT NULL,
    slot            TEXT   NOT NULL,
    service         TEXT   NOT NULL,
    starts_ms       BIGINT NOT NULL,
    state           TEXT   NOT NULL DEFAULT 'booked' CHECK (state IN ('booked', 'cancelled')),
    cancelled_epoch BIGINT,
    cancelled_seq   BIGINT,
    cancelled_ms    BIGINT,
    PRIMARY KEY (station, epoch, seq)
);
CREATE INDEX bookings_slot ON bookings (slot, state);

-- The journal the hub keeps for each station. pos orders all entries.
CREATE TABLE down_entries (
    pos         BIGINT PRIMARY KEY,
    station     TEXT COLLATE "C" NOT NULL REFERENCES stations (id),
    seq         BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    entry       BYTEA  NOT NULL,
    appended_ms BIGINT NOT NULL,
    UNIQUE (station, seq)
);
CREATE INDEX down_subject ON down_entries (station, kind, subject, seq);

-- The check is the last line of defence of "nobody is double-booked".
CREATE TABLE slots (
    id        TEXT COLLATE "C" PRIMARY KEY,
    service   TEXT   NOT NULL,
    starts_ms BIGINT NOT NULL,
    minutes   BIGINT NOT NULL,
    place_zh  TEXT   NOT NULL,
    place_en  TEXT   NOT NULL,
    capacity  BIGINT NOT NULL,
    lent      BIGINT NOT NULL DEFAULT 0,
    CHECK (lent BETWEEN 0 AND capacity)
);
CREATE INDEX slots_start ON slots (starts_ms);

CREATE TABLE loans (
    slot     TEXT COLLATE "C" NOT NULL REFERENCES slots (id),
    station  TEXT COLLATE "C" NOT NULL REFERENCES stations (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    lent_ms  BIGINT NOT NULL,
    PRIMARY KEY (slot, station)
);

-- One-time codes: one a station, its SHA-256 only.
CREATE TABLE codes (
    station    TEXT COLLATE "C" PRIMARY KEY REFERENCES stations (id),
    hash       BYTEA  NOT NULL UNIQUE,
    expires_ms BIGINT NOT NULL,
    used_ms    BIGINT NOT NULL DEFAULT 0
);

-- +goose Down
DROP TABLE codes;
DROP TABLE loans;
DROP TABLE slots;
DROP TABLE down_entries;
DROP TABLE bookings;
DROP TABLE check_ins;
DROP TABLE dead_letters;
DROP TABLE followers;
DROP TABLE quarantine;
DROP TABLE records;
DROP TABLE orders;
DROP TABLE cursors;
DROP TABLE stations;
