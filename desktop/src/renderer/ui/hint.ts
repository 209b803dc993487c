/** One hint for the whole page: shown beside any element with `data-hint`, after a moment of hovering or at once on keyboard focus. */
import './hint.css'

const patience = 450

export function setupHints(): void {
  const hint = document.createElement('div')
  hint.className = 'hint'
  hint.setAttribute('role', 'presentation')
  document.body.append(hint)
  let timer: ReturnType<typeof setTimeout> | undefined
  let target: Element | null = null

  const hide = () => {
    clearTimeout(timer)
    target = null
    hint.classList.remove('hint-shown')
  }
  const show = (element: Element, delay: number) => {
    if (element === target) return
    hide()
    target = element
    timer = setTimeout(() => element.isConnected && place(hint, element), delay)
  }
  const hinted = (event: Event) => (event.target as Element).closest?.('[data-hint]') ?? null

  document.addEventListener('pointerover', event => {
    const element = hinted(event)
    if (element) show(element, patience)
    else hide()
  })
  document.addEventListener('focusin', event => {
    const element = hinted(event)
    if (element?.matches(':focus-visible')) show(element, 0)
    else hide()
  })
  for (const type of ['pointerdown', 'keydown', 'wheel', 'focusout', 'blur'] as const)
    document.addEventListener(type, event => (type !== 'keydown' || isLeaving(event) ? hide() : undefined), {
      capture: true,
      passive: true,
    })
}

function isLeaving(event: Event) {
  return (event as KeyboardEvent).key === 'Escape'
}

/** Above the element where there is room, else below; never beyond the window's edges. */
function place(hint: HTMLElement, element: Element) {
  hint.textContent = element.getAttribute('data-hint')
  const anchor = element.getBoundingClientRect()
  const { width, height } = hint.getBoundingClientRect()
  const left = Math.min(Math.max(8, anchor.left + anchor.width / 2 - width / 2), innerWidth - width - 8)
  const above = anchor.top - height - 6
  hint.style.translate = `${Math.round(left)}px ${Math.round(above < 4 ? anchor.bottom + 6 : above)}px`
  hint.classList.add('hint-shown')
}
