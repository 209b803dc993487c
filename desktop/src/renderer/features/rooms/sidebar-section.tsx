import { ChevronDown, MoreHorizontal } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { type FoldableSection, toggleSection, useSidebarPreferences } from './sidebar-preferences.ts'

type SectionProps = {
  section: FoldableSection
  title: string
  /** What a screen reader calls its menu. */
  menuName?: string
  entries?: MenuEntry[]
  /** Stands in the heading, before the menu. */
  action?: ReactNode
  /** A `nav` is found by those who jump from landmark to landmark. */
  as?: 'nav' | 'section'
  className?: string
  children: ReactNode
}

/** A part of the side bar under a heading that folds it. */
export function SidebarSection(props: SectionProps) {
  const {
    section,
    title,
    menuName = title,
    entries,
    action,
    as: Part = 'nav',
    className = '',
    children,
  } = props
  const id = useId()
  const isFolded = useSidebarPreferences(({ collapsed }) => collapsed.includes(section))
  return (
    <Part className={`sidebar-section ${className}`} aria-labelledby={id}>
      <div className="sidebar-heading">
        <h2 className="sidebar-title">
          <button
            type="button"
            id={id}
            className="sidebar-fold"
            aria-expanded={!isFolded}
            onClick={() => toggleSection(section)}
          >
            <ChevronDown size={12} strokeWidth={2.6} aria-hidden="true" />
            <span className="truncated">{title}</span>
          </button>
        </h2>
        {entries && (
          <Menu entries={entries}>
            <IconButton className="sidebar-more" name={menuName}>
              <MoreHorizontal size={15} aria-hidden="true" />
            </IconButton>
          </Menu>
        )}
        {action}
      </div>
      {children}
    </Part>
  )
}
