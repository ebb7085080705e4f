import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type Block = {
  line: number
  info: string
  text: string
  /** What the page's output must hold after it. */ expect: string[]
}

/** The blocks of a page, in order; those indented in lists too. `<!-- expect: … -->` belongs to the block before. */
export function readBlocks(file: string): Block[] {
  const blocks: Block[] = []
  let open: (Block & { indent: number }) | null = null
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      const fence = /^(\s*)```(.*)$/.exec(line)
      if (open) {
        if (fence?.[2]!.trim() === '') {
          blocks.push({ line: open.line, info: open.info, text: open.text, expect: [] })
          open = null
        } else open.text += `${line.slice(open.indent)}\n`
        return
      }
      const wanted = /^\s*<!-- expect: (.*) -->$/.exec(line)
      if (wanted) blocks.at(-1)!.expect.push(wanted[1]!)
      if (!fence) return
      const info = fence[2]!.trim()
      open = { line: index + 1, info, text: '', expect: [], indent: fence[1]!.length }
    })
  return blocks
}

/** Every page beside README and under docs/. */
export function docPages(): string[] {
  const isPage = (file: string) => file.endsWith('.md')
  const beside = readdirSync('.').filter((file) => isPage(file) && file !== 'README.md')
  const under = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter(isPage)
    .map((file) => path.join('docs', file))
  // What comes first for a reader; an incident comes last, as it takes an answer away.
  const first = path.join('docs', 'quickstart.md')
  return ['README.md', first, ...beside, ...under.filter((file) => file !== first).sort()]
}
