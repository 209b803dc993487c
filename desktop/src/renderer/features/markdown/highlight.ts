/** Colours code. Loaded with the first block of code that names its language. Pure. */
import { common, createLowlight } from 'lowlight'

/** A stretch of code: its text, or what stands in one colour. */
export type Colored = string | { className: string; of: Colored[] }

const lowlight = createLowlight(common)

/** The code with its colours; null for a language that is not known. */
export function highlight(language: string, text: string): Colored[] | null {
  if (!lowlight.registered(language)) return null
  return toColored(lowlight.highlight(language, text).children)
}

type Node = ReturnType<typeof lowlight.highlight>['children'][number]

function toColored(nodes: readonly Node[]): Colored[] {
  return nodes.flatMap((node): Colored[] => {
    if (node.type === 'text') return [node.value]
    if (node.type !== 'element') return []
    const { className } = node.properties
    return [
      {
        className: Array.isArray(className) ? className.join(' ') : '',
        of: toColored(node.children as Node[]),
      },
    ]
  })
}
