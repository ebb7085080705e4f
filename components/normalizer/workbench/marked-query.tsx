import type { Entity } from '@/lib/normalization/schema'

/** The question as it was typed, with the literals that were found in it. Text only. */
export function MarkedQuery({ query, entities }: { query: string; entities: readonly Entity[] }) {
  return (
    <p className="text-md leading-7 [overflow-wrap:anywhere] whitespace-pre-wrap">
      {partsOf(query, entities).map((part, index) =>
        part.entity ? (
          <mark
            key={index}
            title={`${part.entity.slot} = ${part.entity.value}`}
            className="rounded-xs bg-slot-soft px-1 py-0.5 text-slot-text"
          >
            {part.text}
            <span className="ml-1 font-mono text-2xs opacity-80">{part.entity.slot}</span>
          </mark>
        ) : (
          part.text
        ),
      )}
    </p>
  )
}

type Part = { text: string; entity: Entity | null }

function partsOf(query: string, entities: readonly Entity[]): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const entity of [...entities].sort((a, b) => a.start - b.start)) {
    if (entity.start < at || entity.end > query.length) continue
    parts.push({ text: query.slice(at, entity.start), entity: null })
    parts.push({ text: query.slice(entity.start, entity.end), entity })
    at = entity.end
  }
  parts.push({ text: query.slice(at), entity: null })
  return parts
}
