import clsx from 'clsx'

const hues = [
  'bg-accent-soft text-accent-text',
  'bg-good-soft text-good-text',
  'bg-warn-soft text-warn-text',
  'bg-slot-soft text-slot-text',
  'bg-bad-soft text-bad-text',
]

/** Initials on a colour that is always the same for the same name. Decorative: say the name beside it. */
export function Avatar({ name, size = 'md' }: { name: string; size?: 'sm' | 'md' }) {
  const hue = [...name].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % hues.length
  return (
    <span
      aria-hidden
      className={clsx(
        'inline-grid shrink-0 place-items-center rounded-full font-semibold uppercase select-none',
        size === 'sm' ? 'size-5 text-[0.5625rem]' : 'size-7 text-2xs',
        hues[hue],
      )}
    >
      {initials(name)}
    </span>
  )
}

function initials(name: string): string {
  const words = name
    .replace(/@.*/, '')
    .split(/[\s._-]+/)
    .filter(Boolean)
  const letters = [words[0]?.[0], words.length > 1 ? words.at(-1)?.[0] : words[0]?.[1]]
  return letters.filter(Boolean).join('') || '?'
}
