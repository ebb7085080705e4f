-- Models a workspace pays for itself, asked in the order of `position`. Without one the environment's
-- are asked. `api_key` is sealed by the app; `key_hint` is what people may see of it.
CREATE TABLE "upstream" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "provider" TEXT NOT NULL,
  "base_url" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "pin_model" BOOLEAN NOT NULL DEFAULT false,
  "api_key" TEXT NOT NULL,
  "key_hint" TEXT NOT NULL DEFAULT '',
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "upstream_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "upstream_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id"),
  CONSTRAINT "upstream_provider" CHECK ("provider" IN ('anthropic', 'openai')),
  CONSTRAINT "upstream_hint" CHECK (length("key_hint") <= 4),
  -- "<key id>.<iv>.<tag>.<ciphertext>": a key in the clear never gets in.
  CONSTRAINT "upstream_sealed" CHECK ("api_key" ~ '^[0-9a-f]{8}\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]+$')
);
CREATE INDEX "upstream_workspace_id_idx" ON "upstream"("workspace_id");
GRANT SELECT, INSERT, UPDATE, DELETE ON "upstream" TO l0_app;
