-- Money is USD with eight decimals. Sums of doubles drift; sums of decimals are what the responses said.
ALTER TABLE "usage_hour"
  ALTER COLUMN "cost_usd" TYPE NUMERIC(24, 8) USING round("cost_usd"::numeric, 8),
  ALTER COLUMN "saved_usd" TYPE NUMERIC(24, 8) USING round("saved_usd"::numeric, 8);
ALTER TABLE "usage_day"
  ALTER COLUMN "cost_usd" TYPE NUMERIC(24, 8) USING round("cost_usd"::numeric, 8),
  ALTER COLUMN "saved_usd" TYPE NUMERIC(24, 8) USING round("saved_usd"::numeric, 8);

-- A price holds from its moment on. What was counted before keeps the price it was counted at.
ALTER TABLE "model_price"
  ADD COLUMN "created_by" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD CONSTRAINT "model_price_not_negative" CHECK ("input_per_mtok" >= 0 AND "output_per_mtok" >= 0);
