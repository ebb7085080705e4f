import { spawn } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docPages, readBlocks, type Block } from './read-blocks'
import { startDocsServer, type DocsServer } from './start-docs-server'

/**
 * Every command of README and docs/ is run, page by page, in one shell a page. `sh server` blocks start what
 * runs here already; `sh no-run` blocks say in the text why they are not run.
 */
let server: DocsServer
beforeAll(async () => {
  server = await startDocsServer()
}, 120_000)
afterAll(async () => {
  await server?.close()
})

const pages = docPages()
  .map((file) => ({ file, blocks: readBlocks(file) }))
  .filter(({ blocks }) => blocks.length > 0)
const isRun = ({ info }: Block) => info === 'sh' || info === 'bash'

describe('commands in the docs', () => {
  it('are marked in one of the three ways', () => {
    const infos = new Set(
      pages.flatMap(({ blocks }) => blocks.map(({ info }) => info.replace(/^bash/, 'sh'))),
    )
    for (const info of infos) expect(['sh', 'sh server', 'sh no-run']).toContain(info)
  })

  it.each(pages.filter(({ blocks }) => blocks.some(isRun)))(
    '$file works as it says',
    async ({ file, blocks }) => {
      const run = blocks.filter(isRun)
      const { status, output, errors } = await inShell(script(run))
      const upTo = run[output.length - 1]
      expect(status, `${file}:${upTo?.line ?? '?'} failed\n${output.at(-1) ?? ''}\n${errors}`).toBe(0)
      for (const [index, block] of run.entries())
        for (const text of block.expect)
          expect(output[index], `${file}:${block.line} does not print ${text}`).toContain(text)
    },
    180_000,
  )
})

const mark = '=== block ==='

/** Where a reader has port 3000, `.l0` and npm, the test has a server, a directory and the command itself. */
function script(blocks: Block[]): string {
  const text = blocks.map((block) => `echo '${mark}'\n${block.text}`).join('\n')
  return `set -euo pipefail\n${text}`
    .replaceAll('http://localhost:3000', server.url)
    .replaceAll('./.l0/', `${server.directory}/`)
    .replaceAll('/tmp/l0-', `${server.directory}/`)
    .replaceAll('npm run l0 --', `${process.execPath} ${server.cli}`)
}

async function inShell(text: string): Promise<{ status: number | null; output: string[]; errors: string }> {
  const child = spawn('bash', ['-s'], {
    cwd: process.cwd(),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TSX_TSCONFIG_PATH: path.resolve('tsconfig.json'),
      ...server.env,
    } as unknown as NodeJS.ProcessEnv,
  })
  let out = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.stdin.end(text)
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { status, output: out.split(mark).slice(1), errors }
}
