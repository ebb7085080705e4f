'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from './button'

type CopyButtonProps = Omit<ButtonProps, 'onClick' | 'children'> & {
  text: string
  label?: string
  iconOnly?: boolean
}

export function CopyButton({ text, label = 'Copy', iconOnly, ...props }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_600)
    return () => clearTimeout(timer)
  }, [copied])
  const Icon = copied ? Check : Copy
  return (
    <Button
      size={iconOnly ? 'icon-sm' : 'sm'}
      variant={iconOnly ? 'quiet' : 'secondary'}
      {...props}
      {...(iconOnly ? { 'aria-label': label } : {})}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setCopied(true))
      }}
    >
      <Icon aria-hidden />
      {!iconOnly && <span aria-live="polite">{copied ? 'Copied' : label}</span>}
    </Button>
  )
}
