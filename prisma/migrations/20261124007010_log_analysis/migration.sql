-- What a log of questions would gain. The log itself is never stored: `report` holds redacted examples only.
CREATE TABLE "log_analysis" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "file_name" TEXT NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'running',
  "progress" JSONB,
  "progress_at" TIMESTAMPTZ(3) NOT NULL,
  "report" JSONB,
  -- [{rank, key}]: intents made from it.
  "created_intents" JSONB NOT NULL DEFAULT '[]',
  "error" TEXT NOT NULL DEFAULT '',
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "log_analysis_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "log_analysis_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id"),
  CONSTRAINT "log_analysis_status" CHECK ("status" IN ('running', 'done', 'failed'))
);
CREATE INDEX "log_analysis_workspace_id_created_at_idx" ON "log_analysis"("workspace_id", "created_at");
-- One at a time: each takes a core.
CREATE UNIQUE INDEX "log_analysis_running" ON "log_analysis"("workspace_id") WHERE "status" = 'running';
GRANT SELECT, INSERT, UPDATE, DELETE ON "log_analysis" TO l0_app;
