/** Downloads a file and is killed meanwhile, for downloads.test.ts. */
import { join } from 'node:path'
import { createDownloads } from './list.ts'

const [folder, file] = process.argv.slice(2) as [string, string]

createDownloads({
  listFile: join(folder, 'list.json'),
  folder: () => join(folder, 'Downloads'),
  ask:
    ({ serverUrl, id }) =>
    (headers, signal) =>
      fetch(`${serverUrl}/${id}`, { headers, signal }),
  onChange: () => {},
  onGone: () => {},
}).start(JSON.parse(file))
