import { clsx } from 'clsx'
import { Check, type LucideIcon } from 'lucide-react'
import { ContextMenu as Context, DropdownMenu as Dropdown } from 'radix-ui'
import { type ReactElement, useCallback, useRef } from 'react'
import './menu.css'

/** One line of a menu, or a group of lines of which one is chosen. */
export type MenuEntry =
  | 'line'
  | {
      name: string
      Icon?: LucideIcon
      keys?: string
      isDangerous?: boolean
      isDisabled?: boolean
      onChoose: () => void
    }
  | {
      label: string
      value: string
      choices: readonly { value: string; name: string }[]
      onChoose: (value: string) => void
    }

type MenuProps = {
  entries: readonly MenuEntry[]
  /** The button, whose name is the menu's. */
  children: ReactElement
  align?: 'start' | 'end'
  side?: 'top' | 'bottom' | 'right'
}

// Modal menus would lock scrolling with an inline style sheet, which our policy forbids.

/** A menu below a button. */
export function Menu({ entries, children, align = 'end', side = 'bottom' }: MenuProps) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{children}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content className="menu" align={align} side={side} sideOffset={4} collisionPadding={8} loop>
          <Entries kit={Dropdown} entries={entries} />
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  )
}

/** The same under the right mouse button, and under the menu key. */
export function ContextMenu({
  label,
  entries,
  children,
}: {
  label: string
  entries: readonly MenuEntry[]
  children: ReactElement
}) {
  return (
    <Context.Root modal={false}>
      <Context.Trigger asChild>{children}</Context.Trigger>
      <Context.Portal>
        <Context.Content className="menu" aria-label={label} collisionPadding={8} loop>
          <Entries kit={Context} entries={entries} />
        </Context.Content>
      </Context.Portal>
    </Context.Root>
  )
}

/** A menu at a point of the window, such as the pointer's, open until it is closed. */
export function MenuAt({
  label,
  at,
  isByKeys,
  entries,
  onClose,
}: {
  label: string
  at: { x: number; y: number }
  /** Whoever opens it by keys is on its first line at once. */
  isByKeys: boolean
  entries: readonly MenuEntry[]
  onClose: () => void
}) {
  const before = useRef(document.activeElement)
  const isPressed = useRef(false)
  const focusFirst = useCallback(
    (menu: HTMLElement | null) => {
      if (isByKeys) menu?.querySelector<HTMLElement>('[role^=menuitem]')?.focus()
    },
    [isByKeys],
  )
  return (
    <Dropdown.Root open modal={false} onOpenChange={isOpen => !isOpen && onClose()}>
      <Dropdown.Trigger asChild>
        <span className="menu-point" style={{ left: at.x, top: at.y }} />
      </Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content
          ref={focusFirst}
          className="menu"
          aria-label={label}
          // No button opened it that would name it.
          aria-labelledby={undefined}
          align={at.x > innerWidth / 2 ? 'end' : 'start'}
          collisionPadding={8}
          loop
          // The button that opened it is let go over it, which is no choice yet.
          onPointerDownCapture={() => {
            isPressed.current = true
          }}
          onPointerUpCapture={event => {
            if (!isPressed.current) event.stopPropagation()
          }}
          onCloseAutoFocus={event => {
            event.preventDefault()
            // What was chosen may have put the cursor elsewhere.
            const isLost = document.activeElement === document.body
            if (isLost && before.current instanceof HTMLElement) before.current.focus()
          }}
        >
          <Entries kit={Dropdown} entries={entries} />
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  )
}

function Entries({
  kit: Kit,
  entries,
}:
  | { kit: typeof Dropdown; entries: readonly MenuEntry[] }
  | { kit: typeof Context; entries: readonly MenuEntry[] }) {
  return entries.map((entry, at) => {
    if (entry === 'line')
      return <Kit.Separator key={`line-${entryKey(entries[at - 1])}`} className="menu-line" />
    if ('choices' in entry)
      return (
        <Kit.RadioGroup key={entry.label} value={entry.value} onValueChange={entry.onChoose}>
          <Kit.Label className="menu-label">{entry.label}</Kit.Label>
          {entry.choices.map(({ value, name }) => (
            <Kit.RadioItem key={value} value={value} className="menu-item">
              <span className="menu-picture">
                <Kit.ItemIndicator>
                  <Check size={15} aria-hidden="true" />
                </Kit.ItemIndicator>
              </span>
              <span className="truncated">{name}</span>
            </Kit.RadioItem>
          ))}
        </Kit.RadioGroup>
      )
    const { name, Icon, keys, isDangerous, isDisabled, onChoose } = entry
    return (
      <Kit.Item
        key={name}
        className={clsx('menu-item', isDangerous && 'menu-danger')}
        disabled={isDisabled ?? false}
        onSelect={onChoose}
      >
        {Icon && <Icon size={16} aria-hidden="true" />}
        <span className="truncated">{name}</span>
        {keys && (
          <span className="menu-keys" aria-hidden="true">
            {keys}
          </span>
        )}
      </Kit.Item>
    )
  })
}

function entryKey(entry: MenuEntry | undefined): string {
  if (!entry || entry === 'line') return 'first'
  return 'label' in entry ? entry.label : entry.name
}
