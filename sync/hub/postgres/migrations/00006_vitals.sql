-- +goose Up
-- The newest telemetry of each station, as it came, and what is wrong there.
CREATE TABLE station_vitals (
    station  TEXT COLLATE "C" PRIMARY KEY,
    at_ms    BIGINT NOT NULL,
    heard_ms BIGINT NOT NULL,
    -- Codes, separated by spaces.
    troubles TEXT   NOT NULL,
    body     BYTEA  NOT NULL
) WITH (fillfactor = 50);

-- +goose Down
DROP TABLE station_vitals;
