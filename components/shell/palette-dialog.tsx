'use client'

import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { BookOpen, Inbox, Keyboard, Layers, Moon, Sun, type LucideIcon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import * as Dialog from 'radix-ui/dialog'
import { useDeferredValue, useState, useSyncExternalStore, type ReactNode } from 'react'
import { paletteSearchQuery } from '@/components/data/queries'
import { Kbd } from '@/components/ui/kbd'
import { useMe } from './me'
import { navigationFor } from './navigation'
import { pageCommands } from './page-commands'
import { openShortcuts } from './shortcut-sheet'
import { applyTheme } from './theme'

type PaletteProps = { open: boolean; onOpenChange: (open: boolean) => void }

export function PaletteDialog({ open, onOpenChange }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 w-[min(38rem,calc(100vw-1.5rem))] -translate-x-1/2 animate-appear overflow-hidden rounded-xl border border-line bg-raised shadow-high"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Palette close={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Palette({ close }: { close: () => void }) {
  const me = useMe()
  const router = useRouter()
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const found = useQuery(paletteSearchQuery(search))
  const onPage = useSyncExternalStore(pageCommands.subscribe, pageCommands.current, () => [])
  const run = (work: () => void) => () => {
    close()
    work()
  }
  return (
    <Command label="Command palette" loop>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Search intents, entries and actions…"
        className="h-13 w-full border-b border-line bg-transparent px-4.5 text-md outline-none"
      />
      <Command.List className="scroll-quiet max-h-[min(26rem,60dvh)] p-1.5">
        <Command.Empty className="px-4 py-10 text-center text-base text-ink-3">
          Nothing matches “{text}”.
        </Command.Empty>
        {onPage.length > 0 && (
          <Group heading="This page">
            {onPage.map((command) => (
              <Item key={command.label} icon={command.icon} onSelect={run(command.run)} keys={command.keys}>
                {command.label}
              </Item>
            ))}
          </Group>
        )}
        {found.data && (found.data.proposals.length > 0 || found.data.entries.length > 0) && (
          <Group heading="Found">
            {found.data.proposals.map((item) => (
              <Item
                key={item.id}
                value={`${item.key} proposal ${item.id} ${search}`}
                icon={Inbox}
                onSelect={run(() => router.push(`/queue/${item.id}`))}
              >
                {item.key} <span className="text-ink-3">proposal · {item.scope}</span>
              </Item>
            ))}
            {found.data.entries.map((item) => (
              <Item
                key={item.id}
                value={`${item.key} entry ${item.id} ${search}`}
                icon={Layers}
                onSelect={run(() => router.push(`/entries/${item.id}`))}
              >
                {item.key} <span className="text-ink-3">entry · {item.scope}</span>
              </Item>
            ))}
          </Group>
        )}
        <Group heading="Go to">
          {navigationFor(me.role).map((item) => (
            <Item
              key={item.href}
              icon={item.icon}
              keys={item.keys}
              onSelect={run(() => router.push(item.href))}
            >
              {item.label}
            </Item>
          ))}
        </Group>
        <Group heading="Console">
          <Item icon={BookOpen} onSelect={run(() => router.push('/docs'))}>
            Documentation
          </Item>
          <Item icon={Keyboard} keys="?" onSelect={run(openShortcuts)}>
            Keyboard shortcuts
          </Item>
          <Item icon={Sun} onSelect={run(() => applyTheme('light'))}>
            Light theme
          </Item>
          <Item icon={Moon} onSelect={run(() => applyTheme('dark'))}>
            Dark theme
          </Item>
        </Group>
      </Command.List>
    </Command>
  )
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  )
}

type ItemProps = {
  icon: LucideIcon
  onSelect: () => void
  children: ReactNode
  keys?: string | undefined
  value?: string
}

function Item({ icon: Icon, onSelect, children, keys, value }: ItemProps) {
  return (
    <Command.Item
      {...(value ? { value } : {})}
      onSelect={onSelect}
      className="flex h-9.5 cursor-pointer items-center gap-3 rounded-md px-3 text-base data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys?.split(' ').map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </Command.Item>
  )
}
