/** The rule of what was seen, and the attention that it asks for. */
import type { Bridge, WindowState } from '../../bridge/bridge.ts'

/** Without a key, a click or a scroll for this long, nobody is taken to be looking. In milliseconds. */
export const inputPatience = 120_000

export type Attention = WindowState & {
  /** Milliseconds of this machine's clock. */
  lastInputAt: number
  /** The room whose end is on screen, so that what is posted there comes onto it. */
  atEndOf: number | undefined
}

/**
 * Whether somebody looks at the window. What is on screen then is seen: it moves the read marker, and is not told by a
 * notification.
 */
function isAttentive({ focused, visible, lastInputAt }: Attention, now: number): boolean {
  return focused && visible && now - lastInputAt < inputPatience
}

const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

export type AttentionWatch = {
  read(): Attention
  /** Whether somebody looks at the window now. */
  isAttentive(): boolean
  /** The end of this room is on screen; undefined when none is. */
  showEnd(roomId: number | undefined): void
  /** Hears when the window's state changes, and when somebody comes back. Returns a function that stops. */
  onChange(listener: (attention: Attention) => void): () => void
  stop(): void
}

/** Watches the window through the bridge, and the person through what they do in the page. */
export function watchAttention(
  bridge: Pick<Bridge, 'ask' | 'on'>,
  page: EventTarget,
  now: () => number = () => Date.now(),
): AttentionWatch {
  // Until the window has told, nobody is taken to look.
  let attention: Attention = { focused: false, visible: false, lastInputAt: now(), atEndOf: undefined }
  const listeners = new Set<(attention: Attention) => void>()

  function change(next: Attention) {
    const isNews =
      next.focused !== attention.focused ||
      next.visible !== attention.visible ||
      isAttentive(next, now()) !== isAttentive(attention, now())
    attention = next
    if (isNews) for (const listener of listeners) listener(attention)
  }

  const onInput = () => change({ ...attention, lastInputAt: now() })
  for (const name of inputs) page.addEventListener(name, onInput, { capture: true, passive: true })
  const stopListening = bridge.on('window:changed', window =>
    change({ ...attention, ...window, lastInputAt: now() }),
  )
  void bridge.ask('window:read').then(window => change({ ...attention, ...window }))

  return {
    read: () => attention,
    isAttentive: () => isAttentive(attention, now()),
    showEnd(atEndOf) {
      attention = { ...attention, atEndOf }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      for (const name of inputs) page.removeEventListener(name, onInput, { capture: true })
      stopListening()
    },
  }
}
