-- +goose Up
ALTER TABLE networks ADD COLUMN meeting_service TEXT NOT NULL DEFAULT ''; -- a kind of package meeting; empty: what meeting_base suggests

-- +goose Down
ALTER TABLE networks DROP COLUMN meeting_service;
