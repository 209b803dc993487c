/** What an app has on its disk. */
import type { App } from './app.ts'

/** The rows of a table, of the account that is open. Bytes are left out. */
export async function keptRows<Row = unknown>(
  { page }: App,
  database: 'cache' | 'writing',
  table: string,
): Promise<Row[]> {
  const json = await page.evaluate(
    async ({ database, table }) => {
      const databases = await indexedDB.databases()
      const name = databases.map(({ name }) => name!).find(each => each.startsWith(`chatter ${database}`))!
      const opened = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open(name)
        asked.onsuccess = () => resolve(asked.result)
        asked.onerror = () => reject(asked.error)
      })
      const rows = await new Promise<unknown[]>((resolve, reject) => {
        const asked = opened.transaction(table).objectStore(table).getAll()
        asked.onsuccess = () => resolve(asked.result)
        asked.onerror = () => reject(asked.error)
      })
      opened.close()
      return JSON.stringify(rows)
    },
    { database, table },
  )
  return JSON.parse(json)
}
