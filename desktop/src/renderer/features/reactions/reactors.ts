/** Who reacted, in words. Pure. */

/** Most names before the rest is counted. */
const mostNamed = 12

/**
 * @param ids who reacted, in the order in which they came
 * @returns names with me last, because "Ada, Grace and you" is how one says it; and how many more there are
 */
export function nameReactors(
  ids: readonly number[],
  me: number,
  nameOf: (id: number) => string | undefined,
): { names: string[]; hasMe: boolean; others: number } {
  const known = ids.filter(id => id !== me).map(nameOf)
  const names = known.filter(name => name !== undefined).slice(0, mostNamed)
  return { names, hasMe: ids.includes(me), others: known.length - names.length }
}
