import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { expect, test, vi } from 'vitest'
import { registerEvalSafety } from './eval-safety'

async function run(...args: string[]): Promise<void> {
  const program = new Command().exitOverride()
  registerEvalSafety(program)
  program.commands[0]!.exitOverride().configureOutput({ writeErr: () => undefined })
  await program.parseAsync(['node', 'l0', 'eval-safety', ...args])
}

test('rows with entities as other data sets have them are measured', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'l0-eval-'))
  const entities = [{ type: 'email', value: 'a@b.co', start: 5, end: 11 }]
  const rows = [
    { text: 'mail a@b.co', intent: 'x', entities },
    { text: 'order 12345', entities: [{ type: 'order_id', value: '12345', start: 6, end: 11 }] },
  ]
  await writeFile(join(folder, 'rows.jsonl'), rows.map((each) => JSON.stringify(each)).join('\n'))
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await run('--data', folder, '--json', join(folder, 'out.json'))
  log.mockRestore()
  const out = JSON.parse(await readFile(join(folder, 'out.json'), 'utf8')) as {
    rows: number
    detectors: { detector: string; recall: number }[]
  }
  expect(out.rows).toBe(2)
  expect(out.detectors.find(({ detector }) => detector === 'pii.email')).toMatchObject({
    cases: 1,
    recall: 1,
    precision: 1,
  })
})

test('a broken row is named by file and line, a bad option ends with status 2', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'l0-eval-'))
  await writeFile(join(folder, 'rows.jsonl'), '{"text":"a"}\n{"text":1}\n')
  await expect(run('--data', folder)).rejects.toThrow('rows.jsonl:2: text')
  await expect(run('--seed', 'x')).rejects.toMatchObject({ exitCode: 2 })
})
