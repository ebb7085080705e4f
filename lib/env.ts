import { z } from 'zod'

const Flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .optional()
  .transform((text) => text === '1' || text === 'true')

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  /** Where people and services reach this deployment; decides cookies and allowed origins. */
  L0_URL: z.url().optional(),
  L0_DEMO: Flag,
  /** Master secret, at least 32 characters; every key in use is derived from it (HKDF, RFC 5869). */
  L0_SECRET: z.string().min(32, 'at least 32 characters: `openssl rand -base64 48` makes one'),
  /** Older master secrets, comma separated: still accepted for reading, never for writing. */
  L0_OLD_SECRETS: z.string().default(''),
  L0_STATE_DIR: z.string().default('.l0'),
  /** The app's own role: owns nothing. */
  DATABASE_URL: z.string().min(1),
  /** Migrations only. When absent, DATABASE_URL migrates and the app then drops to role `l0_app`. */
  DATABASE_OWNER_URL: z.string().optional(),
  /** The signer's login (role `l0_signer`): signs checkpoints of the audit log. */
  SIGNER_DATABASE_URL: z.string().optional(),
  REDIS_URL: z.string().optional(),
  /** Read-only endpoint next to this instance; writes go to REDIS_URL. */
  REDIS_READER_URL: z.string().optional(),
  /** Credentials of the publisher when the gateway's user may only read. */
  REDIS_PUBLISHER_URL: z.string().optional(),
  /** "host:port,host:port" of sentinels, with REDIS_SENTINEL_NAME; or nodes of a cluster. */
  REDIS_SENTINELS: z.string().optional(),
  REDIS_SENTINEL_NAME: z.string().default('mymaster'),
  REDIS_CLUSTER_NODES: z.string().optional(),
  /** 1: values in Redis are encrypted (AES-256-GCM); 0: signed only. Both are read. */
  REDIS_ENCRYPT: Flag,
  REDIS_DEADLINE_MS: z.coerce.number().int().min(1).max(10_000).default(20),
  REDIS_MAX_LAG_SECONDS: z.coerce.number().int().min(1).max(3_600).default(5),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: z.url().default('https://api.anthropic.com'),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z.url().default('https://api.openai.com/v1'),
  EMBEDDINGS_URL: z.url().optional(),
  EMBEDDINGS_API_KEY: z.string().optional(),
  EMBEDDINGS_MODEL: z.string().default('text-embedding-3-small'),
  /** Private networks a workspace's own normaliser may be called in (CIDR, comma separated); none by default. */
  NORMALIZER_ALLOWED_CIDRS: z.string().default(''),
  /** Private networks in which webhooks may be called (CIDR, comma separated); none by default. */
  WEBHOOK_ALLOWED_CIDRS: z.string().default(''),
  /** Private networks in which a workspace's own model may be called (CIDR, comma separated); none by default. */
  UPSTREAM_ALLOWED_CIDRS: z.string().default(''),
  /** Private networks in which a workspace's own Redis may be (CIDR, comma separated); none by default. */
  DEDICATED_REDIS_ALLOWED_CIDRS: z.string().default(''),
  /** Model of the intent classifier and of the assistant's review. */
  L0_HELPER_MODEL: z.string().default('claude-haiku-4-5'),
  /** Asked in order when the first choice is out: "openai:gpt-4.1-mini,anthropic:claude-haiku-4-5". */
  UPSTREAM_FALLBACKS: z.string().default(''),
  UPSTREAM_TIMEOUT_MS: z.coerce.number().int().min(100).max(3_600_000).default(600_000),
  UPSTREAM_CONCURRENCY: z.coerce.number().int().min(1).max(10_000).default(256),
  NEAR_CACHE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(64 * 1024 * 1024),
  TRUSTED_PROXY_CIDRS: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(16).optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  WITNESS_FILE: z.string().optional(),
  WITNESS_WEBHOOK_URL: z.url().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
})
export type Env = z.infer<typeof Environment>

/** Reads and checks the environment; names every variable that is wrong, never its value. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(present)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The environment is not usable:\n${problems.join('\n')}\nSee .env.example.`)
}

/** next-auth learns from this variable alone where it is served; its OIDC callback address depends on it. */
export function tellNextAuth(env: Env): void {
  if (env.L0_URL) process.env.NEXTAUTH_URL = env.L0_URL
  else if (env.OIDC_ISSUER) process.env.NEXTAUTH_URL = `http://localhost:${env.PORT}`
}
