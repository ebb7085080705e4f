'use client'

import clsx from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { Disclosure } from '@/components/ui/disclosure'
import { SearchInput } from '@/components/ui/input'
import { Page } from '@/components/ui/page-header'
import { findPages, type DocLink } from './find-pages'

/** The documentation: its pages on the left, one of them beside; on a phone the list folds away. */
export function DocsFrame({ pages, children }: { pages: DocLink[]; children: ReactNode }) {
  const pathname = usePathname()
  return (
    <Page>
      <div className="flex flex-col gap-6 lg:flex-row lg:gap-10">
        <div className="lg:hidden" key={pathname}>
          <Disclosure summary="All pages">
            <DocsNav pages={pages} />
          </Disclosure>
        </div>
        <div className="hidden w-56 shrink-0 lg:block">
          <div className="sticky top-7">
            <DocsNav pages={pages} />
          </div>
        </div>
        <div className="min-w-0 flex-1 lg:max-w-[54rem]">{children}</div>
      </div>
    </Page>
  )
}

function DocsNav({ pages }: { pages: DocLink[] }) {
  const pathname = usePathname()
  const [search, setSearch] = useState('')
  const found = findPages(pages, search)
  const sections = [...new Set(found.map(({ section }) => section))]
  return (
    <nav aria-label="Documentation" className="flex flex-col gap-4">
      <SearchInput
        aria-label="Search pages by title"
        placeholder="Search titles"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="scroll-quiet flex max-h-[calc(100dvh-8rem)] flex-col gap-4">
        {sections.map((section) => (
          <div key={section}>
            <p className="eyebrow px-2.5 pb-1">{section}</p>
            <ul>
              {found
                .filter((page) => page.section === section)
                .map((page) => (
                  <PageLink key={page.slug} page={page} pathname={pathname} />
                ))}
            </ul>
          </div>
        ))}
        <p role="status" className={found.length === 0 ? 'px-2.5 text-base text-ink-3' : 'sr-only'}>
          {found.length === 0 ? `No page is called “${search.trim()}”.` : `${found.length} pages`}
        </p>
      </div>
    </nav>
  )
}

function PageLink({ page, pathname }: { page: DocLink; pathname: string }) {
  const href = page.slug === '' ? '/docs' : `/docs/${page.slug}`
  const current = pathname === href
  return (
    <li>
      <Link
        href={href}
        aria-current={current ? 'page' : undefined}
        className={clsx(
          'block rounded-md px-2.5 py-1.5 text-base focus-visible:-outline-offset-2',
          current ? 'bg-press font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
        )}
      >
        {page.title}
      </Link>
    </li>
  )
}
