import type pg from 'pg'

export type Traffic = {
  workspaceId: string
  /** Requests of the last year; each of them is in the roll-up by day. */
  requests: number
  /** Requests of the year before it, by day only: what "a year" is compared with. */
  before: number
  keys: number
  scopes: number
  /** How far back hours are kept. */
  hourDays: number
  now: Date
}

/**
 * What the kinds of requests are, and their share: hits and misses of a key with two models, requests without a key
 * for three reasons, and our own helpers' calls. `bucket` is where in the histogram their latency is.
 */
const kinds = `(VALUES
  (true,  'hit',    '',                  'claude-sonnet-4-5', 0.42, 3),
  (true,  'hit',    '',                  'gpt-4.1-mini',      0.16, 3),
  (true,  'miss',   'no_entry',          'claude-sonnet-4-5', 0.12, 20),
  (true,  'miss',   'no_entry',          'gpt-4.1-mini',      0.05, 19),
  (true,  'miss',   'rollout',           'claude-sonnet-4-5', 0.05, 20),
  (false, 'miss',   'no_key',            'claude-sonnet-4-5', 0.10, 20),
  (false, 'miss',   'no_key',            'gpt-4.1-mini',      0.03, 19),
  (false, 'bypass', 'tools',             'claude-sonnet-4-5', 0.05, 22),
  (false, 'bypass', 'multi_turn',        'gpt-4.1-mini',      0.02, 21)
) AS kind(keyed, status, reason, model, share, bucket)`

/** A histogram with three counts in it, as text of JSON; the zeros at its end are not kept. */
const latency = (low: string, middle: string, high: string) => `(
  '[' || repeat('0,', bucket) || ${low} || ',' || ${middle} || ',' || ${high} || ']')::jsonb`

const columns = `scope, key, status, reason, model, requests, input_tokens, output_tokens, cost_usd, saved_usd, errors, latency`

/** Sums of a staged row: what the tokens and the money of so many requests are. */
const figures = (
  n: string,
  low: string,
  middle: string,
  high: string,
) => `scope, key, status, reason, model, ${n},
  ${n} * 180, ${n} * 240, CASE WHEN status = 'hit' THEN ${n} * 0.0001 ELSE ${n} * 0.00414 END,
  CASE WHEN status = 'hit' THEN ${n} * 0.00404 ELSE 0 END, ${n} / 900, ${latency(low, middle, high)}`

/**
 * Writes the roll-up rows that so much traffic leaves behind: keys by Zipf's law, days and nights, rounding by chance so
 * that rare keys are absent in some hours. The days of the last year sum to `requests` exactly; hours are those of the
 * last `hourDays` days, and sum to their days. Returns how many rows there are.
 */
export async function writeTraffic(
  pool: pg.Pool,
  traffic: Traffic,
): Promise<{ hours: number; days: number }> {
  const client = await pool.connect()
  try {
    await client.query(`DROP TABLE IF EXISTS staged`)
    await client.query(`SELECT setseed(0.5)`)
    await stage(client, traffic, 'hour')
    await stage(client, traffic, 'day')
    await balance(client, traffic)
    const hours = await client.query(
      `INSERT INTO usage_hour (workspace_id, hour, ${columns})
      SELECT $1, at, ${figures('n', 'n - n / 4 - n / 8', 'n / 4', 'n / 8')} FROM staged WHERE unit = 'hour' ORDER BY at`,
      [traffic.workspaceId],
    )
    const days = await client.query(
      `INSERT INTO usage_day (workspace_id, day, ${columns})
      SELECT $1, day, ${figures('n', 'n - middle - high', 'middle', 'high')}
      FROM (SELECT date_trunc('day', at, 'UTC') AS day, scope, key, status, reason, model, bucket, sum(n)::bigint AS n,
          sum(n / 4)::bigint AS middle, sum(n / 8)::bigint AS high
        FROM staged GROUP BY 1, 2, 3, 4, 5, 6, 7) AS by_day ORDER BY day`,
      [traffic.workspaceId],
    )
    await client.query(`DROP TABLE staged`)
    return { hours: hours.rowCount ?? 0, days: days.rowCount ?? 0 }
  } finally {
    client.release()
  }
}

