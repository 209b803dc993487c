/**
 * A post as it is shown. The list is closed: what has no kind here cannot be shown, so that nothing that a message holds can
 * run, load from the network or leave its frame.
 */
export type Inline =
  /** Line breaks within are line breaks. */
  | { is: 'text'; text: string }
  | { is: 'strong' | 'emphasis' | 'struck'; of: Inline[] }
  | { is: 'code'; text: string }
  /** The address is http, https or mailto. */
  | { is: 'link'; url: string; of: Inline[] }
  /** A person, or everybody in the room. */
  | { is: 'mention'; whom: number | 'room'; text: string }
  /** A word of the reader's that they want to hear of. */
  | { is: 'keyword'; text: string }

export type Align = 'start' | 'center' | 'end' | null

export type Block =
  | { is: 'paragraph'; of: Inline[] }
  | { is: 'heading'; level: number; of: Inline[] }
  | { is: 'quote'; of: Block[] }
  | { is: 'list'; start: number | null; items: ListItem[] }
  | { is: 'code'; language: string; text: string }
  | { is: 'table'; aligns: Align[]; head: Inline[][]; rows: Inline[][][] }
  | { is: 'rule' }

/** `isDone` is for tasks alone. */
export type ListItem = { isDone?: boolean; of: Block[] }
