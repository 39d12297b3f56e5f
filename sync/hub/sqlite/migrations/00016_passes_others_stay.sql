-- +goose Up
-- Whether a rider who revoked passes keeps others.
DROP VIEW rider_passes_revoked_local;
ALTER TABLE rider_passes_revoked ADD COLUMN others_stay INTEGER NOT NULL DEFAULT 0;
CREATE VIEW rider_passes_revoked_local AS SELECT rider_passes_revoked.*,
    datetime((at_ms + 28800000) / 1000, 'unixepoch') AS at
    FROM rider_passes_revoked;

-- +goose Down
DROP VIEW rider_passes_revoked_local;
ALTER TABLE rider_passes_revoked DROP COLUMN others_stay;
CREATE VIEW rider_passes_revoked_local AS SELECT rider_passes_revoked.*,
    datetime((at_ms + 28800000) / 1000, 'unixepoch') AS at
    FROM rider_passes_revoked;
