-- +goose Up
-- Appeals at work: how each stands. What they say is sealed, in their records.
CREATE TABLE cases (
    -- SHA-256 of its claim code's public key, and that key, to which replies are
    -- sealed.
    claim      BLOB    NOT NULL PRIMARY KEY,
    claim_key  BLOB    NOT NULL,
    -- Its record.
    station    TEXT    NOT NULL,
    epoch      INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    filed_ms   INTEGER NOT NULL,
    category   TEXT    NOT NULL,
    named      INTEGER NOT NULL,
    -- received, assigned, in_progress, answered, rated or reopened; round is how
    -- often it had been reopened.
    state      TEXT    NOT NULL,
    round      INTEGER NOT NULL,
    department TEXT    NOT NULL,
    due_ms     INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    -- Of the latest answer rated.
    stars      INTEGER,
    -- 1 until it is answered, and again when it is reopened.
    open       INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_open ON cases (open, due_ms);

-- The records in which riders said something of an appeal.
CREATE TABLE case_records (
    station TEXT    NOT NULL,
    epoch   INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    claim   BLOB    NOT NULL,
    pos     INTEGER NOT NULL,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_records_claim ON case_records (claim);

-- +goose Down
DROP TABLE case_records;
DROP TABLE cases;
