import { execFile, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pythonClients, pythonOrSkip } from '../sdk/python-clients'
import { docPages, readBlocks, type Block } from './read-blocks'
import { startDocsServer, type DocsServer } from './start-docs-server'

/**
 * Every command and program of README and docs/ is run, page by page, in one shell a page. `sh server` blocks start
 * what runs here already; `sh no-run` blocks say in the text why they are not run; `text` is no program.
 */
const programs = { ts: 'mts', python: 'py' }
const infos = ['sh', 'bash', 'sh server', 'sh no-run', ...Object.keys(programs), 'text']

let server: DocsServer
let python: Awaited<ReturnType<typeof pythonClients>>
beforeAll(async () => {
  ;[server, python] = await Promise.all([startDocsServer(), pythonClients()])
}, 240_000)
afterAll(async () => {
  await server?.close()
})

const runFile = promisify(execFile)
const pages = docPages().map((file) => ({ file, blocks: readBlocks(file) }))
const isProgram = ({ info }: Block) => info in programs
const isRun = (block: Block) => block.info === 'sh' || block.info === 'bash' || isProgram(block)

describe('what is to be run in the docs', () => {
  it('is marked in one of the ways there are', () => {
    for (const { file, blocks } of pages)
      for (const { info, line } of blocks) expect(infos, `${file}:${line}`).toContain(info)
  })

  it.for(pages.filter(({ blocks }) => blocks.some(isRun)))(
    '$file works as it says',
    { timeout: 180_000 },
    async ({ file, blocks }, context) => {
      const hasPython = blocks.some(({ info }) => info === 'python')
      const run = blocks.filter((block) => isRun(block) && (python.program || block.info !== 'python'))
      const { status, output, errors } = await inShell(script(file, run))
      const upTo = run[output.length - 1]
      expect(status, `${file}:${upTo?.line ?? '?'} failed\n${output.at(-1) ?? ''}\n${errors}`).toBe(0)
      for (const [index, block] of run.entries())
        for (const text of block.expect)
          expect(output[index], `${file}:${block.line} does not print ${text}`).toContain(text)
      if (hasPython) await pythonOrSkip(context, `The rest of ${file} works; its Python was`)
    },
  )

  it('compiles strictly where it is TypeScript', async () => {
    const files = pages.flatMap(({ file, blocks }) =>
      blocks.filter(({ info }) => info === 'ts').map((block) => write(file, block)),
    )
    expect(files).not.toEqual([])
    const strict = ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck', '--types', 'node']
    const target = ['--module', 'nodenext', '--target', 'es2023']
    const tsc = ['node_modules/typescript/bin/tsc', ...strict, ...target, ...files]
    const { stdout } = await runFile(process.execPath, tsc).catch((error: { stdout: string }) => error)
    expect(stdout).toBe('')
  }, 60_000)
})

const mark = '=== block ==='

function script(file: string, blocks: Block[]): string {
  const commands = blocks.map((block) => (isProgram(block) ? start(file, block) : here(block.text)))
  return ['set -euo pipefail', ...commands.map((command) => `echo '${mark}'\n${command}`)].join('\n')
}

/** The command that runs a program of a page. */
function start(file: string, block: Block): string {
  const runner = block.info === 'ts' ? `${process.execPath} --import tsx` : python.program
  return `${runner} ${write(file, block)}`
}

/** A program of a page as a file, where packages are found. */
function write(file: string, { info, line, text }: Block): string {
  const name = `${path.basename(file, '.md')}-${line}.${programs[info as keyof typeof programs]}`
  const program = path.join(path.dirname(server.cli), name)
  writeFileSync(program, here(text))
  return program
}

/** Where a reader has port 3000, `.l0` and npm, the test has a server, a directory and the command itself. */
function here(text: string): string {
  return text
    .replaceAll('http://localhost:3000', server.url)
    .replaceAll('./.l0/', `${server.directory}/`)
    .replaceAll('/tmp/l0-', `${server.directory}/`)
    .replaceAll(/npm run (-s )?l0 --/g, `${process.execPath} ${server.cli}`)
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
