import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepHosts } from './candidates.ts'

const candidate = (address: string, { transport = 'udp', type = 'host', port = 50_000 } = {}) =>
  `a=candidate:1 1 ${transport} 2113937151 ${address} ${port} typ ${type} generation 0`
const hidden = 'eff050ad-ef0e-4e6d-a8be-a097b6ccddd7.local'
const sdp = (...candidates: string[]) => ['v=0', 'a=mid:0', ...candidates, ''].join('\r\n')

test('[FILE72] only addresses of machines themselves are tried, and no name that a name server is asked for', () => {
  const fine = [hidden, '192.168.1.7', '127.0.0.1', 'fd00::2'].map(address => candidate(address))
  assert.equal(keepHosts(sdp(...fine)), sdp(...fine))
  const others = [
    candidate('outside.example'),
    candidate('printer.local'),
    candidate('203.0.113.9', { type: 'srflx' }),
    candidate('203.0.113.9', { type: 'relay' }),
    candidate('192.168.1.1', { port: 53 }),
    candidate('192.168.1.7', { transport: 'tcp' }),
    'a=candidate:nonsense',
  ]
  assert.equal(keepHosts(sdp(...others, fine[0]!)), sdp(fine[0]!))
})

test('[FILE72] one machine has only so many addresses', () => {
  const many = Array.from({ length: 300 }, (_, n) => candidate(`10.0.${n >> 8}.${n & 255}`))
  assert.equal(keepHosts(sdp(...many)), sdp(...many.slice(0, 16)))
})
