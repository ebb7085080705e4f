'use client'

import { Download, FilePlus2, Upload } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useMay } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { AuthorDialog } from './author-dialog'
import { ImportDialog } from './import-dialog'

/** Write, import, export. What is written or imported lands in the queue like any other proposal. */
export function EntryTools() {
  const mayEdit = useMay('proposal.edit')
  const [open, setOpen] = useState<'author' | 'import' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Link href="/entries/library" className="mr-1 text-base font-medium text-accent-text hover:underline">
        Shared library
      </Link>
      <Menu
        align="end"
        trigger={
          <Button variant="quiet">
            <Download aria-hidden />
            Export
          </Button>
        }
      >
        <MenuItem asChild>
          <a href="/api/console/entries/export?format=csv" download>
            CSV
          </a>
        </MenuItem>
        <MenuItem asChild>
          <a href="/api/console/entries/export?format=jsonl" download>
            JSON lines
          </a>
        </MenuItem>
      </Menu>
      {mayEdit && (
        <>
          <Button onClick={() => setOpen('import')}>
            <Upload aria-hidden />
            Import
          </Button>
          <Button variant="primary" onClick={() => setOpen('author')}>
            <FilePlus2 aria-hidden />
            New entry
          </Button>
          <AuthorDialog open={open === 'author'} onClose={close} />
          <ImportDialog open={open === 'import'} onClose={close} />
        </>
      )}
    </>
  )
}
