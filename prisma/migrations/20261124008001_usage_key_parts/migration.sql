-- Hours by key are many and young, days few and old. In one table the planner takes both for evenly spread, expects many
-- times the days there are, and reads the whole table for them (400 ms instead of 40). Each unit has its own part now,
-- with statistics of its own.
ALTER TABLE "usage_key" RENAME TO "usage_key_whole";
ALTER TABLE "usage_key_whole" RENAME CONSTRAINT "usage_key_pkey" TO "usage_key_whole_pkey";

CREATE TABLE "usage_key" (
  "workspace_id" TEXT NOT NULL,
  "unit" TEXT NOT NULL,
  "start" TIMESTAMPTZ(3) NOT NULL,
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "requests" BIGINT NOT NULL DEFAULT 0,
  "hits" BIGINT NOT NULL DEFAULT 0,
  "saved_usd" NUMERIC(24, 8) NOT NULL DEFAULT 0,
  CONSTRAINT "usage_key_pkey" PRIMARY KEY ("workspace_id", "unit", "start", "scope", "key")
) PARTITION BY LIST ("unit");
CREATE TABLE "usage_key_hour" PARTITION OF "usage_key" FOR VALUES IN ('hour');
CREATE TABLE "usage_key_day" PARTITION OF "usage_key" FOR VALUES IN ('day');
CREATE TABLE "usage_key_week" PARTITION OF "usage_key" FOR VALUES IN ('week');

INSERT INTO "usage_key" SELECT * FROM "usage_key_whole" ORDER BY "start";
DROP TABLE "usage_key_whole";
GRANT SELECT, INSERT, UPDATE, DELETE ON "usage_key" TO l0_app;
