/**
 * Writes a dictionary as Chromium's spell checker reads it: a header, the rules as lists of lines that end in 0, and the
 * words as a tree of bytes. Of the kinds of nodes that the format has, leaves, short lists and wide tables are used.
 */
import { createHash } from 'node:crypto'
import type { Dictionary } from './hunspell.ts'

const headerLength = 32
const affixHeaderLength = 16

/** A word's end, or a choice of the next byte; 0 stands for "the word ends here". */
type Node =
  | { rest: string; groups: number[]; size: number }
  | { children: [byte: number, node: Node][]; kind: 'list' | 'table'; size: number }

export function writeBdic(dictionary: Dictionary): Buffer {
  const affixes = affixSection(dictionary)
  const root = growTree(dictionary)
  const file = Buffer.alloc(headerLength + affixes.length + root.size)
  affixes.copy(file, headerLength)
  writeNode(root, file, headerLength + affixes.length)
  file.write('BDic', 0, 'latin1')
  file.writeUInt16LE(2, 4)
  file.writeUInt32LE(headerLength, 8)
  file.writeUInt32LE(headerLength + affixes.length, 12)
  createHash('md5').update(file.subarray(headerLength)).digest().copy(file, 16)
  return file
}

function affixSection({ groups, rules, replacements, commands }: Dictionary): Buffer {
  const lists = [
    listOf([`AF ${groups.length}`, ...groups.map(flags => `AF ${flags}`)]),
    listOf(rules),
    `${replacements.map(([from, to]) => `${from}\0${to}\0`).join('')}\0`,
    listOf(commands),
  ]
  const header = Buffer.alloc(affixHeaderLength)
  let offset = headerLength + affixHeaderLength
  lists.forEach((list, index) => {
    header.writeUInt32LE(offset, index * 4)
    offset += list.length
  })
  return Buffer.concat([header, Buffer.from(lists.join(''), 'latin1')])
}

const listOf = (lines: readonly string[]) => `${lines.map(line => `${line}\0`).join('')}\0`

function growTree({ words }: Dictionary): Node {
  const sorted = [...words.keys()].sort((a, b) => (a < b ? -1 : 1))
  const groupsOf = (word: string) => [...(words.get(word) ?? [])].sort((a, b) => b - a).slice(0, mostGroups)
  const grow = (begin: number, end: number, depth: number): Node => {
    const first = sorted[begin] ?? ''
    if (end - begin === 1) return leafOf(first.slice(depth), groupsOf(first))
    const children: [number, Node][] = []
    for (let from = begin; from < end; ) {
      const byte = byteAt(sorted[from], depth)
      let to = from + 1
      while (to < end && byteAt(sorted[to], depth) === byte) to++
      children.push([byte, byte === 0 ? leafOf('', groupsOf(sorted[from]!)) : grow(from, to, depth + 1)])
      from = to
    }
    return choiceOf(children)
  }
  return grow(0, sorted.length, 0)
}

/** 0 behind the end of the word. */
const byteAt = (word: string | undefined, at: number) => word?.charCodeAt(at) || 0

const mostGroups = 32
/** The first group stands in 13 bits of the leaf; all of them set say that it stands in the list instead. */
const mostInLeaf = 0x1ffe

function leafOf(rest: string, groups: number[]): Node {
  const text = rest ? rest.length + 1 : 0
  const listed = (groups[0] ?? 0) > mostInLeaf ? groups.length : groups.length - 1
  return { rest, groups, size: 2 + text + (listed > 0 ? listed * 2 + 2 : 0) }
}

function choiceOf(children: [number, Node][]): Node {
  const below = children.reduce((size, [, node]) => size + node.size, 0)
  if (children.length < 16 && below <= 0xffff)
    return { children, kind: 'list', size: 1 + children.length * 3 + below }
  const { hasEnd, count } = tableOf(children)
  return { children, kind: 'table', size: 3 + (count + (hasEnd ? 1 : 0)) * 4 + below }
}

/** A table has an entry for each byte from the first to the last that occurs, and one before them for the word's end. */
function tableOf(children: readonly [number, Node][]) {
  const hasEnd = children[0]?.[0] === 0
  const first = children[hasEnd ? 1 : 0]?.[0] ?? 0
  const last = children.at(-1)?.[0] ?? 0
  return { hasEnd, first, count: last - first + 1 }
}

/** Returns the offset behind the node. */
function writeNode(node: Node, file: Buffer, at: number): number {
  if ('rest' in node) return writeLeaf(node, file, at)
  return node.kind === 'list' ? writeList(node.children, file, at) : writeTable(node.children, file, at)
}

function writeLeaf({ rest, groups }: Extract<Node, { rest: string }>, file: Buffer, at: number): number {
  const [first = 0] = groups
  const isListed = first > mostInLeaf
  const listed = isListed ? groups : groups.slice(1)
  let end = file.writeUInt16BE(
    (isListed ? mostInLeaf + 1 : first) | (rest ? 0x4000 : 0) | (listed.length > 0 ? 0x2000 : 0),
    at,
  )
  if (rest) end += file.write(`${rest}\0`, end, 'latin1')
  for (const group of listed) end = file.writeUInt16LE(group, end)
  return listed.length > 0 ? file.writeUInt16LE(0xffff, end) : end
}

/** Offsets count from behind the list. */
function writeList(children: readonly [number, Node][], file: Buffer, at: number): number {
  file.writeUInt8(0xf0 | children.length, at)
  const start = at + 1 + children.length * 3
  let end = start
  children.forEach(([byte, node], index) => {
    file.writeUInt8(byte, at + 1 + index * 3)
    file.writeUInt16LE(end - start, at + 2 + index * 3)
    end = writeNode(node, file, end)
  })
  return end
}

/** Offsets count from the start of the file. */
function writeTable(children: readonly [number, Node][], file: Buffer, at: number): number {
  const { hasEnd, first, count } = tableOf(children)
  file.writeUInt8(hasEnd ? 0xc3 : 0xc2, at)
  file.writeUInt8(first, at + 1)
  file.writeUInt8(count, at + 2)
  const table = at + 3 + (hasEnd ? 4 : 0)
  let end = table + count * 4
  for (const [byte, node] of children) {
    file.writeUInt32LE(end, byte === 0 ? at + 3 : table + (byte - first) * 4)
    end = writeNode(node, file, end)
  }
  return end
}
