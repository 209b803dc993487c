/** Asks the page of a running Electron something, from outside, over its debugging port. */
import { setTimeout as sleep } from 'node:timers/promises'

type Target = { type: string; webSocketDebuggerUrl: string }

/**
 * Evaluates an expression, and waits for what it promises, in the first page of the Electron at this port. Asks again
 * while there is no page yet, and when the page that was asked gave way to the next.
 */
export async function askPage(port: number, expression: string, patience = 30_000): Promise<unknown> {
  const deadline = Date.now() + patience
  for (;;) {
    try {
      return await askOnce(port, expression, deadline - Date.now())
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(10)
    }
  }
}

async function askOnce(port: number, expression: string, patience: number): Promise<unknown> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[]
  const page = targets.find(({ type }) => type === 'page')
  if (!page) throw new Error('The app has no page yet.')
  const socket = new WebSocket(page.webSocketDebuggerUrl)
  try {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The page did not answer.')), patience)
      const params = { expression, awaitPromise: true, returnByValue: true }
      socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
      socket.onclose = () => reject(new Error('The page hung up.'))
      socket.onmessage = ({ data }) => {
        clearTimeout(timer)
        const { result, error } = JSON.parse(data)
        if (error || result.exceptionDetails)
          reject(new Error(JSON.stringify(error ?? result.exceptionDetails)))
        else resolve(result.result.value)
      }
    })
  } finally {
    socket.close()
  }
}
