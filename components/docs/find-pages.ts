export type DocLink = { slug: string; title: string; section: string }

/** Pages whose title (or address) has every word of the search in it. */
export function findPages(pages: DocLink[], search: string): DocLink[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return pages.filter(({ title, slug }) => {
    const text = `${title} ${slug}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
