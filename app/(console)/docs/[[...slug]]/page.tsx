import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { DocBody } from '@/components/docs/doc-body'
import { docPages } from '@/lib/server/doc-pages'
import { pagePrincipal } from '@/lib/server/identity/page-session'

type Props = { params: Promise<{ slug?: string[] }> }

const find = async ({ params }: Props) => docPages().find(((await params).slug ?? []).join('/'))

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await find(props))?.title ?? 'Documentation' }
}

export default async function DocPage(props: Props) {
  await pagePrincipal()
  const page = await find(props)
  if (!page) notFound()
  const pages = docPages()
  return (
    <DocBody
      markdown={page.markdown}
      linkOf={(href) => pages.resolve(page, href)}
      imageOf={(source) => pages.image(page, source)}
    />
  )
}
