-- +goose Up
-- Whether a rider who revoked passes keeps others.
DROP VIEW rider_passes_revoked_local;
ALTER TABLE rider_passes_revoked ADD COLUMN others_stay BIGINT NOT NULL DEFAULT 0;
CREATE VIEW rider_passes_revoked_local AS SELECT rider_passes_revoked.*,
    to_timestamp((at_ms + 28800000) / 1000) AT TIME ZONE 'UTC' AS at
    FROM rider_passes_revoked;

-- +goose Down
DROP VIEW rider_passes_revoked_local;
ALTER TABLE rider_passes_revoked DROP COLUMN others_stay;
CREATE VIEW rider_passes_revoked_local AS SELECT rider_passes_revoked.*,
    to_timestamp((at_ms + 28800000) / 1000) AT TIME ZONE 'UTC' AS at
    FROM rider_passes_revoked;
