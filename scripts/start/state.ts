import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Secrets of a local deployment; made once, never printed. */
export type LocalSecrets = {
  master: string
  postgresOwner: string
  postgresApp: string
  postgresSigner: string
  redis: string
}

/** The state directory (default `.l0`): secrets, databases, build stamp, demo credentials. */
export class State {
  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true })
    // Others may pass through (Postgres runs as another user when we are root) but not look around.
    chmodSync(directory, 0o711)
  }

  file(name: string): string {
    return path.join(this.directory, name)
  }

  secrets(): LocalSecrets {
    const file = this.file('secrets.json')
    if (!existsSync(file)) {
      const make = () => randomBytes(36).toString('base64url')
      this.write('secrets.json', {
        master: make(),
        postgresOwner: make(),
        postgresApp: make(),
        postgresSigner: make(),
        redis: make(),
      })
    }
    return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets
  }

  read<T>(name: string): T | null {
    try {
      return JSON.parse(readFileSync(this.file(name), 'utf8')) as T
    } catch {
      return null
    }
  }

  /** For this user's eyes only. */
  write(name: string, value: unknown): void {
    writeFileSync(this.file(name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
    chmodSync(this.file(name), 0o600)
  }
}
