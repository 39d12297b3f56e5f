-- +goose Up
-- The newest epoch the station has greeted with: a later one means that its
-- file was restored, and that what was lent to it before is void.
ALTER TABLE stations ADD COLUMN journal_epoch INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE stations DROP COLUMN journal_epoch;
