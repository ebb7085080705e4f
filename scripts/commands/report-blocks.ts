/** A report as data, so that Markdown and HTML say the same. */
export type Block =
  | { kind: 'title'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; head: string[]; rows: string[][] }

export function toMarkdown(blocks: readonly Block[]): string {
  const cell = (text: string) => text.replace(/[\\|<]/g, '\\$&')
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return blocks
    .map((block) => {
      if (block.kind === 'title') return `# ${block.text}\n`
      if (block.kind === 'heading') return `## ${block.text}\n`
      if (block.kind === 'text') return `${block.text}\n`
      if (block.kind === 'list') return block.items.map((item) => `- ${item}\n`).join('')
      return `${[line(block.head), `|${'---|'.repeat(block.head.length)}`, ...block.rows.map(line)].join('\n')}\n`
    })
    .join('\n')
}

/** A whole page that loads nothing. */
export function toHtml(blocks: readonly Block[]): string {
  const safe = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((text) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${safe(text)}</${tag}>`).join('')}</tr>`
  const body = blocks.map((block) => {
    if (block.kind === 'title') return `<h1>${safe(block.text)}</h1>`
    if (block.kind === 'heading') return `<h2>${safe(block.text)}</h2>`
    if (block.kind === 'text') return `<p>${safe(block.text)}</p>`
    if (block.kind === 'list')
      return `<ul>${block.items.map((item) => `<li>${safe(item)}</li>`).join('')}</ul>`
    const rows = block.rows.map((cells) => row(cells, 'td')).join('\n')
    return `<div><table><thead>${row(block.head, 'th')}</thead><tbody>${rows}</tbody></table></div>`
  })
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>What the cache could answer</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
div { overflow-x: auto }
table { border-collapse: collapse }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8886 }
td { font-variant-numeric: tabular-nums }
</style>
<body>
${body.join('\n')}
</body></html>
`
}
