-- Plans became data with limits and gates (lib/workspaces/plans.ts). Until now every workspace had everything, whatever
-- its plan was called: that is what "enterprise" means, so nothing changes for any of them.
UPDATE "workspace" SET "plan" = 'enterprise';
ALTER TABLE "workspace" ALTER COLUMN "plan" SET DEFAULT 'enterprise';

-- Credits and corrections of a month's statement, by whoever runs the deployment. Append-only.
CREATE TABLE "usage_adjustment" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "month" TEXT NOT NULL,
  "amount_usd" NUMERIC(24, 8) NOT NULL,
  "note" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "usage_adjustment_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "usage_adjustment_month" CHECK ("month" ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  CONSTRAINT "usage_adjustment_something" CHECK ("amount_usd" <> 0)
);
CREATE INDEX "usage_adjustment_workspace_id_month_idx" ON "usage_adjustment"("workspace_id", "month");
GRANT SELECT, INSERT ON "usage_adjustment" TO l0_app;
