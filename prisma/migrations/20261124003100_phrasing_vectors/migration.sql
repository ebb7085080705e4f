-- Embeddings of phrasings that were paid for: a restart does not ask for them again. Compared in the process
-- (docs/decisions), so plain bytes will do.
CREATE TABLE "phrasing_vector" (
  "workspace_id" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "text_hash" TEXT NOT NULL,
  "vector" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "phrasing_vector_pkey" PRIMARY KEY ("workspace_id", "model", "text_hash"),
  CONSTRAINT "phrasing_vector_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE
);
GRANT SELECT, INSERT, UPDATE, DELETE ON "phrasing_vector" TO l0_app;
