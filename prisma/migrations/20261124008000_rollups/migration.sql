-- The roll-ups by hour and by day hold a row for each intent and each kind of request. A busy workspace has a million
-- of them within a quarter, and a page that adds them all up takes seconds (tests/bench/rollups.ts). These two hold
-- what pages ask for: one without the intent, one without the kind; by hour, by UTC day, and by week from Monday.
CREATE TABLE "usage_kind" (
  "workspace_id" TEXT NOT NULL,
  "unit" TEXT NOT NULL,
  "start" TIMESTAMPTZ(3) NOT NULL,
  "scope" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "requests" BIGINT NOT NULL DEFAULT 0,
  "input_tokens" BIGINT NOT NULL DEFAULT 0,
  "output_tokens" BIGINT NOT NULL DEFAULT 0,
  "cost_usd" NUMERIC(24, 8) NOT NULL DEFAULT 0,
  "saved_usd" NUMERIC(24, 8) NOT NULL DEFAULT 0,
  "errors" BIGINT NOT NULL DEFAULT 0,
  "latency" BIGINT[] NOT NULL DEFAULT '{}',
  CONSTRAINT "usage_kind_pkey" PRIMARY KEY ("workspace_id", "unit", "start", "scope", "status", "reason", "model"),
  CONSTRAINT "usage_kind_unit" CHECK ("unit" IN ('hour', 'day', 'week'))
);

-- Requests that somebody made: what the helpers ask for themselves has no intent and is not in it.
CREATE TABLE "usage_key" (
  "workspace_id" TEXT NOT NULL,
  "unit" TEXT NOT NULL,
  "start" TIMESTAMPTZ(3) NOT NULL,
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "requests" BIGINT NOT NULL DEFAULT 0,
  "hits" BIGINT NOT NULL DEFAULT 0,
  "saved_usd" NUMERIC(24, 8) NOT NULL DEFAULT 0,
  CONSTRAINT "usage_key_pkey" PRIMARY KEY ("workspace_id", "unit", "start", "scope", "key"),
  CONSTRAINT "usage_key_unit" CHECK ("unit" IN ('hour', 'day', 'week'))
);

-- One intent's rows, without reading those of all the others.
CREATE INDEX "usage_hour_workspace_id_key_hour_idx" ON "usage_hour" ("workspace_id", "key", "hour");
CREATE INDEX "usage_day_workspace_id_key_day_idx" ON "usage_day" ("workspace_id", "key", "day");

-- What there is so far, in the order of time as it would have come. A server of the version before counts on without these tables: the chores put that right.
DO $$
DECLARE
  counts TEXT := (SELECT string_agg(format('coalesce(sum((latency->%s)::bigint), 0)::bigint', i), ', ') FROM generate_series(0, 31) AS i);
  again TEXT := (SELECT string_agg(format('coalesce(sum(latency[%s]), 0)::bigint', i), ', ') FROM generate_series(1, 32) AS i);
  unit TEXT;
BEGIN
  FOREACH unit IN ARRAY ARRAY['hour', 'day'] LOOP
    EXECUTE format($sql$
      INSERT INTO usage_kind
      SELECT workspace_id, %1$L, %1$I, scope, status, reason, model, sum(requests), sum(input_tokens), sum(output_tokens),
        sum(cost_usd), sum(saved_usd), sum(errors), ARRAY[%2$s]
      FROM %3$I GROUP BY 1, 3, 4, 5, 6, 7 ORDER BY 3
    $sql$, unit, counts, 'usage_' || unit);
    EXECUTE format($sql$
      INSERT INTO usage_key
      SELECT workspace_id, %1$L, %1$I, scope, key, sum(requests), coalesce(sum(requests) FILTER (WHERE status = 'hit'), 0),
        sum(saved_usd)
      FROM %2$I WHERE reason NOT IN ('intent_classifier', 'embedding', 'assistant_review', 'hit_opinion')
      GROUP BY 1, 3, 4, 5 ORDER BY 3
    $sql$, unit, 'usage_' || unit);
  END LOOP;
  EXECUTE format($sql$
    INSERT INTO usage_kind
    SELECT workspace_id, 'week', date_trunc('week', start, 'UTC'), scope, status, reason, model, sum(requests),
      sum(input_tokens), sum(output_tokens), sum(cost_usd), sum(saved_usd), sum(errors), ARRAY[%s]
    FROM usage_kind WHERE unit = 'day' GROUP BY 1, 3, 4, 5, 6, 7 ORDER BY 3
  $sql$, again);
  INSERT INTO usage_key
  SELECT workspace_id, 'week', date_trunc('week', start, 'UTC'), scope, key, sum(requests), sum(hits), sum(saved_usd)
  FROM usage_key WHERE usage_key.unit = 'day' GROUP BY 1, 3, 4, 5 ORDER BY 3;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON "usage_kind", "usage_key" TO l0_app;
