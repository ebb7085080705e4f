-- Two intents that turned out the same: one is merged into the other and kept, so that it can be taken back.
ALTER TABLE "intent"
  ADD COLUMN "merged_into" TEXT,
  ADD COLUMN "merged_patterns" TEXT[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT "intent_merged_elsewhere" CHECK ("merged_into" <> "key"),
  ADD CONSTRAINT "intent_merged_patterns" CHECK ("merged_into" IS NOT NULL OR "merged_patterns" = '{}');
CREATE INDEX "intent_merged_into_idx" ON "intent"("workspace_id", "merged_into") WHERE "merged_into" IS NOT NULL;

-- Where a phrasing came from, by the id of its first intent.
ALTER TABLE "phrasing" ADD COLUMN "merged_from" TEXT;
