import Link from 'next/link'
import type { ReactNode } from 'react'
import Markdown, { type Components, type ExtraProps } from 'react-markdown'
import rehypeSlug from 'rehype-slug'
import remarkGfm from 'remark-gfm'
import { CopyButton } from '@/components/ui/copy-button'

type DocBodyProps = {
  markdown: string
  /** The address of another page; null for a file that is none. */
  linkOf: (href: string) => string | null
  /** A picture as a data: URL; null when there is none. */
  imageOf: (source: string) => string | null
}

/** A Markdown page. Raw HTML in it is left out, and only http(s) links lead outside. Rendered on the server. */
export function DocBody({ markdown, linkOf, imageOf }: DocBodyProps) {
  return (
    <article className="min-w-0 text-md text-ink-2 [overflow-wrap:anywhere] [&>*:first-child]:mt-0">
      <Markdown
        skipHtml
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSlug]}
        components={componentsFor(linkOf, imageOf)}
      >
        {markdown}
      </Markdown>
    </article>
  )
}

function DocLink({
  to,
  linkOf,
  children,
}: Pick<DocBodyProps, 'linkOf'> & { to: string; children: ReactNode }) {
  if (to.startsWith('#'))
    return (
      <a href={to} className={link}>
        {children}
      </a>
    )
  if (/^https?:/.test(to))
    return (
      <a href={to} className={link} target="_blank" rel="noreferrer">
        {children}
      </a>
    )
  const page = linkOf(to)
  // A file of the repository that is no page: its name says enough.
  if (!page) return <span>{children}</span>
  return (
    <Link href={page} className={link}>
      {children}
    </Link>
  )
}

/** It scrolls sideways instead of breaking commands. */
function CodeBlock({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="relative my-4">
      <pre
        tabIndex={0}
        className="scroll-quiet rounded-lg border border-line bg-sunken py-3 pr-12 pl-4 font-mono text-sm text-ink [font-feature-settings:normal] [font-variant-ligatures:none]"
      >
        {children}
      </pre>
      <CopyButton
        text={text}
        label="Copy this block"
        iconOnly
        className="absolute top-1.5 right-1.5 bg-sunken"
      />
    </div>
  )
}

type Node = NonNullable<ExtraProps['node']>

function textOf(node: Node | Node['children'][number] | undefined): string {
  if (!node) return ''
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

const link = 'text-accent-text underline decoration-line-strong underline-offset-2 hover:decoration-current'

function componentsFor(linkOf: DocBodyProps['linkOf'], imageOf: DocBodyProps['imageOf']): Components {
  return {
    h1: ({ children }) => <h1 className="mb-4 text-2xl font-semibold tracking-tight text-ink">{children}</h1>,
    h2: ({ id, children }) => (
      <h2 id={id} className="mt-9 mb-2.5 scroll-mt-4 text-xl font-semibold tracking-tight text-ink">
        {children}
      </h2>
    ),
    h3: ({ id, children }) => (
      <h3 id={id} className="mt-6 mb-2 scroll-mt-4 text-lg font-semibold text-ink">
        {children}
      </h3>
    ),
    p: ({ children }) => <p className="my-3 max-w-[72ch]">{children}</p>,
    ul: ({ children }) => <ul className="my-3 max-w-[72ch] list-disc space-y-1 pl-5">{children}</ul>,
    ol: ({ children }) => <ol className="my-3 max-w-[72ch] list-decimal space-y-2 pl-5">{children}</ol>,
    strong: ({ children }) => <strong className="font-semibold text-ink">{children}</strong>,
    blockquote: ({ children }) => (
      <blockquote className="my-4 border-l-2 border-line-strong pl-4">{children}</blockquote>
    ),
    hr: () => <hr className="my-8" />,
    a: ({ href = '', children }) => (
      <DocLink to={href} linkOf={linkOf}>
        {children}
      </DocLink>
    ),
    img: ({ src, alt = '' }) => {
      const data = typeof src === 'string' ? imageOf(src) : null
      // eslint-disable-next-line @next/next/no-img-element -- a data: URL; there is nothing to optimise
      return data ? <img src={data} alt={alt} className="my-4 max-w-full rounded-lg" /> : <em>{alt}</em>
    },
    pre: ({ node, children }) => <CodeBlock text={textOf(node)}>{children}</CodeBlock>,
    code: ({ className, children }) =>
      // Blocks have a language or end in a line break; what stands in a line has neither.
      className || String(children).endsWith('\n') ? (
        <code>{children}</code>
      ) : (
        <code className="rounded-xs bg-sunken px-1 py-0.5 font-mono text-[0.86em] text-ink [font-feature-settings:normal] [font-variant-ligatures:none]">
          {children}
        </code>
      ),
    table: ({ children }) => (
      <div
        role="region"
        aria-label="Table"
        tabIndex={0}
        className="scroll-quiet my-4 rounded-lg border border-line"
      >
        <table className="w-full border-collapse text-left text-base">{children}</table>
      </div>
    ),
    thead: ({ children }) => (
      <thead className="bg-sunken text-ink [&:not(:has(th:not(:empty)))]:hidden">{children}</thead>
    ),
    th: ({ children }) => <th className="px-3 py-2 font-medium">{children}</th>,
    td: ({ children }) => (
      <td className="min-w-24 border-t border-line px-3 py-2 align-top [overflow-wrap:normal]">{children}</td>
    ),
  }
}
