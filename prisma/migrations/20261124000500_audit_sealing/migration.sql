-- Sealing of the audit log at commit: tables, triggers, grants. `ports.ts` tells the story in prose.
--
-- Why it is built so:
--  * A head read without serialisation forks the chain; `SELECT … FOR UPDATE` on the newest row does
--    not serialise inserts. So: one advisory lock a workspace, and UNIQUE (workspace_id, prev_hash)
--    as the proof that it worked.
--  * A lock taken at INSERT is held while the rest of the transaction waits for row locks, and two
--    such transactions deadlock. So: a constraint trigger that fires at COMMIT and needs nothing else.
--  * The head is a row of its own, never "the newest by timestamp".
--  * The hash is made from text that is stored; it is never made again from columns, whose
--    timestamps, numbers and key order would come back different.
--  * What a superuser does (disable triggers, rewrite rows) is not prevented here. It is detected,
--    by checkpoints kept outside the database.

-- ── Tables ──────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE IF NOT EXISTS audit_event (
  id           text PRIMARY KEY,
  workspace_id text NOT NULL,
  seq          bigint,                  -- null until sealed; 1, 2, 3 … within a workspace
  type         text NOT NULL,
  actor_type   text NOT NULL,
  actor_id     text NOT NULL,
  target_type  text NOT NULL,
  target_id    text NOT NULL,
  risk         text NOT NULL,
  at           timestamptz(3) NOT NULL,
  body         text NOT NULL,           -- RFC 8785 text made by `prepareEvent`
  leaf         text,                    -- {"body":<body>,"prev":"<hex>","seq":<n>,"ws":"<id>"}
  leaf_hash    text,                    -- hex SHA-256(0x00 ‖ leaf), RFC 9162 §2.1.1
  prev_hash    text,                    -- leaf_hash of seq − 1; 64 zeros for the first
  request_id   text
);
CREATE UNIQUE INDEX IF NOT EXISTS audit_event_workspace_id_seq_key ON audit_event (workspace_id, seq);
CREATE UNIQUE INDEX IF NOT EXISTS audit_event_workspace_id_prev_hash_key ON audit_event (workspace_id, prev_hash);
CREATE INDEX IF NOT EXISTS audit_event_workspace_id_at_idx ON audit_event (workspace_id, at);
CREATE INDEX IF NOT EXISTS audit_event_workspace_id_target_id_idx ON audit_event (workspace_id, target_id);

-- The alphabet lets the trigger put the id into JSON without escaping.
ALTER TABLE audit_event DROP CONSTRAINT IF EXISTS audit_event_workspace_id_alphabet;
ALTER TABLE audit_event ADD CONSTRAINT audit_event_workspace_id_alphabet
  CHECK (workspace_id ~ '^[A-Za-z0-9_-]{1,64}$');

-- Outside the leaf, so that it can be erased while the proof holds.
CREATE TABLE IF NOT EXISTS audit_personal (
  event_id     text NOT NULL,
  workspace_id text NOT NULL,
  field        text NOT NULL,
  value        text NOT NULL,
  salt         text NOT NULL,           -- hex, 32 bytes
  PRIMARY KEY (event_id, field)
);
CREATE INDEX IF NOT EXISTS audit_personal_workspace_id_idx ON audit_personal (workspace_id);

CREATE TABLE IF NOT EXISTS audit_head (
  workspace_id text PRIMARY KEY,
  size         bigint NOT NULL DEFAULT 0,
  head_hash    text NOT NULL
);

