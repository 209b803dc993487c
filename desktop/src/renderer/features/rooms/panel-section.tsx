import type { ReactNode } from 'react'
import './room-panel.css'

/** A part of the panel beside the conversation. */
export function PanelSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="room-panel-heading">{title}</h3>
      {children}
    </section>
  )
}
