-- +goose Up
-- What became of the rewards that points were spent on.
CREATE TABLE redemption_changes (
    pos              INTEGER PRIMARY KEY,
    station          TEXT NOT NULL,
    epoch            INTEGER NOT NULL,
    seq              INTEGER NOT NULL,
    at_ms            INTEGER NOT NULL,
    trust            TEXT NOT NULL,
    boot             INTEGER NOT NULL,
    attendant        TEXT,
    redemption_epoch INTEGER,
    redemption_seq   INTEGER,
    redemption_pos   INTEGER NOT NULL,
    state            TEXT NOT NULL
) STRICT;
CREATE INDEX redemption_changes_of ON redemption_changes (redemption_pos);

CREATE VIEW redemption_changes_local AS SELECT redemption_changes.*,
    datetime((at_ms + 28800000) / 1000, 'unixepoch') AS at
    FROM redemption_changes;

-- A row for each redemption: whether its reward was handed out, by the latest
-- word of its station.
CREATE VIEW redemptions AS
    SELECT p.*, datetime((p.at_ms + 28800000) / 1000, 'unixepoch') AS at,
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
