/** How a surface looks: pictures of it in both themes, and what can be told of them without eyes. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { root } from '../../../scripts/lib/paths.ts'
import type { App } from './app.ts'
import { eventually } from './eventually.ts'

export type Theme = 'light' | 'dark'

/** Where the pictures are, for people: git does not keep them. */
const pictures = join(root, 'out/screens')

/** What is wrong with how a surface looks; empty where nothing is. */
export type Faults = {
  /** What stands outside the window, or makes the page scroll sideways. */
  outside: string[]
  /** Words that are cut off without a sign of it. */
  cut: string[]
  /** Words with too little contrast to what is behind them. */
  faint: string[]
}

/** Turns the system light or dark, as far as the app is concerned, and waits until the page has followed. */
export async function turn({ electron, page }: App, theme: Theme): Promise<void> {
  await electron.evaluate(({ nativeTheme }, theme) => {
    nativeTheme.themeSource = theme
  }, theme)
  await page.waitForFunction(theme => document.documentElement.dataset.theme === theme, theme)
}

/** Takes a picture of the window. Returns how bright it is all in all: 0 is black, 1 is white. */
export async function takePicture({ electron, page }: App, name: string): Promise<number> {
  const picture = await page.screenshot({ animations: 'disabled', caret: 'initial' })
  await mkdir(pictures, { recursive: true })
  await writeFile(join(pictures, `${name}.png`), picture)
  return electron.evaluate(({ nativeImage }, base64) => {
    const small = nativeImage.createFromDataURL(`data:image/png;base64,${base64}`).resize({ width: 96 })
    const pixels = [...small.toBitmap()]
    const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    // Blue, green, red and opacity.
    const weights = [0.0722, 0.7152, 0.2126, 0]
    const sum = pixels.reduce((sum, byte, at) => sum + weights[at % 4]! * linear(byte / 255), 0)
    return sum / (pixels.length / 4)
  }, picture.toString('base64'))
}

/** Waits until nothing moves any more, and then looks for faults in all of the window. */
export async function findFaults({ page }: App): Promise<Faults> {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === 1)
    return Promise.allSettled(ending.map(({ finished }) => finished))
  })
  return page.evaluate(lookForFaults)
}

/** Everything in the window that takes the focus and has no name for those who cannot see it, as HTML. */
export async function findNameless({ page }: App): Promise<string[]> {
  const browser = await page.context().newCDPSession(page)
  const { nodes } = await browser.send('Accessibility.getFullAXTree')
  const nameless = nodes.filter(
    ({ ignored, name, properties = [] }) =>
      !ignored &&
      !name?.value?.trim() &&
      properties.some(({ name, value }) => name === 'focusable' && value.value === true),
  )
  const found: string[] = []
  for (const { backendDOMNodeId } of nameless) {
    if (backendDOMNodeId === undefined) continue
    const { outerHTML } = await browser.send('DOM.getOuterHTML', { backendNodeId: backendDOMNodeId })
    // Radix's guards pass the focus on; what only scrolls takes it by the mouse, and by keys where nothing in it does.
    const isPassed = /^<[^>]*data-radix-focus-guard/.test(outerHTML)
    if (!isPassed && !/^<(div|ul|section|nav)(?![^>]* tabindex=)/.test(outerHTML))
      found.push(outerHTML.slice(0, 160))
  }
  await browser.detach()
  return found
}

/** Whether the element itself, or what stands in it, can be seen on the screen. */
export async function isOnScreen(surface: Locator): Promise<void> {
  await surface.waitFor()
  await eventually(async () => {
    const box = await surface.boundingBox()
    if (!box || box.width < 8 || box.height < 8) throw new Error(`${surface} has no size.`)
  })
}

