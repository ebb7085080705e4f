import clsx from 'clsx'

/** The closed list of choices; `quiet` for toolbars. */
export function selectLook(quiet = false): string {
  return clsx(
    quiet
      ? 'rounded-md border border-line-strong bg-surface shadow-low transition-colors hover:bg-hover'
      : 'field',
    'inline-flex h-8.5 items-center gap-2 pr-2.5 pl-3 text-left',
  )
}
