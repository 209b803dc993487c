/**
 * An expression that is 1 for a message, under this name in the query, that mentions the account of its one binding, else
 * 0. Only for messages that mention somebody is anything looked up.
 */
export function isMentioned(messages: string): string {
  return `CASE ${messages}.mentioning WHEN 2 THEN 1 WHEN 1 THEN EXISTS(
    SELECT 1 FROM mentions WHERE mentions.account_id = ?
      AND mentions.room_id = ${messages}.room_id AND mentions.seq = ${messages}.seq) ELSE 0 END`
}
