-- A forgotten password: a one-use link that an admin makes, or two where no second factor would stand
-- between the link and the account. The link itself is kept as a hash.
CREATE TABLE "password_reset" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL,
  "requested_by" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "token_hash" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "approved_by" TEXT,
  "approved_at" TIMESTAMPTZ(3),
  "used_at" TIMESTAMPTZ(3),
  "revoked_at" TIMESTAMPTZ(3),
  CONSTRAINT "password_reset_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "password_reset_not_own" CHECK ("requested_by" <> "user_id"),
  CONSTRAINT "password_reset_two_people" CHECK (
    "approved_by" IS NULL OR ("approved_by" <> "requested_by" AND "approved_by" <> "user_id")
  ),
  CONSTRAINT "password_reset_short" CHECK ("expires_at" <= "created_at" + INTERVAL '2 days'),
  CONSTRAINT "password_reset_hash" CHECK ("token_hash" IS NULL OR "token_hash" ~ '^[0-9a-f]{64}$')
);
CREATE UNIQUE INDEX "password_reset_token_hash_key" ON "password_reset"("token_hash");
CREATE INDEX "password_reset_workspace_id_idx" ON "password_reset"("workspace_id");
-- One open a person and workspace: an older link must have ended before a newer one works.
CREATE UNIQUE INDEX "password_reset_open" ON "password_reset"("workspace_id", "user_id")
  WHERE "used_at" IS NULL AND "revoked_at" IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON "password_reset" TO l0_app;
