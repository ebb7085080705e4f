-- Rules of review and of entries that hold whatever the code does.

-- ─── Publishing that can still be taken back ─────────────────────────────────────────────────
ALTER TABLE "entry"
  ADD COLUMN "held_version" INTEGER,
  ADD COLUMN "held_until" TIMESTAMPTZ(3);

CREATE TABLE "entry_version_withdrawal" (
  "entry_id" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "withdrawn_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "entry_version_withdrawal_pkey" PRIMARY KEY ("entry_id", "version"),
  CONSTRAINT "entry_version_withdrawal_version_fkey"
    FOREIGN KEY ("entry_id", "version") REFERENCES "entry_version"("entry_id", "version")
);

-- ─── Words ───────────────────────────────────────────────────────────────────────────────────
ALTER TABLE "workspace" ADD CONSTRAINT "workspace_mode" CHECK ("mode" IN ('live', 'shadow'));
ALTER TABLE "intent"
  ADD CONSTRAINT "intent_risk" CHECK ("risk" IN ('low', 'medium', 'high')),
  ADD CONSTRAINT "intent_status" CHECK ("status" IN ('approved', 'rejected'));
ALTER TABLE "release"
  ADD CONSTRAINT "release_status" CHECK ("status" IN ('draft', 'live', 'retired'));
ALTER TABLE "proposal"
  ADD CONSTRAINT "proposal_status" CHECK (
    "status" IN ('pending', 'approved', 'rejected', 'blocked', 'withdrawn')
  ),
  ADD CONSTRAINT "proposal_origin" CHECK (
    "origin" IN ('miss', 'edit', 'import', 'report', 'rescan', 'freshness', 'seeded')
  ),
  ADD CONSTRAINT "proposal_risk" CHECK ("risk" IN ('low', 'medium', 'high')),
  ADD CONSTRAINT "proposal_seeded" CHECK ("seeded" IN ('good', 'bad')),
  ADD CONSTRAINT "proposal_count" CHECK ("count" > 0),
  -- A known item that measures reviewers never reaches an entry.
  ADD CONSTRAINT "proposal_seeded_unpublished" CHECK ("seeded" IS NULL OR "entry_id" IS NULL),
  ADD CONSTRAINT "proposal_decided_whole" CHECK (
    "status" NOT IN ('approved', 'rejected') OR ("decided_at" IS NOT NULL AND "decided_by" IS NOT NULL)
  ),
  ADD CONSTRAINT "proposal_claim_whole" CHECK (
    ("claim_token" IS NULL) = ("claimed_by" IS NULL) AND ("claim_token" IS NULL) = ("claim_until" IS NULL)
  );
ALTER TABLE "decision" ADD CONSTRAINT "decision_verdict" CHECK ("verdict" IN ('approve', 'reject'));
ALTER TABLE "comment"
  ADD CONSTRAINT "comment_subject" CHECK ("subject_type" IN ('proposal', 'entry'));
ALTER TABLE "entry"
  ADD CONSTRAINT "entry_state" CHECK ("state" IN ('active', 'quarantined', 'disabled')),
  ADD CONSTRAINT "entry_pointer" CHECK ("current_version" >= 0 AND "revision" >= 0),
  ADD CONSTRAINT "entry_held_whole" CHECK (
    ("held_version" IS NULL) = ("held_until" IS NULL) AND "held_version" > "current_version"
  );
ALTER TABLE "entry_version"
  ADD CONSTRAINT "entry_version_risk" CHECK ("risk" IN ('low', 'medium', 'high')),
  ADD CONSTRAINT "entry_version_origin" CHECK ("origin" IN ('approval', 'rollback', 'import', 'auto')),
  ADD CONSTRAINT "entry_version_rollback" CHECK (
    ("origin" = 'rollback') = ("from_version" IS NOT NULL) AND "from_version" < "version"
  );

-- ─── One of a kind ───────────────────────────────────────────────────────────────────────────
CREATE UNIQUE INDEX "proposal_one_pending" ON "proposal"("workspace_id", "scope", "key")
  WHERE "status" IN ('pending', 'blocked') AND "seeded" IS NULL;
CREATE UNIQUE INDEX "release_one_live" ON "release"("workspace_id") WHERE "status" = 'live';
CREATE UNIQUE INDEX "memo_one_live" ON "memo"("workspace_id", "masked_hash") WHERE "revoked_at" IS NULL;
-- One vote an actor and content: a double click cannot become two.
CREATE UNIQUE INDEX "decision_one_vote" ON "decision"("proposal_id", "actor_type", "actor_id", "content_hash", "policy_version")
  WHERE "voided_at" IS NULL;
