-- The roll-up by UTC day: what a quarter or a year of analytics reads, a twenty-fourth of the hours.
CREATE TABLE "usage_day" (
  "workspace_id" TEXT NOT NULL,
  "day" TIMESTAMPTZ(3) NOT NULL,
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "requests" BIGINT NOT NULL DEFAULT 0,
  "input_tokens" BIGINT NOT NULL DEFAULT 0,
  "output_tokens" BIGINT NOT NULL DEFAULT 0,
  "cost_usd" DOUBLE PRECISION NOT NULL DEFAULT 0,
  "saved_usd" DOUBLE PRECISION NOT NULL DEFAULT 0,
  "errors" BIGINT NOT NULL DEFAULT 0,
  "latency" JSONB NOT NULL DEFAULT '[]',
  CONSTRAINT "usage_day_pkey" PRIMARY KEY ("workspace_id", "day", "scope", "key", "status", "reason", "model")
);

INSERT INTO "usage_day"
SELECT workspace_id, date_trunc('day', hour, 'UTC'), scope, key, status, reason, model, sum(requests),
  sum(input_tokens), sum(output_tokens), sum(cost_usd), sum(saved_usd), sum(errors),
  jsonb_build_array(
    sum((latency->>0)::bigint), sum((latency->>1)::bigint), sum((latency->>2)::bigint), sum((latency->>3)::bigint),
    sum((latency->>4)::bigint), sum((latency->>5)::bigint), sum((latency->>6)::bigint), sum((latency->>7)::bigint),
    sum((latency->>8)::bigint), sum((latency->>9)::bigint), sum((latency->>10)::bigint), sum((latency->>11)::bigint),
    sum((latency->>12)::bigint), sum((latency->>13)::bigint), sum((latency->>14)::bigint), sum((latency->>15)::bigint),
    sum((latency->>16)::bigint), sum((latency->>17)::bigint), sum((latency->>18)::bigint), sum((latency->>19)::bigint),
    sum((latency->>20)::bigint), sum((latency->>21)::bigint), sum((latency->>22)::bigint), sum((latency->>23)::bigint),
    sum((latency->>24)::bigint), sum((latency->>25)::bigint), sum((latency->>26)::bigint), sum((latency->>27)::bigint),
    sum((latency->>28)::bigint), sum((latency->>29)::bigint), sum((latency->>30)::bigint), sum((latency->>31)::bigint))
FROM "usage_hour"
GROUP BY 1, 2, 3, 4, 5, 6, 7;

GRANT SELECT, INSERT, UPDATE, DELETE ON "usage_day" TO l0_app;
