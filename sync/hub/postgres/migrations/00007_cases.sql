-- +goose Up
-- Appeals at work: how each stands. What they say is sealed, in their records.
CREATE TABLE cases (
    -- SHA-256 of its claim code's public key, and that key, to which replies are
    -- sealed.
    claim      BYTEA    NOT NULL PRIMARY KEY,
    claim_key  BYTEA    NOT NULL,
    -- Its record.
    station    TEXT COLLATE "C"    NOT NULL,
    epoch      BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    filed_ms   BIGINT NOT NULL,
    category   TEXT    NOT NULL,
    named      BIGINT NOT NULL,
    -- received, assigned, in_progress, answered, rated or reopened; round is how
    -- often it had been reopened.
    state      TEXT    NOT NULL,
    round      BIGINT NOT NULL,
    department TEXT    NOT NULL,
    due_ms     BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    -- Of the latest answer rated.
    stars      BIGINT,
    -- 1 until it is answered, and again when it is reopened.
    open       BIGINT NOT NULL
);
CREATE INDEX cases_open ON cases (open, due_ms);

-- The records in which riders said something of an appeal.
CREATE TABLE case_records (
    station TEXT COLLATE "C"    NOT NULL,
    epoch   BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    claim   BYTEA    NOT NULL,
    pos     BIGINT NOT NULL,
    PRIMARY KEY (station, epoch, seq)
);
CREATE INDEX case_records_claim ON case_records (claim);

-- +goose Down
DROP TABLE case_records;
DROP TABLE cases;