/** Two years: the last `hourDays` days by the hour, what is before them by the day. */
async function stage(client: pg.PoolClient, traffic: Traffic, unit: 'hour' | 'day'): Promise<void> {
  const { requests, before, keys, scopes, hourDays, now } = traffic
  const parameters = [requests, before, keys, scopes, hourDays, now]
  const text = `
    WITH today AS (SELECT date_trunc('day', $6::timestamptz, 'UTC') AS day),
    at AS (${
      unit === 'hour'
        ? `SELECT h AS at, (0.55 + 0.45 * sin((extract(hour FROM h AT TIME ZONE 'UTC') - 8) * pi() / 12)) / 24 / 0.55
             * $1::float8 / 365 AS expected
           FROM today, generate_series(day - make_interval(days => $5::int - 1), $6::timestamptz, '1 hour') AS h
           WHERE $2::float8 >= 0`
        : `SELECT d AS at, CASE WHEN d > day - interval '365 days' THEN $1::float8 ELSE $2::float8 END / 365 AS expected
           FROM today, generate_series(day - interval '729 days', day - make_interval(days => $5::int), '1 day') AS d`
    }),
    key_weight AS (SELECT i, 1.0 / i / sum(1.0 / i) OVER () AS weight FROM generate_series(1, $3::int) AS i),
    scope_weight AS (SELECT i, 1.0 / i / sum(1.0 / i) OVER () AS weight FROM generate_series(1, $4::int) AS i),
    expected AS (
      SELECT at.at, CASE WHEN s.i = 1 THEN 'default' ELSE 'scope_' || s.i END AS scope,
        CASE WHEN keyed THEN 'intent_number_' || k.i || ':region_' || k.i % 7 ELSE '' END AS key,
        status, reason, model, bucket, at.expected * share * s.weight * k.weight AS n
      FROM at, scope_weight s, ${kinds},
        LATERAL (SELECT i, weight FROM key_weight WHERE keyed UNION ALL SELECT 0, 1.0 WHERE NOT keyed) AS k
    )
    SELECT '${unit}' AS unit, at, scope, key, status, reason, model, bucket, floor(n + random())::bigint AS n FROM expected`
  const into = unit === 'hour' ? 'CREATE TEMP TABLE staged AS' : 'INSERT INTO staged'
  await client.query(`${into} SELECT * FROM (${inlined(text, parameters)}) AS made WHERE n > 0`)
}

/** Chance leaves the sum a little off: so many rows get one more or one less until it is exact. */
async function balance(client: pg.PoolClient, { requests, now }: Traffic): Promise<void> {
  const lastYear = `at > date_trunc('day', '${now.toISOString()}'::timestamptz, 'UTC') - interval '365 days'`
  for (;;) {
    const { rows } = await client.query<{ off: string }>(
      `SELECT ${requests} - sum(n) AS off FROM staged WHERE ${lastYear}`,
    )
    const off = Number(rows[0]!.off)
    if (off === 0) return
    await client.query(`UPDATE staged SET n = n + ${Math.sign(off)} WHERE ctid IN (
      SELECT ctid FROM staged WHERE ${lastYear} AND n > 1 LIMIT ${Math.abs(off)})`)
  }
}

/** CREATE TABLE AS takes no parameters; these are numbers and one time of our own. */
function inlined(text: string, parameters: readonly (number | Date)[]): string {
  return text.replace(/\$(\d)/g, (_, n: string) => {
    const value = parameters[Number(n) - 1]!
    return typeof value === 'number' ? String(value) : `'${value.toISOString()}'`
  })
}
