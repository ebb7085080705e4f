import { appendFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Witness } from '@/lib/audit/ports'

/** Remembers checkpoints as JSON lines in a file, best on another disk or host: `{kind, workspace, note}`. */
export function fileWitness(file: string): Witness {
  const newest = new Map<string, string>()
  let loaded = false
  const load = async () => {
    if (loaded) return
    loaded = true
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    })
    for (const line of text.split('\n')) {
      if (line === '') continue
      const { kind, workspace, note } = JSON.parse(line) as { kind: string; workspace: string; note: string }
      if (kind === 'checkpoint') newest.set(workspace, note)
    }
  }
  return {
    name: 'file',
    async publish(statement) {
      await load()
      await mkdir(path.dirname(file), { recursive: true })
      await appendFile(file, `${JSON.stringify(statement)}\n`, { mode: 0o600 })
      if (statement.kind === 'checkpoint') newest.set(statement.workspace, statement.note)
    },
    async lastNote(workspaceId) {
      await load()
      return newest.get(workspaceId) ?? null
    },
  }
}