/** Runs in the page. Elements and words are looked at where they are visible: not behind others, nor scrolled away. */
function lookForFaults(): Faults {
  const faults: Faults = { outside: [], cut: [], faint: [] }
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  const colours = new Map<string, Colour>()
  type Colour = [red: number, green: number, blue: number, alpha: number]
  const view = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
  const endless = Number.POSITIVE_INFINITY
  const everywhere: Box = { left: -endless, top: -endless, right: endless, bottom: endless }
  const sights = new Map<Element, Box>()
  const root = document.documentElement

  if (root.scrollWidth > innerWidth) faults.outside.push(`the page, ${root.scrollWidth} pixels wide`)
  for (const element of document.body.querySelectorAll('*')) lookAtPlace(element)
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) lookAtWords(walker.currentNode as Text)
  return faults

  function lookAtPlace(element: Element) {
    const rect = element.getBoundingClientRect()
    if (rect.width < 2 || rect.height < 2 || !element.checkVisibility({ visibilityProperty: true })) return
    const { left, top, right, bottom } = cut(rect, sightOf(element.parentElement))
    if (right - left < 2 || bottom - top < 2) return
    const isOut = left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1
    if (isOut) faults.outside.push(`${nameOf(element)} at ${Math.round(left)}–${Math.round(right)}`)
  }

  function lookAtWords(text: Text) {
    const words = text.data.trim()
    const element = text.parentElement!
    if (!words || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return
    if (element.closest('[inert], .hidden-visually, option, script, style')) return
    const range = document.createRange()
    range.selectNodeContents(text)
    const seen = [...range.getClientRects()].map(rect => cut(cut(rect, sightOf(element)), view)).find(isSeen)
    if (!seen) return
    const [x, y] = [(seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2]
    const stack = document.elementsFromPoint(x, y)
    const isInFront = stack[0] && (stack[0].contains(element) || element.contains(stack[0]))
    if (!isInFront) return
    const { clientWidth, scrollWidth } = element
    const style = getComputedStyle(element)
    const isCut = style.overflowX === 'hidden' && scrollWidth > clientWidth + 1
    if (isCut && style.textOverflow !== 'ellipsis' && style.webkitLineClamp === 'none')
      faults.cut.push(`“${words.slice(0, 60)}” in ${nameOf(element)}`)
    lookAtContrast(element, words, stack)
  }

  function lookAtContrast(element: Element, words: string, stack: Element[]) {
    // Emoji have colours of their own, and what cannot be used may be pale.
    if (!/[\p{L}\p{N}]/u.test(words) || element.closest(':disabled, [aria-disabled=true], [data-disabled]'))
      return
    const behind = [...new Set([...ancestorsOf(element), ...stack])]
    // In the order in which they lie on each other, as far as they are known to.
    const from = stack.filter(each => behind.includes(each))
    const layers = from.includes(element) ? from.slice(from.indexOf(element)) : ancestorsOf(element)
    if (layers.some(each => getComputedStyle(each).backgroundImage !== 'none')) return
    if (layers.some(each => each.matches('img, video, canvas'))) return
    const ground = layers
      .reverse()
      .reduce<Colour>(
        (below, each) => lay(colourOf(getComputedStyle(each).backgroundColor), below),
        [255, 255, 255, 1],
      )
    const style = getComputedStyle(element)
    const opacity = ancestorsOf(element).reduce(
      (all, each) => all * Number(getComputedStyle(each).opacity),
      1,
    )
    const [red, green, blue, alpha] = colourOf(style.color)
    const ratio = contrastOf(lay([red, green, blue, alpha * opacity], ground), ground)
    const size = Number.parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 600)
    if (ratio < (isLarge ? 3 : 4.5))
      faults.faint.push(`“${words.slice(0, 60)}” in ${nameOf(element)}: ${ratio.toFixed(2)}`)
  }

  function ancestorsOf(element: Element): Element[] {
    return element.parentElement ? [element, ...ancestorsOf(element.parentElement)] : [element]
  }

  type Box = { left: number; top: number; right: number; bottom: number }

  /** What can be seen of an element's content: the rest is scrolled away, or hidden by what it stands in. */
  function sightOf(element: Element | null): Box {
    if (!element || element === document.body) return everywhere
    const known = sights.get(element)
    if (known) return known
    const around = sightOf(element.parentElement)
    const { overflowX, overflowY } = getComputedStyle(element)
    const isCutting = overflowX !== 'visible' || overflowY !== 'visible'
    const sight = isCutting ? cut(around, element.getBoundingClientRect()) : around
    sights.set(element, sight)
    return sight
  }

  function cut(one: Box, other: Box): Box {
    return {
      left: Math.max(one.left, other.left),
      top: Math.max(one.top, other.top),
      right: Math.min(one.right, other.right),
      bottom: Math.min(one.bottom, other.bottom),
    }
  }

  function isSeen({ left, top, right, bottom }: Box) {
    return right - left >= 2 && bottom - top >= 4
  }

  function nameOf(element: Element) {
    const { localName, className } = element
    return `${localName}.${typeof className === 'string' ? className.replaceAll(' ', '.') : ''}`
  }

  /** Whatever way CSS writes it. */
  function colourOf(css: string): Colour {
    const known = colours.get(css)
    if (known) return known
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = css
    canvas.fillRect(0, 0, 1, 1)
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data
    const colour: Colour = [red!, green!, blue!, alpha! / 255]
    colours.set(css, colour)
    return colour
  }

  function lay([red, green, blue, alpha]: Colour, below: Colour): Colour {
    const mix = (above: number, at: 0 | 1 | 2) => above * alpha + below[at] * (1 - alpha)
    return [mix(red, 0), mix(green, 1), mix(blue, 2), 1]
  }

  function contrastOf(one: Colour, other: Colour) {
    const [dark, light] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
    return (light! + 0.05) / (dark! + 0.05)
  }

  function luminanceOf([red, green, blue]: Colour) {
    const linear = (part: number) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
