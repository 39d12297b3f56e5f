-- +goose Up
-- Since when the present key is revoked, and until when its newest certificate
-- is good; 0 is not, or not known.
ALTER TABLE stations ADD COLUMN revoked_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stations ADD COLUMN certified_ms BIGINT NOT NULL DEFAULT 0;

-- Every key that a station enrolled with, for good. pos is that of its last
-- change in the order of all changes.
CREATE TABLE station_keys (
    station     TEXT COLLATE "C" NOT NULL REFERENCES stations (id),
    public_key  BYTEA    NOT NULL,
    pos         BIGINT NOT NULL,
    enrolled_ms BIGINT NOT NULL,
    replaced_ms BIGINT NOT NULL DEFAULT 0,
    revoked_ms  BIGINT NOT NULL DEFAULT 0,
    because     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (station, public_key)
);
CREATE INDEX station_keys_pos ON station_keys (pos);
INSERT INTO station_keys (station, public_key, pos, enrolled_ms) SELECT id, public_key, 0, 0 FROM stations WHERE public_key IS NOT NULL;
INSERT INTO orders (name, head) VALUES ('station_keys', 0);

-- +goose Down
DELETE FROM orders WHERE name = 'station_keys';
DROP TABLE station_keys;
ALTER TABLE stations DROP COLUMN certified_ms;
ALTER TABLE stations DROP COLUMN revoked_ms;
