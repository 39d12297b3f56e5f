-- +goose Up
-- The last entry of its down-journal in the answer to a station's last greeting.
ALTER TABLE stations ADD COLUMN down_sent INTEGER NOT NULL DEFAULT 0;

-- The orders of all records and of all entries of down-journals: the last
-- position of each. Who writes takes the next ones and keeps the row to the
-- commit, so positions grow in the order of commits.
CREATE TABLE orders (
    name TEXT PRIMARY KEY,
    head INTEGER NOT NULL
) STRICT;
INSERT INTO orders (name, head) VALUES
    ('records', (SELECT coalesce(max(pos), 0) FROM records)),
    ('down_entries', (SELECT coalesce(max(pos), 0) FROM down_entries));

-- How far each follower has read. What there was has been projected and pushed
-- already.
CREATE TABLE followers (
    name     TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT;
INSERT INTO followers (name, position) VALUES
    ('unread', (SELECT head FROM orders WHERE name = 'records')),
    ('check_ins', (SELECT head FROM orders WHERE name = 'records')),
    ('bookings', (SELECT head FROM orders WHERE name = 'records')),
    ('push', (SELECT head FROM orders WHERE name = 'down_entries'));

-- Records a follower could not digest.
CREATE TABLE letters (
    follower TEXT    NOT NULL,
    pos      INTEGER NOT NULL,
    station  TEXT    NOT NULL,
    epoch    INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (follower, pos)
) STRICT, WITHOUT ROWID;
INSERT INTO letters (follower, pos, station, epoch, seq, kind, reason, at_ms)
    SELECT CASE WHEN d.kind IN ('unknown', 'unreadable') THEN 'unread' WHEN d.kind = 'check_in' THEN 'check_ins' ELSE 'bookings' END,
        r.pos, d.station, d.epoch, d.seq, d.kind, d.reason, r.received_ms
    FROM dead_letters d JOIN records r ON r.station = d.station AND r.epoch = d.epoch AND r.seq = d.seq;
DROP TABLE dead_letters;
ALTER TABLE letters RENAME TO dead_letters;
CREATE INDEX dead_letters_station ON dead_letters (station);

-- +goose Down
CREATE TABLE letters (
    station TEXT    NOT NULL,
    epoch   INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    reason  TEXT    NOT NULL,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO letters SELECT station, epoch, seq, kind, reason FROM dead_letters;
DROP TABLE dead_letters;
ALTER TABLE letters RENAME TO dead_letters;
DROP TABLE followers;
DROP TABLE orders;
ALTER TABLE stations DROP COLUMN down_sent;