CREATE TABLE IF NOT EXISTS audit_checkpoint (
  id           text PRIMARY KEY,
  workspace_id text NOT NULL,
  size         bigint NOT NULL,
  root         text NOT NULL,
  key_id       text NOT NULL,
  note         text NOT NULL,
  created_at   timestamptz(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX IF NOT EXISTS audit_checkpoint_workspace_id_size_key ON audit_checkpoint (workspace_id, size);
-- What the signer needs to go on: CheckpointRecord.peaks joined by spaces, and CheckpointRecord.head.
ALTER TABLE audit_checkpoint ADD COLUMN IF NOT EXISTS peaks text NOT NULL DEFAULT '';
ALTER TABLE audit_checkpoint ADD COLUMN IF NOT EXISTS head_hash text NOT NULL DEFAULT '';

-- Which keys have spoken for a log. The first has old_key '' and no note; UNIQUE (workspace_id,
-- old_key) lets each key hand over once.
CREATE TABLE IF NOT EXISTS audit_key (
  workspace_id text NOT NULL,
  verifier_key text NOT NULL,
  old_key      text NOT NULL DEFAULT '',
  size         bigint NOT NULL DEFAULT 0,
  note         text,
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, verifier_key)
);
CREATE UNIQUE INDEX IF NOT EXISTS audit_key_workspace_id_old_key_key ON audit_key (workspace_id, old_key);

-- ── Insert: unsealed, and columns that say what the body says ──────────────────────────────────

CREATE OR REPLACE FUNCTION audit_event_admit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  b jsonb := NEW.body::jsonb;
BEGIN
  IF NEW.seq IS NOT NULL OR NEW.leaf IS NOT NULL OR NEW.leaf_hash IS NOT NULL OR NEW.prev_hash IS NOT NULL THEN
    RAISE EXCEPTION 'audit_event: an event is sealed by its trigger, not by its writer' USING ERRCODE = '42501';
  END IF;
  IF (b->>'id', b->>'type', b#>>'{actor,type}', b#>>'{actor,id}', b#>>'{target,type}', b#>>'{target,id}', b->>'risk',
      (b->>'at')::timestamptz)
     IS DISTINCT FROM
     (NEW.id, NEW.type, NEW.actor_type, NEW.actor_id, NEW.target_type, NEW.target_id, NEW.risk, NEW.at) THEN
    RAISE EXCEPTION 'audit_event %: columns differ from the body', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS audit_event_admit ON audit_event;
CREATE TRIGGER audit_event_admit BEFORE INSERT ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_event_admit();

-- ── Commit: the seal ───────────────────────────────────────────────────────────────────────────
-- Fires once a row, in the order of insertion, at COMMIT. The lock is re-entrant, so several events
-- of one transaction follow one another. SECURITY DEFINER: the writer itself may not UPDATE.
-- In READ COMMITTED each statement below sees what the previous holder of the lock committed; under
-- REPEATABLE READ the write to audit_head fails with 40001 and the transaction is tried again.
-- A transaction that writes to two workspaces may deadlock with one doing so in the other order;
-- Postgres then ends one of them (40P01), and nothing of it remains.

CREATE OR REPLACE FUNCTION audit_event_seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  last_size bigint;
  last_hash text;
  new_leaf  text;
  new_hash  text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('l0.audit:' || NEW.workspace_id, 0));
  SELECT size, head_hash INTO last_size, last_hash FROM audit_head WHERE workspace_id = NEW.workspace_id;
  IF NOT FOUND THEN
    last_size := 0;
    last_hash := repeat('0', 64);
    INSERT INTO audit_head (workspace_id, size, head_hash) VALUES (NEW.workspace_id, 0, last_hash);
  END IF;
  new_leaf := '{"body":' || NEW.body || ',"prev":"' || last_hash || '","seq":' || (last_size + 1)
              || ',"ws":"' || NEW.workspace_id || '"}';
  new_hash := encode(sha256('\x00'::bytea || convert_to(new_leaf, 'UTF8')), 'hex');
  -- The head first: a stale snapshot then fails here as 40001, which callers retry.
  UPDATE audit_head SET size = last_size + 1, head_hash = new_hash WHERE workspace_id = NEW.workspace_id;
  UPDATE audit_event
     SET seq = last_size + 1, prev_hash = last_hash, leaf = new_leaf, leaf_hash = new_hash
   WHERE id = NEW.id;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS audit_event_seal ON audit_event;
CREATE CONSTRAINT TRIGGER audit_event_seal AFTER INSERT ON audit_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_event_seal();

-- ── Nothing else changes a row ─────────────────────────────────────────────────────────────────

