import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type DocPage = {
  /** Address below `/docs`; empty for the index. */ slug: string
  title: string
  section: string
}
export type DocText = DocPage & { file: string; markdown: string }

/** Files outside `docs/` that are pages all the same. */
const others: Record<string, string> = { architecture: 'ARCHITECTURE.md', security: 'SECURITY.md' }

const sections: Record<string, string> = {
  'how-to': 'How to',
  operations: 'Operations',
  decisions: 'Decisions',
}
const basics = ['', 'quickstart', 'concepts', 'api', 'architecture', 'security']

/** The documentation that ships with the server, read once: the Markdown files of `docs/`, by their addresses. */
export class DocPages {
  private readonly bySlug: Map<string, DocText>

  constructor(private readonly root: string) {
    const files = [
      ...markdownFiles(path.join(root, 'docs')).map(
        (file) => [slugOf(file), path.join('docs', file)] as const,
      ),
      ...Object.entries(others),
    ]
    this.bySlug = new Map(files.map(([slug, file]) => [slug, readPage(root, slug, file)]))
  }

  /** Sorted as a reader wants them: the basics, how-tos, operations, the rest. */
  list(): DocPage[] {
    const order = ['Start', 'How to', 'Operations', 'More', 'Decisions']
    const rank = ({ slug, section }: DocPage) =>
      order.indexOf(section) * 100 + (section === 'Start' ? basics.indexOf(slug) : slug.includes('/') ? 1 : 0)
    return [...this.bySlug.values()]
      .map(({ slug, title, section }) => ({ slug, title, section }))
      .sort((a, b) => rank(a) - rank(b) || a.slug.localeCompare(b.slug))
  }

  /** Only what was read at the start exists: an address never becomes a path. */
  find(slug: string): DocText | null {
    return this.bySlug.get(slug) ?? null
  }

  /** Where a link of a page leads: another page, or null when it is not one. */
  resolve(page: DocText, href: string): string | null {
    const [target = '', hash] = href.split('#')
    const file = path.normalize(path.join(path.dirname(page.file), target))
    const found = [...this.bySlug.values()].find(
      (other) => other.file === file || other.file === path.join(file, 'README.md'),
    )
    if (!found) return null
    return `/docs${found.slug === '' ? '' : `/${found.slug}`}${hash === undefined ? '' : `#${hash}`}`
  }

  /** A picture beside a page, as a data: URL; as such an SVG cannot run anything. Null for anything else. */
  image(page: DocText, source: string): string | null {
    const name = path.normalize(path.join(path.dirname(page.file), source))
    const type = pictures[path.extname(name)]
    if (!type || path.dirname(name) !== path.join('docs', 'images')) return null
    const file = path.join(this.root, name)
    return existsSync(file) ? `data:${type};base64,${readFileSync(file).toString('base64')}` : null
  }
}

const pictures: Record<string, string> = { '.svg': 'image/svg+xml', '.png': 'image/png' }

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'))
}

/** `operations/README.md` → `operations`. */
function slugOf(file: string): string {
  const name = file.split(path.sep).join('/').replace(/\.md$/, '')
  return name === 'README' ? '' : name.replace(/\/README$/, '')
}

function readPage(root: string, slug: string, file: string): DocText {
  const markdown = readFileSync(path.join(root, file), 'utf8')
  const title = /^# (.+)$/m.exec(markdown)?.[1]?.replace(/[`*]/g, '') ?? slug
  const section = basics.includes(slug) ? 'Start' : (sections[slug.split('/')[0]!] ?? 'More')
  return { slug, title, section, file, markdown }
}

let read: DocPages | undefined

/** The pages beside this server. */
export function docPages(): DocPages {
  return (read ??= new DocPages(process.cwd()))
}
