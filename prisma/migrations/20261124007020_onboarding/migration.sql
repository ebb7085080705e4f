-- How far a workspace has come in its first minutes. Steps that can be read from the workspace itself
-- (a model, intents, a key) are not repeated here.
CREATE TABLE "onboarding" (
  "workspace_id" TEXT NOT NULL,
  "named_at" TIMESTAMPTZ(3),
  "model_chosen_at" TIMESTAMPTZ(3),
  "intents_chosen_at" TIMESTAMPTZ(3),
  -- The key whose first request is waited for.
  "key_id" TEXT,
  "first_request_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "dismissed_at" TIMESTAMPTZ(3),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "onboarding_pkey" PRIMARY KEY ("workspace_id"),
  CONSTRAINT "onboarding_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id")
);
GRANT SELECT, INSERT, UPDATE, DELETE ON "onboarding" TO l0_app;
