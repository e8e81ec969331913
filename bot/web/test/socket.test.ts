import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { backoff, Channel, type Link } from '../src/core/socket'
import { FakeSocket } from './fake-socket'

/** The longest first wait before coming back. */
const FIRST_WAIT_MS = 400
let disposeLast = (): void => undefined

interface Frame {
  t: string
}

function connect() {
  const links: Link[] = []
  const refusals: number[] = []
  const tooBig = vi.fn()
  const channel = new Channel<Frame, Frame>({
    url: 'ws://hub/ws/chat',
    subprotocol: 'jiezhu.v1',
    hello: () => ({ t: 'hello' }),
    onFrame: () => undefined,
    onLink: (link) => links.push(link),
    onRefused: (code) => refusals.push(code),
    onTooBig: tooBig,
  })
  disposeLast = () => channel.dispose()
  channel.open()
  return { channel, links, refusals, tooBig }
}

function welcomed() {
  const made = connect()
  FakeSocket.last.accept()
  FakeSocket.last.tell({ t: 'welcome' })
  return made
}

beforeEach(() => {
  vi.useFakeTimers()
  FakeSocket.install()
})
afterEach(() => {
  disposeLast()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a connection', () => {
  it('says hello first and sends nothing else before the welcome', () => {
    const { channel } = connect()
    FakeSocket.last.accept()
    expect(channel.send({ t: 'send' })).toBe(false)
    FakeSocket.last.tell({ t: 'welcome' })
    expect(channel.send({ t: 'send' })).toBe(true)
    expect(FakeSocket.last.kinds()).toEqual(['hello', 'send'])
  })

  it.each([1000, 1006, 1012, 1013])('comes back after close %i', (code) => {
    const { links } = welcomed()
    FakeSocket.last.hangUp(code)
    expect(links.at(-1)).toBe('offline')
    vi.advanceTimersByTime(FIRST_WAIT_MS)
    expect(FakeSocket.made).toHaveLength(2)
  })

  it.each([4400, 4401, 4403, 4409])('stays away after close %i and says so', (code) => {
    const { links, refusals } = welcomed()
    FakeSocket.last.hangUp(code)
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.made).toHaveLength(1)
    expect(refusals).toEqual([code])
    expect(links.at(-1)).toBe('refused')
  })

  it('gives up a hub that accepts and never welcomes', () => {
    connect()
    FakeSocket.last.accept()
    vi.advanceTimersByTime(8_000 + 15_000)
    expect(FakeSocket.made.length).toBeGreaterThan(1)
  })

  it('notices a dead path: a ping without an answer ends the connection', () => {
    const { links } = welcomed()
    const dead = FakeSocket.last
    vi.advanceTimersByTime(15_001)
    expect(dead.kinds()).toContain('ping')
    expect(links).toContain('offline')
    dead.tell({ t: 'pong' })
    expect(links.filter((link) => link === 'offline')).toHaveLength(1)
  })

  it('keeps a quiet connection whose pings are answered', () => {
    const { links } = welcomed()
    for (let round = 0; round < 10; round += 1) {
      vi.advanceTimersByTime(10_000)
      FakeSocket.last.tell({ t: 'pong' })
      vi.advanceTimersByTime(1)
    }
    expect(links).not.toContain('offline')
  })

  it('tells the outbox when something was too big, and comes back', () => {
    const { tooBig } = welcomed()
    FakeSocket.last.hangUp(1009)
    vi.advanceTimersByTime(FIRST_WAIT_MS)
    expect(tooBig).toHaveBeenCalledOnce()
    expect(FakeSocket.made).toHaveLength(2)
  })

  it('looks at once when the network is back', () => {
    welcomed()
    FakeSocket.last.hangUp(1006)
    window.dispatchEvent(new Event('online'))
    expect(FakeSocket.made).toHaveLength(2)
  })

  it('does not wake before it was ever opened', () => {
    const { channel } = connect()
    channel.close()
    FakeSocket.made = []
    window.dispatchEvent(new Event('focus'))
    expect(FakeSocket.made).toHaveLength(0)
  })

  it('waits longer after each failure, also when the hub welcomes and hangs up at once', () => {
    welcomed()
    for (let round = 0; round < 8; round += 1) {
      FakeSocket.last.hangUp(1000)
      vi.advanceTimersByTime(15_000)
      FakeSocket.last.accept()
      FakeSocket.last.tell({ t: 'welcome' })
    }
    const before = FakeSocket.made.length
    FakeSocket.last.hangUp(1000)
    vi.advanceTimersByTime(5_000)
    expect(FakeSocket.made.length).toBe(before)
  })

  it('survives frames that are not ours', () => {
    welcomed()
    FakeSocket.last.onmessage?.({ data: 'not json' })
    FakeSocket.last.onmessage?.({ data: '42' })
    expect(FakeSocket.last.readyState).toBe(1)
  })
})

describe('backoff', () => {
  it('is bounded and never zero', () => {
    for (let n = 0; n < 40; n += 1) {
      expect(backoff(n)).toBeGreaterThan(0)
      expect(backoff(n)).toBeLessThanOrEqual(15_000)
    }
  })

  it('differs from client to client', () => {
    expect(backoff(3, () => 0)).toBeLessThan(backoff(3, () => 0.9))
  })
})
