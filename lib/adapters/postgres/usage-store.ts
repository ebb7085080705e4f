import type { UsageStore } from '@/lib/usage/batch-usage'
import type { Db } from './database'

/** Adds batched counts to the hourly roll-up, one statement for all rows. */
export function usageStore(db: Db): UsageStore {
  return {
    async add(rows) {
      const records = rows.map((row) => ({ ...row, hour: new Date(row.hour_ms).toISOString() }))
      await db.$executeRaw`
        INSERT INTO usage_hour (workspace_id, hour, scope, key, status, reason, model, requests, input_tokens,
          output_tokens, cost_usd, saved_usd, errors, latency)
        SELECT workspace_id, hour, scope, key, status, reason, model, requests, input_tokens,
          output_tokens, cost_usd, saved_usd, errors, latency
        FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r(workspace_id text, hour timestamptz, scope text,
          key text, status text, reason text, model text, requests bigint, input_tokens bigint, output_tokens bigint,
          cost_usd float8, saved_usd float8, errors bigint, latency jsonb)
        ON CONFLICT (workspace_id, hour, scope, key, status, reason, model) DO UPDATE SET
          requests = usage_hour.requests + excluded.requests,
          input_tokens = usage_hour.input_tokens + excluded.input_tokens,
          output_tokens = usage_hour.output_tokens + excluded.output_tokens,
          cost_usd = usage_hour.cost_usd + excluded.cost_usd,
          saved_usd = usage_hour.saved_usd + excluded.saved_usd,
          errors = usage_hour.errors + excluded.errors,
          latency = (
            SELECT jsonb_agg(COALESCE((usage_hour.latency ->> i)::bigint, 0) + (excluded.latency ->> i)::bigint ORDER BY i)
            FROM generate_series(0, jsonb_array_length(excluded.latency) - 1) AS i)`
    },
  }
}
