/**
 * One hint for the whole page. It shows what `data-hint` says beside an element after a moment of hovering, and at once on
 * keyboard focus; what `data-focus-hint` says, on keyboard focus only.
 */
import './hint.css'

const patience = 450

type Hinted = { element: Element; words: string; anchor: Element }

export function setupHints(): void {
  const hint = document.createElement('div')
  hint.className = 'hint'
  hint.id = 'hint'
  hint.setAttribute('role', 'tooltip')
  document.body.append(hint)
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown: Element | undefined

  const hide = () => {
    clearTimeout(timer)
    shown?.removeAttribute('aria-describedby')
    shown = undefined
    hint.classList.remove('hint-shown')
  }
  const show = (hinted: Hinted | undefined, delay: number) => {
    if (hinted && hinted.element === shown) return
    hide()
    if (!hinted) return
    shown = hinted.element
    timer = setTimeout(() => place(hint, hinted), delay)
  }
  document.addEventListener('pointerover', ({ target }) => show(hovered(target as Element), patience))
  document.addEventListener('focusin', ({ target }) => show(focused(target as Element), 0))
  for (const type of ['pointerdown', 'wheel', 'focusout'] as const)
    document.addEventListener(type, hide, { capture: true, passive: true })
  document.documentElement.addEventListener('pointerleave', hide)
  window.addEventListener('blur', hide)
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && hide(), { capture: true })
}

function hovered(target: Element): Hinted | undefined {
  const element = target.closest('[data-hint]')
  return element ? { element, anchor: element, words: element.getAttribute('data-hint')! } : undefined
}

function focused(target: Element): Hinted | undefined {
  if (!target.matches(':focus-visible')) return undefined
  const words = target.getAttribute('data-focus-hint')
  if (words === null) return hovered(target)
  return { element: target, anchor: target.querySelector('time') ?? target, words }
}

/** Above the element where there is room, else below; never beyond the window's edges. */
function place(hint: HTMLElement, { element, anchor, words }: Hinted) {
  if (!element.isConnected) return
  hint.textContent = words
  const place = anchor.getBoundingClientRect()
  const { width, height } = hint.getBoundingClientRect()
  const left = Math.min(Math.max(8, place.left + place.width / 2 - width / 2), innerWidth - width - 8)
  const above = place.top - height - 6
  hint.style.translate = `${Math.round(left)}px ${Math.round(above < 4 ? place.bottom + 6 : above)}px`
  hint.classList.add('hint-shown')
  // A name that is read already need not be read again.
  if (element.getAttribute('aria-label') !== words) element.setAttribute('aria-describedby', hint.id)
}
