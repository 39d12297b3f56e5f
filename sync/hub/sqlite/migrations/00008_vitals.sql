-- +goose Up
-- The newest telemetry of each station, as it came, and what is wrong there.
CREATE TABLE station_vitals (
    station  TEXT    PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    heard_ms INTEGER NOT NULL,
    -- Codes, separated by spaces.
    troubles TEXT    NOT NULL,
    body     BLOB    NOT NULL
) STRICT;

-- +goose Down
DROP TABLE station_vitals;
