/** What a part of the page looks like, as plain data: elements with their attributes, styles and scroll offsets, and texts. */
export type Picture = string | Figure

type Figure = {
  tag: string
  /** Attributes by name, without styles. */
  is?: Record<string, string>
  style?: string
  /** What stands in a field. */
  value?: string
  scrollTop?: number
  of?: Picture[]
}

const svg = 'http://www.w3.org/2000/svg'

/** Takes a picture of a node and all in it. Frames, media and what is not shown anyway are left out. */
export function takePicture(node: Node): Picture | undefined {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? ''
  if (!(node instanceof HTMLElement || node instanceof SVGElement) || leftOut.has(node.localName))
    return undefined
  if (isOutOfSight(node)) return undefined
  const picture: Figure = { tag: node.localName }
  const attributes = [...node.attributes]
    .filter(({ name }) => isKept(name))
    .map(({ name, value }) => [name, value])
  if (attributes.length > 0) picture.is = Object.fromEntries(attributes)
  if (node.style.length > 0) picture.style = node.style.cssText
  if (node instanceof HTMLTextAreaElement || node instanceof HTMLInputElement) picture.value = node.value
  if (node.scrollTop > 0) picture.scrollTop = node.scrollTop
  const children = [...node.childNodes].map(takePicture).filter(child => child !== undefined)
  if (children.length > 0) picture.of = children
  return picture
}

const leftOut = new Set([
  'script',
  'style',
  'link',
  'iframe',
  'object',
  'embed',
  'video',
  'audio',
  'img',
  'canvas',
])

/** A row of a list that is laid out ahead of being scrolled to. It holds no place for others. */
function isOutOfSight(element: HTMLElement | SVGElement): boolean {
  if (element.style.position !== 'absolute') return false
  const { top, bottom } = element.getBoundingClientRect()
  return bottom < 0 || top > innerHeight
}

/** Nothing that acts: what is drawn again shows, and does nothing else. */
function isKept(name: string): boolean {
  return !/^on/i.test(name) && !['style', 'href', 'src', 'srcset', 'id', 'name', 'autofocus'].includes(name)
}

/**
 * Makes the elements of a picture. It is built piece by piece: nothing of it is parsed, and the policy of the page, which
 * forbids styles in HTML, holds.
 * @returns the node, and a function that scrolls what was scrolled, for when it stands in the page
 */
export function drawPicture(picture: Picture): { node: Node; settle(): void } {
  const scrolled: [Element, number][] = []
  const draw = (part: Picture, isSvg: boolean): Node => {
    if (typeof part === 'string') return document.createTextNode(part)
    const inSvg = isSvg || part.tag === 'svg'
    if (leftOut.has(part.tag)) return document.createTextNode('')
    const element = (
      inSvg ? document.createElementNS(svg, part.tag) : document.createElement(part.tag)
    ) as HTMLElement
    for (const [name, value] of Object.entries(part.is ?? {}))
      if (isKept(name)) element.setAttribute(name, value)
    if (part.style) element.style.cssText = part.style
    if (part.value !== undefined) (element as HTMLTextAreaElement).value = part.value
    if (part.scrollTop) scrolled.push([element, part.scrollTop])
    element.append(...(part.of ?? []).map(child => draw(child, inSvg)))
    return element
  }
  const node = draw(picture, false)
  return {
    node,
    settle() {
      for (const [element, top] of scrolled) element.scrollTop = top
    },
  }
}
