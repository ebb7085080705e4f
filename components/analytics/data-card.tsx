'use client'

import { ChartColumn, Download, Table2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { csvOf, textOf, type Column } from './csv'

type DataCardProps<Row> = {
  title: string
  description?: ReactNode
  /** File name of the download, without its ending. */
  name: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  /** The designed view; left out, the table is all there is. */
  children?: ReactNode
  actions?: ReactNode
  /** Said instead of anything else when there are no rows. */
  empty: string
  className?: string
}

/** Data as a picture, as a table, and as a file: the same rows three times. */
export function DataCard<Row>(props: DataCardProps<Row>) {
  const { title, description, name, rows, columns, children, actions, empty, className } = props
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const asTable = !children || view === 'table'
  return (
    <Card
      title={title}
      description={description}
      className={className}
      flush
      actions={
        <>
          {actions}
          {children && (
            <Segmented
              size="sm"
              label={`How to show “${title}”`}
              value={view}
              onChange={setView}
              options={[
                { value: 'chart', label: '', icon: <ChartColumn role="img" aria-label="Chart" /> },
                { value: 'table', label: '', icon: <Table2 role="img" aria-label="Table" /> },
              ]}
            />
          )}
          <Button
            variant="quiet"
            size="icon-sm"
            aria-label={`Download “${title}” as CSV`}
            disabled={rows.length === 0}
            onClick={() => download(name, csvOf(columns, rows))}
          >
            <Download aria-hidden />
          </Button>
        </>
      }
    >
      {rows.length === 0 ? (
        <p className="px-4 pb-5 text-base text-ink-3">{empty}</p>
      ) : asTable ? (
        <PlainTable caption={title} rows={rows} columns={columns} />
      ) : (
        children
      )}
    </Card>
  )
}

type PlainTableProps<Row> = { caption: string; rows: readonly Row[]; columns: readonly Column<Row>[] }

function PlainTable<Row>({ caption, rows, columns }: PlainTableProps<Row>) {
  // A column of dashes stands with the figures it has none of.
  const numeric = (column: Column<Row>) => rows.every((row) => typeof column.value(row) !== 'string')
  return (
    <div
      className="scroll-quiet max-h-62 border-t border-line"
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <table className="w-full text-base">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-surface">
          <tr>
            {columns.map((column) => (
              <th
                key={column.label}
                scope="col"
                className={`h-8 border-b border-line px-3 text-xs font-medium whitespace-nowrap text-ink-3 first:pl-4 last:pr-4 ${numeric(column) ? 'text-right' : 'text-left'}`}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} className="border-b border-line last:border-0">
              {columns.map((column) => (
                <td
                  key={column.label}
                  className={`px-3 py-1.5 first:pl-4 last:pr-4 ${numeric(column) ? 'text-right whitespace-nowrap tabular-nums' : '[overflow-wrap:anywhere]'}`}
                >
                  {textOf(column, row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function download(name: string, text: string) {
  // The mark tells spreadsheets that it is UTF-8.
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
