import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient, type Prisma } from './generated/client'

/** Prisma inside or outside a transaction: what stores are made of. */
export type Db = Prisma.TransactionClient

/** A store's view of the database: where to run, and for which workspace. */
export type Scoped = { db: Db; workspaceId: string }

export type DatabaseOptions = {
  url: string
  /** Role to drop to on each connection, when `url` belongs to a more powerful one. */
  role?: string
  maxConnections?: number
  /** Called once a statement: tests count with it. */
  onQuery?: () => void
}

export type Database = {
  prisma: PrismaClient
  /** One transaction; the statements of `work` see one another and commit together or not at all. */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** One plain statement past Prisma, whose interpreter costs many times the query: for what polls. */
  query<Row extends object>(text: string, values: unknown[]): Promise<Row[]>
  ping(): Promise<void>
  close(): Promise<void>
}

/** The database as it is inside an open transaction: what asks for one joins it. */
export function within(database: Database, db: Db): Database {
  // A transaction's client lacks only what opens and closes connections.
  return {
    ...database,
    prisma: db as Database['prisma'],
    transaction: (work) => work(db),
    query: (text, values) => db.$queryRawUnsafe(text, ...values),
  }
}

const statementTimeoutMs = 15_000

export function openDatabase(options: DatabaseOptions): Database {
  const settings = [
    `-c statement_timeout=${statementTimeoutMs}`,
    '-c lock_timeout=5000',
    '-c idle_in_transaction_session_timeout=20000',
  ]
  if (options.role) settings.push(`-c role=${options.role}`)
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 3_000,
    options: settings.join(' '),
    application_name: 'l0-cache',
  })
  // A dead idle connection must not take the process down; the next query gets a fresh one.
  pool.on('error', () => {})
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    log: options.onQuery ? [{ emit: 'event', level: 'query' }] : [],
  })
  if (options.onQuery) prisma.$on('query' as never, options.onQuery as never)
  return {
    prisma,
    transaction: (work) => prisma.$transaction(work, { maxWait: 5_000, timeout: 15_000 }),
    query: async <Row extends object>(text: string, values: unknown[]) => {
      options.onQuery?.()
      return (await pool.query<Row>(text, values)).rows
    },
    ping: async () => void (await prisma.$queryRaw`SELECT 1`),
    close: async () => {
      await prisma.$disconnect()
      await pool.end().catch(() => {})
    },
  }
}