CREATE INDEX "outbox_due" ON "outbox"("available_at") WHERE "done_at" IS NULL AND "cancelled_at" IS NULL;
CREATE INDEX "proposal_seeded_idx" ON "proposal"("workspace_id") WHERE "seeded" IS NOT NULL;
CREATE INDEX "entry_review_by" ON "entry"("review_by") WHERE "review_by" IS NOT NULL;
CREATE INDEX "entry_version_proposal" ON "entry_version"("proposal_id") WHERE "proposal_id" IS NOT NULL;

-- ─── Tenants ─────────────────────────────────────────────────────────────────────────────────
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id");
ALTER TABLE "decision" ADD CONSTRAINT "decision_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id");
ALTER TABLE "comment" ADD CONSTRAINT "comment_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id");
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id");
ALTER TABLE "entry" ADD CONSTRAINT "entry_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id");
ALTER TABLE "entry_version" ADD CONSTRAINT "entry_version_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id");

-- ─── What was approved stays as it was ───────────────────────────────────────────────────────
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER "entry_version_immutable" BEFORE UPDATE OR DELETE ON "entry_version"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "entry_version_kept" BEFORE TRUNCATE ON "entry_version"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "entry_version_withdrawal_immutable" BEFORE UPDATE OR DELETE ON "entry_version_withdrawal"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "entry_version_withdrawal_kept" BEFORE TRUNCATE ON "entry_version_withdrawal"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

CREATE FUNCTION "check_entry_version"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  expected INTEGER;
  source RECORD;
BEGIN
  SELECT COALESCE(max(version), 0) + 1 INTO expected FROM entry_version WHERE entry_id = NEW.entry_id;
  IF NEW.version <> expected THEN
    RAISE EXCEPTION 'entry %: version % does not follow %', NEW.entry_id, NEW.version, expected - 1
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry_id AND workspace_id = NEW.workspace_id) THEN
    RAISE EXCEPTION 'entry % is not of workspace %', NEW.entry_id, NEW.workspace_id
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.proposal_id IS NOT NULL THEN
    SELECT workspace_id, seeded INTO source FROM proposal WHERE id = NEW.proposal_id;
    IF NOT FOUND OR source.workspace_id <> NEW.workspace_id THEN
      RAISE EXCEPTION 'proposal % is not of workspace %', NEW.proposal_id, NEW.workspace_id
        USING ERRCODE = 'check_violation';
    END IF;
    IF source.seeded IS NOT NULL THEN
      RAISE EXCEPTION 'proposal % is seeded and can never be published', NEW.proposal_id
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "entry_version_checked" BEFORE INSERT ON "entry_version"
  FOR EACH ROW EXECUTE FUNCTION "check_entry_version"();

-- The hot store trusts the revision to rise; what is served must exist and must not have been withdrawn.
CREATE FUNCTION "check_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.revision < OLD.revision THEN
    RAISE EXCEPTION 'entry %: the revision never falls', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.workspace_id, NEW.scope, NEW.key) IS DISTINCT FROM (OLD.workspace_id, OLD.scope, OLD.key) THEN
    RAISE EXCEPTION 'entry %: its address never changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.current_version <> OLD.current_version THEN
    IF NEW.current_version <= OLD.current_version THEN
      RAISE EXCEPTION 'entry %: the version never falls', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM entry_version WHERE entry_id = NEW.id AND version = NEW.current_version)
      OR EXISTS (SELECT 1 FROM entry_version_withdrawal WHERE entry_id = NEW.id AND version = NEW.current_version)
    THEN
      RAISE EXCEPTION 'entry %: version % cannot be served', NEW.id, NEW.current_version
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "entry_checked" BEFORE UPDATE ON "entry" FOR EACH ROW EXECUTE FUNCTION "check_entry"();

CREATE FUNCTION "check_proposal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seeded IS DISTINCT FROM OLD.seeded THEN
    RAISE EXCEPTION 'proposal %: a seeded item stays one', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "proposal_checked" BEFORE UPDATE ON "proposal"
  FOR EACH ROW EXECUTE FUNCTION "check_proposal"();

-- ─── The app's role: it owns nothing ─────────────────────────────────────────────────────────
DO $$
DECLARE
  settable BOOLEAN;
  name TEXT;
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'l0_app') THEN
      CREATE ROLE l0_app NOLOGIN;
    END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this cluster was faster
  END;
  settable := pg_has_role(
    current_user, 'l0_app', CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END
  );
  IF NOT settable THEN
    EXECUTE format('GRANT l0_app TO %I', current_user);
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO l0_app', current_schema());
  -- The audit tables get their grants where they are sealed.
  FOR name IN
    SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema() AND tablename NOT LIKE 'audit\_%'
      AND tablename NOT IN ('_prisma_migrations', 'signer_key', 'entry_version', 'entry_version_withdrawal')
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO l0_app', name);
  END LOOP;
  GRANT SELECT, INSERT ON "entry_version", "entry_version_withdrawal" TO l0_app;
END $$;
