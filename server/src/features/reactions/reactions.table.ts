import type { Knex } from 'knex'

/** Somebody's emoji on a message. The primary key holds that there is one of each. */
export type StoredReaction = { roomId: number; seq: number; emoji: string; accountId: number }

const toRow = ({ roomId, seq, emoji, accountId }: StoredReaction) => ({
  room_id: roomId,
  seq,
  emoji,
  account_id: accountId,
})

export async function insertReaction(trx: Knex, reaction: StoredReaction): Promise<void> {
  await trx('reactions').insert({ ...toRow(reaction), created_at: Date.now() })
}

export async function deleteReaction(trx: Knex, reaction: StoredReaction): Promise<void> {
  await trx('reactions').where(toRow(reaction)).delete()
}
