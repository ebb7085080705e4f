-- A held version lifts a quarantine that was there when it was approved, never one imposed since.
ALTER TABLE "entry" ADD COLUMN "held_lifts" BOOLEAN NOT NULL DEFAULT true;
-- Who was told of a subject, and what publishes an entry.
CREATE INDEX "outbox_subject" ON "outbox"("subject_id");