CREATE OR REPLACE FUNCTION audit_event_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Depth 2: this UPDATE was made by a trigger, and only the seal updates this table.
  IF TG_OP = 'UPDATE' AND pg_trigger_depth() = 2 AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
     AND (NEW.id, NEW.workspace_id, NEW.type, NEW.actor_type, NEW.actor_id, NEW.target_type, NEW.target_id,
          NEW.risk, NEW.at, NEW.body, NEW.request_id)
         IS NOT DISTINCT FROM
         (OLD.id, OLD.workspace_id, OLD.type, OLD.actor_type, OLD.actor_id, OLD.target_type, OLD.target_id,
          OLD.risk, OLD.at, OLD.body, OLD.request_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit_event is append-only: % refused', TG_OP USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '42501';
END $$;

-- The head moves only by the seal, and only forward by one.
CREATE OR REPLACE FUNCTION audit_head_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF pg_trigger_depth() = 2 AND (
       (TG_OP = 'INSERT' AND NEW.size = 0) OR
       (TG_OP = 'UPDATE' AND NEW.size = OLD.size + 1 AND NEW.workspace_id = OLD.workspace_id)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit_head moves only by sealing: % refused', TG_OP USING ERRCODE = '42501';
END $$;

DROP TRIGGER IF EXISTS audit_event_keep ON audit_event;
CREATE TRIGGER audit_event_keep BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_event_keep();
DROP TRIGGER IF EXISTS audit_event_no_truncate ON audit_event;
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event EXECUTE FUNCTION audit_refuse();

DROP TRIGGER IF EXISTS audit_head_keep ON audit_head;
CREATE TRIGGER audit_head_keep BEFORE INSERT OR UPDATE OR DELETE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION audit_head_keep();
DROP TRIGGER IF EXISTS audit_head_no_truncate ON audit_head;
CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head EXECUTE FUNCTION audit_refuse();

-- Erasure deletes personal values row by row; changing or emptying the table is no erasure.
DROP TRIGGER IF EXISTS audit_personal_no_update ON audit_personal;
CREATE TRIGGER audit_personal_no_update BEFORE UPDATE ON audit_personal
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
DROP TRIGGER IF EXISTS audit_personal_no_truncate ON audit_personal;
CREATE TRIGGER audit_personal_no_truncate BEFORE TRUNCATE ON audit_personal EXECUTE FUNCTION audit_refuse();

DROP TRIGGER IF EXISTS audit_checkpoint_keep ON audit_checkpoint;
CREATE TRIGGER audit_checkpoint_keep BEFORE UPDATE OR DELETE ON audit_checkpoint
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
DROP TRIGGER IF EXISTS audit_checkpoint_no_truncate ON audit_checkpoint;
CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON audit_checkpoint EXECUTE FUNCTION audit_refuse();
DROP TRIGGER IF EXISTS audit_key_keep ON audit_key;
CREATE TRIGGER audit_key_keep BEFORE UPDATE OR DELETE ON audit_key
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
DROP TRIGGER IF EXISTS audit_key_no_truncate ON audit_key;
CREATE TRIGGER audit_key_no_truncate BEFORE TRUNCATE ON audit_key EXECUTE FUNCTION audit_refuse();

-- ── Roles: the owner migrates, the application writes, the signer signs ────────────────────────

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'l0_app') THEN CREATE ROLE l0_app NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'l0_signer') THEN CREATE ROLE l0_signer NOLOGIN; END IF;
END $$;

REVOKE ALL ON audit_event, audit_personal, audit_head, audit_checkpoint, audit_key FROM PUBLIC;
REVOKE ALL ON audit_event, audit_personal, audit_head, audit_checkpoint, audit_key FROM l0_app, l0_signer;
GRANT SELECT, INSERT ON audit_event TO l0_app;
GRANT SELECT, INSERT, DELETE ON audit_personal TO l0_app;
GRANT SELECT ON audit_head, audit_checkpoint, audit_key TO l0_app;
GRANT SELECT ON audit_event, audit_head TO l0_signer;
GRANT SELECT, INSERT ON audit_checkpoint, audit_key TO l0_signer;
REVOKE ALL ON FUNCTION audit_event_seal() FROM PUBLIC;
