'use client'

import { ChevronDown } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Checkbox, CheckboxLine } from '@/components/ui/checkbox'
import { plural } from '@/components/ui/format'
import { Popover } from '@/components/ui/popover'
import type { AuditEventType } from '@/lib/audit/schema'
import { eventGroups, eventTitle } from './event-words'

type TypeFilterProps = { value: readonly AuditEventType[]; onChange: (types: AuditEventType[]) => void }

/** Any number of event types, by group. */
export function TypeFilter({ value, onChange }: TypeFilterProps) {
  const chosen = new Set(value)
  const set = (types: readonly AuditEventType[], on: boolean) => {
    const next = new Set(chosen)
    for (const type of types) {
      if (on) next.add(type)
      else next.delete(type)
    }
    onChange([...next])
  }
  const label =
    value.length === 0
      ? 'Any event'
      : value.length === 1
        ? eventTitle(value[0]!)
        : plural(value.length, 'event type')
  return (
    <Popover
      label="Event types"
      className="scroll-quiet max-h-[min(28rem,70dvh)] w-80"
      trigger={
        <Button className="max-w-56 font-normal">
          <span className="truncate">{label}</span>
          <ChevronDown aria-hidden className="text-ink-3" />
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {value.length > 0 && (
          <Button size="sm" variant="quiet" className="self-start" onClick={() => onChange([])}>
            Any event
          </Button>
        )}
        {eventGroups.map(({ label: group, types }) => {
          const on = types.filter((type) => chosen.has(type)).length
          return (
            <fieldset key={group} className="flex flex-col gap-1.5">
              <legend className="mb-1.5 w-full">
                <label className="eyebrow flex items-center gap-2.5">
                  <Checkbox
                    checked={on === 0 ? false : on === types.length ? true : 'indeterminate'}
                    onChange={(next) => set(types, next)}
                  />
                  {group}
                </label>
              </legend>
              {types.length > 1 &&
                types.map((type) => (
                  <CheckboxLine
                    key={type}
                    checked={chosen.has(type)}
                    onChange={(next) => set([type], next)}
                    className="ml-6.5"
                  >
                    {eventTitle(type)}
                  </CheckboxLine>
                ))}
            </fieldset>
          )
        })}
      </div>
    </Popover>
  )
}
