/** What the index is told of messages: documents of up to 64 consecutive ones. */
import { hasCode, hasLink, searchedText } from '@chatter/shared/search.match.ts'
import { addTokens } from '@chatter/shared/search.tokens.ts'
import type { NewDocument, Source } from './search.documents.table.ts'
import { authorToken, roomToken, stretchTokens } from './search.fulltext.ts'

/**
 * Messages in one document, at most. Then a common pair of syllables is in a hundred thousand documents instead of
 * millions, and what a document suggests is still read in one go.
 */
export const longestDocument = 64

/** Documents for these messages of a room, which are in order of `seq`. Notices and deleted messages have no words. */
export function toDocuments(roomId: number, sources: readonly Source[]): NewDocument[] {
  const posts = sources.filter(({ isPost, isDeleted }) => isPost && !isDeleted)
  const documents: NewDocument[] = []
  for (let at = 0; at < posts.length; ) {
    const limit = posts[at]!.seq + longestDocument
    let end = at
    while (end < posts.length && posts[end]!.seq < limit) end++
    documents.push(toDocument(roomId, posts.slice(at, end)))
    at = end
  }
  return documents
}

function toDocument(roomId: number, posts: readonly Source[]): NewDocument {
  const times = posts.map(({ createdAt }) => createdAt)
  const [firstAt, lastAt] = [Math.min(...times), Math.max(...times)]
  const tokens = new Set([roomToken(roomId), ...stretchTokens(lastAt)])
  for (const post of posts) addPost(post, tokens)
  return { firstSeq: posts[0]!.seq, lastSeq: posts.at(-1)!.seq, firstAt, lastAt, tokens }
}

function addPost({ authorId, body, mentions, attachments }: Source, tokens: Set<string>) {
  addTokens(searchedText({ body, attachments }), tokens)
  tokens.add(authorToken(authorId))
  if (hasLink(body)) tokens.add('qhlink')
  if (hasCode(body)) tokens.add('qhcode')
  if (mentions) tokens.add('qhmention')
  if (attachments.length > 0) tokens.add('qhfile')
}
