import { encodeQR } from 'qr'
import type { ReactNode } from 'react'
import classes from './factors.module.css'

/** Modules of quiet space around the code, which readers need. */
const border = 4

/** A QR code, dark on white in every theme. The key beside it has the same content, so it is hidden from screen readers. */
export function QrCode({ text }: { readonly text: string }): ReactNode {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border })
  const size = rows.length
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg className={classes.qr} viewBox={`0 0 ${size} ${size}`} aria-hidden="true" shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={dark} fill="#000" />
    </svg>
  )
}
