/** WebRTC for tests, which Node has none of: connections in one process, that find each other by what their descriptions say. */
type Listener = (event: never) => void

export function createRtc() {
  const all = new Map<string, Connection>()
  let breaksAfter = Number.POSITIVE_INFINITY
  let isWalled = false
  let count = 0
  let opened = 0

  class Channel {
    readyState: RTCDataChannelState = 'connecting'
    bufferedAmount = 0
    bufferedAmountLowThreshold = 0
    binaryType: BinaryType = 'arraybuffer'
    other: Channel | undefined
    carried = 0
    readonly target = new EventTarget()
    addEventListener(name: string, listener: Listener) {
      this.target.addEventListener(name, listener as unknown as EventListener)
    }
    open() {
      this.readyState = 'open'
      this.target.dispatchEvent(new Event('open'))
    }
    send(data: string | Uint8Array) {
      if (this.readyState !== 'open') throw new Error('InvalidStateError')
      const copy = typeof data === 'string' ? data : new Uint8Array(data).buffer
      const length = typeof copy === 'string' ? copy.length : copy.byteLength
      this.bufferedAmount += length
      this.carried += length
      setImmediate(() => {
        this.bufferedAmount -= length
        if (this.readyState === 'open')
          this.other?.target.dispatchEvent(new MessageEvent('message', { data: copy }))
        this.target.dispatchEvent(new Event('bufferedamountlow'))
        if (this.carried > breaksAfter) this.close()
      })
    }
    close() {
      if (this.readyState === 'closed') return
      this.readyState = 'closed'
      setImmediate(() => {
        this.target.dispatchEvent(new Event('close'))
        this.other?.close()
      })
    }
  }

  class Connection {
    readonly id = String(++count)
    readonly target = new EventTarget()
    readonly iceGatheringState = 'complete'
    connectionState = 'new'
    channel: Channel | undefined
    offerer: Connection | undefined
    isClosed = false
    localDescription: { sdp: string } | null = null
    constructor() {
      all.set(this.id, this)
      opened++
    }
    addEventListener(name: string, listener: Listener) {
      this.target.addEventListener(name, listener as unknown as EventListener)
    }
    createDataChannel() {
      this.channel = new Channel()
      return this.channel
    }
    async setLocalDescription() {
      this.localDescription = { sdp: `v=0\r\no=${this.id}\r\n` }
    }
    async setRemoteDescription({ type, sdp }: { type: string; sdp: string }) {
      const other = all.get(/o=(\d+)/.exec(sdp)![1]!)!
      if (type === 'offer') this.offerer = other
      else this.join(other)
    }
    /** Both know each other now. */
    join(answerer: Connection) {
      setImmediate(() => {
        if (this.isClosed || answerer.isClosed || isWalled) return
        const channel = new Channel()
        channel.other = this.channel
        this.channel!.other = channel
        answerer.channel = channel
        answerer.target.dispatchEvent(Object.assign(new Event('datachannel'), { channel }))
        channel.open()
        this.channel!.open()
      })
    }
    close() {
      if (this.isClosed) return
      this.isClosed = true
      opened--
      this.channel?.close()
    }
  }

  return {
    connect: () => new Connection() as unknown as RTCPeerConnection,
    /** Each channel breaks when it has carried so many bytes one way. */
    breakAfter(bytes: number) {
      breaksAfter = bytes
    },
    /** From now on, or no longer, none finds the other. */
    standBetween(isBetween: boolean) {
      isWalled = isBetween
    },
    /** Connections that nobody closed. */
    open: () => opened,
  }
}
