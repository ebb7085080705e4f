/** The product's mark: a stamp over a line of text. */
export function Mark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 28 28" aria-hidden className={className}>
      <rect width="28" height="28" rx="7.5" className="fill-accent" />
      <path
        d="M8.5 6.75v12.5h6.25"
        className="fill-none stroke-accent-ink"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="18.4" cy="12.1" r="4.1" className="fill-none stroke-accent-ink" strokeWidth="2.2" />
      <path
        d="m16.9 12.2 1.1 1.1 2-2.2"
        className="fill-none stroke-accent-ink"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
