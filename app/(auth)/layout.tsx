import type { ReactNode } from 'react'
import { Specimen } from '@/components/auth/specimen'
import { Mark } from '@/components/shell/mark'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(26rem,1fr)_1.15fr]">
      <div className="flex flex-col px-6 py-6 sm:px-10">
        <p className="flex items-center gap-2.5 text-md font-semibold tracking-tight">
          <Mark />
          L0 Cache
        </p>
        <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-10">{children}</main>
        <p className="text-sm text-ink-3">Nothing is served that a person has not approved.</p>
      </div>
      <aside aria-hidden className="relative hidden overflow-hidden border-l border-line bg-sunken lg:block">
        <Specimen />
      </aside>
    </div>
  )
}
