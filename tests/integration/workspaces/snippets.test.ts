import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportLine, sdkSnippets, snippets } from '@/components/welcome/snippets'
import { pythonOrSkip } from '../sdk/python-clients'
import { startRealGateway, type RealGateway } from '../sdk/real-gateway'

const run = promisify(execFile)
const answer = 'To cancel order 67890, open it in your account.'
const has = (command: string, ...args: string[]) => spawnSync(command, args).status === 0

let gateway: RealGateway
/** Inside the project, so that packages are found. */
let folder: string

beforeAll(async () => {
  gateway = await startRealGateway()
  folder = mkdtempSync(path.resolve('node_modules', '.l0-snippets-'))
}, 120_000)
afterAll(async () => {
  await gateway.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The snippet in a file, and `command` run in a shell that took the line with the key. */
async function shell(id: string, file: string, command: string): Promise<string> {
  const facts = { origin: gateway.url, model: 'claude-haiku-4-5', question: 'please cancel my order 67890' }
  const { code } = snippets(facts).find((snippet) => snippet.id === id)!
  writeFileSync(path.join(folder, file), code)
  const script = `${exportLine(gateway.key)}\n${command}`
  const { stdout } = await run('bash', ['-c', script], { cwd: folder, timeout: 100_000 })
  return stdout
}

describe('what /welcome gives people to copy runs as it is', () => {
  test('curl', async () => {
    const said = await shell('curl', 'first.sh', 'bash first.sh')
    expect(said).toMatch(/^x-l0-cache: hit\r?$/m)
    expect(said).toContain(answer)
  }, 120_000)

  test('TypeScript', async () => {
    const said = await shell('typescript', 'first.mts', `'${process.execPath}' --import tsx first.mts`)
    expect(said).toContain(answer)
  }, 120_000)

  test('Python', async (context) => {
    const python = await pythonOrSkip(context, 'The snippet in Python was')
    expect(await shell('python', 'first.py', `'${python}' first.py`)).toContain(answer)
  }, 240_000)

  test.skipIf(!has('java', '--version'))(
    'Java',
    async () => {
      const said = await shell('java', 'FirstRequest.java', 'java FirstRequest.java')
      expect(said).toContain('[hit]')
      expect(said).toContain(answer)
    },
    120_000,
  )

  test('Go', async () => {
    const said = await shell('go', 'main.go', 'cat main.go')
    // It is not built here: that would need Go and its modules. Its parts that differ by deployment are right.
    expect(said).toContain(`option.WithBaseURL("${gateway.url}")`)
    expect(said).toContain('option.WithAPIKey(os.Getenv("L0_API_KEY"))')
  })

  test('our SDKs are named and used as their own pages do', () => {
    const ours = sdkSnippets({ origin: 'http://localhost:3000', model: 'm', question: 'q' })
    expect(ours.typescript!.code).toContain("from '@l0-cache/anthropic'")
    expect(ours.python!.code).toContain('from l0_cache import Anthropic')
  })
})
