import type { ReactNode } from 'react'
import { NormalizerFrame } from '@/components/normalizer/normalizer-frame'

export default function NormalizerLayout({ children }: { children: ReactNode }) {
  return <NormalizerFrame>{children}</NormalizerFrame>
}
