import { existsSync } from 'node:fs'
import type { State } from './state'

let advice = ''

/** What the person at the terminal sees: one line a step, and what to do when one fails. */
export const progress = {
  async step(name: string, onFailure: string, work: () => Promise<string>): Promise<void> {
    advice = onFailure
    const started = Date.now()
    if (process.stdout.isTTY) process.stdout.write(`… ${name}\r`)
    const result = await work()
    console.log(`✓ ${name.padEnd(15)} ${result}  (${((Date.now() - started) / 1_000).toFixed(1)} s)`)
  },
  note(text: string): void {
    console.log(`  ${text}`)
  },
  failed(error: Error): void {
    console.error(`✗ ${error.message}`)
    if (advice) console.error(`  What to do: ${advice}.`)
  },
  ready(env: Record<string, string>, state: State, demo: boolean): void {
    console.log(`\nL0 Cache is ready at http://localhost:${env.PORT}`)
    if (demo && existsSync(state.file('demo.json'))) {
      console.log(`People, passwords and keys of the demo workspace: ${state.file('demo.json')}`)
    }
    if (env.L0_DEMO_MODEL)
      console.log('Answers come from the demo model. ANTHROPIC_API_KEY switches to the real one.')
    console.log('Ctrl-C stops everything.\n')
  },
}
