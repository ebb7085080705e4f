-- When the share of a roll-out was last set, or the workspace began to serve: evidence of wrong answers counts from here.
-- Usage is kept by the hour, so the hits that this hour had by then are kept beside it.
ALTER TABLE "workspace"
  ADD COLUMN "rollout_at" TIMESTAMPTZ(3),
  ADD COLUMN "rollout_hits_before" BIGINT NOT NULL DEFAULT 0;
