-- Generic intents with their approved answers that a workspace shows to the others of the deployment. A row is a copy of
-- what was approved then: it changes no more, but for being taken back.
CREATE TABLE "shared_answer" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "risk" TEXT NOT NULL,
  "phrasings" TEXT[],
  "slots" JSONB NOT NULL DEFAULT '[]',
  "answer" TEXT NOT NULL,
  "content_hash" TEXT NOT NULL,
  "entry_id" TEXT NOT NULL,
  "entry_version" INTEGER NOT NULL,
  "ruleset_version" TEXT NOT NULL,
  "published_by" TEXT NOT NULL,
  "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "unpublished_at" TIMESTAMPTZ(3),
  CONSTRAINT "shared_answer_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "shared_answer_live" ON "shared_answer"("workspace_id", "key") WHERE "unpublished_at" IS NULL;
CREATE INDEX "shared_answer_published_at_idx" ON "shared_answer"("published_at");
GRANT SELECT, INSERT ON "shared_answer" TO l0_app;
GRANT UPDATE ("unpublished_at") ON "shared_answer" TO l0_app;

-- Who adopted what: a workspace adopts a shared answer once.
CREATE TABLE "library_adoption" (
  "workspace_id" TEXT NOT NULL,
  "shared_id" TEXT NOT NULL,
  "proposal_id" TEXT NOT NULL,
  "adopted_by" TEXT NOT NULL,
  "adopted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "library_adoption_pkey" PRIMARY KEY ("workspace_id", "shared_id")
);
GRANT SELECT, INSERT ON "library_adoption" TO l0_app;
