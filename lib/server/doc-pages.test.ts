import { describe, expect, it } from 'vitest'
import { DocPages } from './doc-pages'

const pages = new DocPages(process.cwd())

describe('the documentation in the console', () => {
  it('has the index first and every page once, each with a title', () => {
    const list = pages.list()
    expect(list[0]).toMatchObject({ slug: '', title: 'Documentation' })
    expect(new Set(list.map(({ slug }) => slug)).size).toBe(list.length)
    for (const { title } of list) expect(title).toBeTruthy()
    expect(list.map(({ slug }) => slug)).toEqual(
      expect.arrayContaining(['quickstart', 'how-to/review', 'operations', 'operations/deploy', 'security']),
    )
  })

  it.each(['../package', '..%2F.env', '/etc/passwd', '__proto__', 'constructor', 'README', 'images/x'])(
    'has no page at %s',
    (slug) => expect(pages.find(slug)).toBeNull(),
  )

  it('leads from page to page, and leaves what is no page alone', () => {
    const page = pages.find('how-to/review')!
    expect(pages.resolve(page, '../quickstart.md')).toBe('/docs/quickstart')
    expect(pages.resolve(page, '../operations/README.md#which-page')).toBe('/docs/operations#which-page')
    expect(pages.resolve(page, '../../SECURITY.md')).toBe('/docs/security')
    expect(pages.resolve(page, '../../package.json')).toBeNull()
    expect(pages.resolve(page, '../../../../etc/passwd')).toBeNull()
  })

  it('has the pictures of docs/images and no other file', () => {
    const page = pages.find('performance')!
    expect(pages.image(page, 'images/performance.svg')).toMatch(/^data:image\/svg\+xml;base64,/)
    expect(pages.image(page, '../package.json')).toBeNull()
    expect(pages.image(page, 'images/../../app/icon.svg')).toBeNull()
  })

  it('has no link to a file that does not exist', async () => {
    const { existsSync } = await import('node:fs')
    const path = await import('node:path')
    const broken: string[] = []
    for (const { slug } of pages.list()) {
      const page = pages.find(slug)!
      const text = page.markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`]*`/g, '')
      for (const [, href = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^(https?:|#|mailto:)/.test(href)) continue
        const file = path.join(path.dirname(page.file), href.split('#')[0]!)
        if (!existsSync(file)) broken.push(`${page.file} → ${href}`)
      }
    }
    expect(broken).toEqual([])
  })
})
