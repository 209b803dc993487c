/** One connection to Chatter's REST, kept open, that does no more than ask and count. */
import { connect, type Socket } from 'node:net'

export class Rest {
  bytes = 0
  /** How long the server says that it took for the last answer, in milliseconds. */
  serverTime = Number.NaN
  private readonly socket: Socket
  private readonly head: string
  private answer: Buffer = Buffer.alloc(0)
  private waiting: { resolve: (body: string) => void; reject: (error: Error) => void } | undefined

  constructor(port: number, token: string) {
    this.head = `Host: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nConnection: keep-alive\r\n\r\n`
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.socket.on('data', (chunk: Buffer) => this.onData(chunk))
    this.socket.on('error', error => this.waiting?.reject(error))
    this.socket.on('close', () => this.waiting?.reject(new Error('The server hung up.')))
  }

  /** The body of the answer. Throws when it is not 200. */
  get(path: string): Promise<string> {
    this.socket.write(`GET ${path} HTTP/1.1\r\n${this.head}`)
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }))
  }

  close(): void {
    this.waiting = undefined
    this.socket.destroy()
  }

  private onData(chunk: Buffer) {
    this.bytes += chunk.length
    this.answer = this.answer.length ? Buffer.concat([this.answer, chunk]) : chunk
    const end = this.answer.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.answer.toString('latin1', 0, end)
    const length = Number(head.match(/content-length: (\d+)/i)?.[1])
    if (this.answer.length < end + 4 + length) return
    const body = this.answer.toString('utf8', end + 4, end + 4 + length)
    this.answer = this.answer.subarray(end + 4 + length)
    this.serverTime = Number(head.match(/server-timing: total;dur=([\d.]+)/i)?.[1])
    const { waiting } = this
    this.waiting = undefined
    if (head.startsWith('HTTP/1.1 200') && !Number.isNaN(length)) waiting?.resolve(body)
    else waiting?.reject(new Error(`The server answered ${head.split('\r\n')[0]} ${body}`))
  }
}
