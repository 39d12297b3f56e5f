-- +goose Up
-- Stories that riders have offered. id is that under which one was published.
CREATE TABLE offered_stories (
    station   TEXT COLLATE "C" NOT NULL,
    epoch     BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    pseudonym BYTEA    NOT NULL,
    at_ms     BIGINT NOT NULL,
    -- offered, published, or withdrawn by the rider for good.
    state     TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    PRIMARY KEY (station, epoch, seq)
);
CREATE INDEX offered_stories_rider ON offered_stories (pseudonym);
CREATE INDEX offered_stories_state ON offered_stories (state);

-- Tasks, and the stations they are offered at.
CREATE TABLE tasks_offered (
    task    TEXT    NOT NULL,
    station TEXT COLLATE "C" NOT NULL REFERENCES stations (id),
    -- The latest entry sent.
    entry   BYTEA    NOT NULL,
    at_ms   BIGINT NOT NULL,
    -- 1 until it is withdrawn.
    open    BIGINT NOT NULL,
    PRIMARY KEY (task, station)
);
CREATE INDEX tasks_offered_open ON tasks_offered (open);

-- +goose Down
DROP TABLE tasks_offered;
DROP TABLE offered_stories;
