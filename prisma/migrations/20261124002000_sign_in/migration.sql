-- A rotated session remembers its last token for the requests that were already under way.
ALTER TABLE "session"
  ADD COLUMN "previous_hash" TEXT,
  ADD COLUMN "previous_mfa_at" TIMESTAMPTZ(3),
  ADD COLUMN "rotated_at" TIMESTAMPTZ(3);
CREATE UNIQUE INDEX "session_previous_hash_key" ON "session"("previous_hash");

ALTER TABLE "mfa_reset" ADD COLUMN "rejected_at" TIMESTAMPTZ(3);

-- Rules that hold whatever the code does.
ALTER TABLE "app_user"
  ADD CONSTRAINT "app_user_email_lower" CHECK ("email" = lower("email")),
  ADD CONSTRAINT "app_user_totp_whole" CHECK ("totp_enrolled_at" IS NULL OR "totp_secret" IS NOT NULL);
ALTER TABLE "membership"
  ADD CONSTRAINT "membership_role" CHECK ("role" IN ('viewer', 'operator', 'admin', 'auditor'));
ALTER TABLE "invitation"
  ADD CONSTRAINT "invitation_role" CHECK ("role" IN ('viewer', 'operator', 'admin', 'auditor')),
  ADD CONSTRAINT "invitation_expires" CHECK ("expires_at" > "created_at");
ALTER TABLE "challenge"
  ADD CONSTRAINT "challenge_short" CHECK ("expires_at" <= "created_at" + INTERVAL '15 minutes');
-- Two people reset a second factor: not one person twice, and not the person concerned.
ALTER TABLE "mfa_reset"
  ADD CONSTRAINT "mfa_reset_two_people" CHECK (
    "approved_by" IS NULL OR ("approved_by" <> "requested_by" AND "approved_by" <> "user_id")
  ),
  ADD CONSTRAINT "mfa_reset_not_own" CHECK ("requested_by" <> "user_id");
ALTER TABLE "api_key"
  ADD CONSTRAINT "api_key_scopes" CHECK (
    cardinality("scopes") > 0 AND "scopes" <@ ARRAY['lookup', 'review', 'audit']
  ),
  ADD CONSTRAINT "api_key_hash" CHECK ("secret_hash" ~ '^[0-9a-f]{64}$');

-- One open reset a person; at most one live successor a key, so a rotation has two live keys, never three.
CREATE UNIQUE INDEX "mfa_reset_open" ON "mfa_reset"("workspace_id", "user_id")
  WHERE "approved_at" IS NULL AND "rejected_at" IS NULL;
CREATE UNIQUE INDEX "api_key_successor" ON "api_key"("replaces") WHERE "revoked_at" IS NULL;
CREATE INDEX "throttle_updated_at" ON "throttle"("updated_at");
