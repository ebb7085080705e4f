-- Where a workspace's published answers are, for those that do not share the deployment's Redis: the place in use
-- (`current`) and places that still have to be emptied (`leaving`). `url` is sealed by the app and NULL for the shared
-- store; a workspace without rows is there.
CREATE TABLE "dedicated_store" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "url" TEXT,
  "host" TEXT NOT NULL DEFAULT '',
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "filled_at" TIMESTAMPTZ(3),
  "left_at" TIMESTAMPTZ(3),
  CONSTRAINT "dedicated_store_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "dedicated_store_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id"),
  CONSTRAINT "dedicated_store_state" CHECK ("state" IN ('current', 'leaving')),
  CONSTRAINT "dedicated_store_left" CHECK (("state" = 'leaving') = ("left_at" IS NOT NULL)),
  -- "<key id>.<iv>.<tag>.<ciphertext>": an address with its password never gets in in the clear.
  CONSTRAINT "dedicated_store_sealed" CHECK ("url" ~ '^[0-9a-f]{8}\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]+$')
);
CREATE INDEX "dedicated_store_workspace_id_idx" ON "dedicated_store"("workspace_id");
CREATE UNIQUE INDEX "dedicated_store_current" ON "dedicated_store"("workspace_id") WHERE "state" = 'current';
GRANT SELECT, INSERT, UPDATE, DELETE ON "dedicated_store" TO l0_app;
