-- +goose Up
-- Stories that riders have offered. id is that under which one was published.
CREATE TABLE offered_stories (
    station   TEXT    NOT NULL,
    epoch     INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    pseudonym BLOB    NOT NULL,
    at_ms     INTEGER NOT NULL,
    -- offered, published, or withdrawn by the rider for good.
    state     TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX offered_stories_rider ON offered_stories (pseudonym);
CREATE INDEX offered_stories_state ON offered_stories (state);

-- Tasks, and the stations they are offered at.
CREATE TABLE tasks_offered (
    task    TEXT    NOT NULL,
    station TEXT    NOT NULL REFERENCES stations (id),
    -- The latest entry sent.
    entry   BLOB    NOT NULL,
    at_ms   INTEGER NOT NULL,
    -- 1 until it is withdrawn.
    open    INTEGER NOT NULL,
    PRIMARY KEY (task, station)
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_offered_open ON tasks_offered (open);

-- +goose Down
DROP TABLE tasks_offered;
DROP TABLE offered_stories;
