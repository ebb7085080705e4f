-- Releases are trained outside the request path, and go live one at a time.
ALTER TABLE "release"
  ADD COLUMN "progress" JSONB,
  ADD COLUMN "progress_at" TIMESTAMPTZ(3),
  ADD COLUMN "error" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "previous_id" TEXT,
  DROP CONSTRAINT "release_status",
  ADD CONSTRAINT "release_status" CHECK ("status" IN ('training', 'failed', 'draft', 'live', 'retired')),
  ADD CONSTRAINT "release_trained" CHECK (
    "status" IN ('training', 'failed') OR "hash" ~ '^[0-9a-f]{64}$'
  ),
  ADD CONSTRAINT "release_released_whole" CHECK (
    "status" NOT IN ('live', 'retired') OR ("released_at" IS NOT NULL AND "released_by" IS NOT NULL)
  );
CREATE UNIQUE INDEX "release_one_training" ON "release"("workspace_id") WHERE "status" = 'training';

-- What was trained, replayed and released is one and the same thing.
CREATE FUNCTION "check_release"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'training' AND (NEW.hash <> OLD.hash OR NEW.artefact <> OLD.artefact) THEN
    RAISE EXCEPTION 'release %: its content never changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status IN ('training', 'draft') AND OLD.status NOT IN ('training', NEW.status) THEN
    RAISE EXCEPTION 'release %: % does not become % again', NEW.id, OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "release_checked" BEFORE UPDATE ON "release"
  FOR EACH ROW EXECUTE FUNCTION "check_release"();

ALTER TABLE "phrasing" ADD CONSTRAINT "phrasing_source" CHECK (
  "source" IN ('author', 'review', 'import', 'suggestion')
);
ALTER TABLE "memo" ADD CONSTRAINT "memo_source" CHECK ("source" IN ('llm', 'embedding', 'webhook', 'person'));

-- A sampled hit is judged once for its text; the count says how many hits the verdict speaks for.
ALTER TABLE "judgement"
  ADD COLUMN "masked_hash" TEXT NOT NULL,
  ADD COLUMN "count" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "note" TEXT NOT NULL DEFAULT '',
  ADD CONSTRAINT "judgement_count" CHECK ("count" > 0),
  ADD CONSTRAINT "judgement_source" CHECK ("source" IN ('sample', 'shadow')),
  ADD CONSTRAINT "judgement_whole" CHECK (("judged_at" IS NULL) = ("correct" IS NULL));
CREATE UNIQUE INDEX "judgement_workspace_id_entry_id_version_source_masked_hash_key"
  ON "judgement"("workspace_id", "entry_id", "version", "source", "masked_hash");

CREATE TABLE "normalizer_webhook" (
  "workspace_id" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "secret" TEXT NOT NULL,
  "deadline_ms" INTEGER NOT NULL DEFAULT 1500,
  "enabled" BOOLEAN NOT NULL DEFAULT true,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_outcome" TEXT NOT NULL DEFAULT '',
  "last_at" TIMESTAMPTZ(3),
  CONSTRAINT "normalizer_webhook_pkey" PRIMARY KEY ("workspace_id"),
  CONSTRAINT "normalizer_webhook_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id"),
  CONSTRAINT "normalizer_webhook_deadline" CHECK ("deadline_ms" BETWEEN 50 AND 10000)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON "normalizer_webhook" TO l0_app;

ALTER TABLE "intent" ADD CONSTRAINT "intent_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id");
ALTER TABLE "release" ADD CONSTRAINT "release_workspace_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id");
