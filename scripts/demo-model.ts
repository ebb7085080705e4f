import { fileURLToPath } from 'node:url'
import { startDemoModel } from '@/lib/adapters/llm/demo/demo-model'

export { startDemoModel }

/** `npx tsx scripts/demo-model.ts [port]`: the demo model on its own, for trying things by hand. */
async function main(): Promise<void> {
  const port = Number(process.argv[2] ?? 4010)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error('usage: demo-model [port]')
    process.exit(2)
  }
  const model = await startDemoModel({ port, frameDelayMs: 20 })
  console.log(`Demo model (no AI, fixed answers) on ${model.url}`)
  const stop = () => void model.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void main()
