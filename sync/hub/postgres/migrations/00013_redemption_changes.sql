-- +goose Up
-- What became of the rewards that points were spent on.
CREATE TABLE redemption_changes (
    pos              BIGINT PRIMARY KEY,
    station          TEXT COLLATE "C" NOT NULL,
    epoch            BIGINT NOT NULL,
    seq              BIGINT NOT NULL,
    at_ms            BIGINT NOT NULL,
    trust            TEXT COLLATE "C" NOT NULL,
    boot             BIGINT NOT NULL,
    attendant        TEXT COLLATE "C",
    redemption_epoch BIGINT,
    redemption_seq   BIGINT,
    redemption_pos   BIGINT NOT NULL,
    state            TEXT COLLATE "C" NOT NULL
);
CREATE INDEX redemption_changes_of ON redemption_changes (redemption_pos);

CREATE VIEW redemption_changes_local AS SELECT redemption_changes.*,
    to_timestamp((at_ms + 28800000) / 1000) AT TIME ZONE 'UTC' AS at
    FROM redemption_changes;

-- A row for each redemption: whether its reward was handed out, by the latest
-- word of its station.
CREATE VIEW redemptions AS
    SELECT p.*, to_timestamp((p.at_ms + 28800000) / 1000) AT TIME ZONE 'UTC' AS at,
        CASE WHEN r.pos IS NOT NULL THEN 'reversed' WHEN c.state = 'handed_out' THEN 'handed_out' ELSE 'open' END AS state,
        coalesce(r.at_ms, c.at_ms, p.at_ms) AS state_ms,
        CASE WHEN c.state = 'handed_out' THEN c.at_ms END AS handed_out_ms,
        CASE WHEN c.state = 'handed_out' THEN c.attendant END AS handed_out_by
    FROM points_redeemed p
    LEFT JOIN points_reversed r ON r.entry_pos = p.pos
    LEFT JOIN (SELECT x.*, row_number() OVER (PARTITION BY redemption_pos ORDER BY epoch DESC, seq DESC) AS newest
        FROM redemption_changes x) c ON c.redemption_pos = p.pos AND c.newest = 1;

-- +goose Down
DROP VIEW redemptions;
DROP VIEW redemption_changes_local;
DROP TABLE redemption_changes;
