-- What a model thinks of a sampled hit. It sorts the list and is shown once a person has judged; it is no judgement.
ALTER TABLE "judgement"
  ADD COLUMN "opinion" TEXT,
  ADD COLUMN "opinion_reason" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "opinion_model" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "opinion_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "judgement_opinion" CHECK ("opinion" IS NULL OR "opinion" IN ('right', 'wrong', 'unsure'));
CREATE INDEX "judgement_waiting_idx" ON "judgement"("workspace_id", "created_at") WHERE "judged_at" IS NULL;
