'use client'

import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { navigation } from './navigation'
import { ReviewKeyEditor } from './review-key-editor'

type ShortcutDialogProps = { open: boolean; onOpenChange: (open: boolean) => void }

/** Every key in one place; the review keys can be changed here. */
export function ShortcutDialog({ open, onOpenChange }: ShortcutDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      description="Keys rest while you type, and a held key acts once."
      width="lg"
    >
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        <ReviewKeyEditor />
        <div className="flex flex-col gap-6">
          <Group
            title="In the queue"
            rows={[
              ['Next, previous', 'j', 'k'],
              ['Open', '↵'],
              ['Select', 'x'],
            ]}
          />
          <Group
            title="Anywhere"
            rows={[
              ['Command palette', '⌘', 'K'],
              ['Search', '/'],
              ['This sheet', '?'],
              ...navigation.map((item): [string, ...string[]] => [
                `Go to ${item.label}`,
                ...item.keys.split(' '),
              ]),
            ]}
          />
        </div>
      </div>
    </Dialog>
  )
}

function Group({ title, rows }: { title: string; rows: [string, ...string[]][] }) {
  return (
    <section>
      <h3 className="eyebrow mb-1.5">{title}</h3>
      <dl>
        {rows.map(([label, ...keys]) => (
          <div
            key={label}
            className="flex h-8 items-center justify-between gap-4 border-b border-line last:border-0"
          >
            <dt className="text-base text-ink-2">{label}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
