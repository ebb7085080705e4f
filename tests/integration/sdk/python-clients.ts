import { execFile, spawnSync } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { TestContext } from 'vitest'

const run = promisify(execFile)
const pip = ['-m', 'pip', '--disable-pip-version-check', '--no-input', 'install', '-q', '--no-compile']

type Python = { program: string; missing: null } | { program: null; missing: string }

let found: Promise<Python> | undefined

/** A Python with pytest, the vendors' clients and ours: made once for all files of a run. */
export function pythonClients(): Promise<Python> {
  return (found ??= make())
}

/** The program, or the test is skipped. The default reporter keeps the reason to itself. */
export async function pythonOrSkip(context: TestContext, what: string): Promise<string> {
  const python = await pythonClients()
  if (python.program !== null) return python.program
  console.warn(`${what} not run: ${python.missing}`)
  return context.skip(python.missing)
}

async function make(): Promise<Python> {
  const without = (missing: string): Python => ({ program: null, missing })
  const none = whyNoPython()
  if (none) return without(none)
  const folder = path.join(process.env.L0_TEST_DIRECTORY!, 'python')
  await run('python3', ['-m', 'venv', folder])
  const program = path.join(folder, 'bin', 'python')
  const packages = [...pip, '--retries', '1', 'pytest==9.2.0', 'openai==3.57.0']
  const reached = await run(program, packages).catch((error: Error) => error)
  if (reached instanceof Error) return without(`pip cannot install pytest: ${reached.message}`)
  // Not editable: what pip builds is what a registry would hand out.
  await run(program, [...pip, path.resolve('sdk/python')])
  return { program, missing: null }
}

/** Node is all the project needs; who changes the Python client has a Python. */
function whyNoPython(): string | null {
  const needs = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'
  const { error, status } = spawnSync('python3', ['-c', needs])
  if (error) return 'there is no python3'
  return status === 0 ? null : 'python3 is older than 3.10 or lacks venv'
}
