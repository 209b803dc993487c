/** Shows a post's Markdown. Loaded when a post first needs it. */
import { useWords } from '../../lib/use-words.ts'
import { CodeBlock } from './code-block.tsx'
import { Inlines } from './inlines.tsx'
import { readMarkdown } from './markdown.ts'
import type { Block, ListItem } from './rich.type.ts'
import { useTabIndex } from './tab-stops.ts'
import type { Mentioned } from './words.ts'
import './rich-text.css'

/** Posts that were read lately, so that scrolling back to them costs nothing. */
const remembered = new Map<string, Block[] | null>()
const mostRemembered = 400

/** @returns null when the body is better shown as it was written */
export function readPost(body: string, mentioned: Mentioned): Block[] | null {
  const { mentionsRoom = '', mentions = '', keywords = '' } = mentioned
  const key = `${mentionsRoom}${JSON.stringify(mentions)}${JSON.stringify(keywords)}${body}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const blocks = readMarkdown(body, mentioned)
  if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value!)
  remembered.set(key, blocks)
  return blocks
}

export function RichText({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they never move within a post; an edited one is read anew
    <BlockView key={at} block={block} isLast={at === blocks.length - 1} />
  ))
}

/** Between blocks stand line breaks that are not seen, for those who copy. */
function BlockView({ block, isLast }: { block: Block; isLast: boolean }) {
  return (
    <>
      <OneBlock block={block} />
      {!isLast && '\n\n'}
    </>
  )
}

function OneBlock({ block }: { block: Block }) {
  switch (block.is) {
    case 'paragraph':
      return (
        <p className="rich-paragraph" dir="auto">
          <Inlines of={block.of} />
        </p>
      )
    case 'heading':
      return (
        // Headings of posts are not those of the page: a screen reader's list of headings stays short.
        <p className={`rich-heading rich-heading-${block.level}`} dir="auto">
          <Inlines of={block.of} />
        </p>
      )
    case 'quote':
      return (
        <blockquote className="rich-quote">
          <RichText blocks={block.of} />
        </blockquote>
      )
    case 'list':
      return <List start={block.start} items={block.items} />
    case 'code':
      return <CodeBlock language={block.language} text={block.text} />
    case 'table':
      return <Table {...block} />
    case 'rule':
      return <hr className="rich-rule" />
  }
}

function List({ start, items }: { start: number | null; items: readonly ListItem[] }) {
  const Tag = start === null ? 'ul' : 'ol'
  // Room for the longest number, so that it is not cut off.
  const digits = start === null ? 1 : String(start + items.length - 1).length
  return (
    <Tag
      className="rich-list"
      dir="auto"
      start={start ?? undefined}
      style={start === null ? undefined : { paddingInlineStart: `${digits * 0.6 + 1}em` }}
    >
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never move
        <li key={at} className={item.isDone === undefined ? undefined : 'rich-task'}>
          {item.isDone !== undefined && (
            <input className="rich-task-box" type="checkbox" checked={item.isDone} disabled readOnly />
          )}
          <RichText blocks={item.of} />
        </li>
      ))}
    </Tag>
  )
}

function Table({ aligns, head, rows }: Extract<Block, { is: 'table' }>) {
  const { t } = useWords()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a set of fields is for forms
    <div className="rich-table" role="group" aria-label={t('markdown.table')} tabIndex={useTabIndex()}>
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they never move
              <th key={at} scope="col" dir="auto" style={{ textAlign: aligns[at] ?? 'start' }}>
                <Inlines of={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never move
            <tr key={at}>
              {row.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they never move
                <td key={at} dir="auto" style={{ textAlign: aligns[at] ?? 'start' }}>
                  <Inlines of={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
