import { describe, expect, it } from 'vitest'
import type { Host, Kept, TokenAnswer } from '../src/chat/host'
import { Identity } from '../src/chat/identity'

function shop(...answers: TokenAnswer[]) {
  const kept: Kept[] = []
  const host: Host = {
    framed: true,
    start: () => Promise.reject(new Error('not used')),
    requestToken: () => Promise.resolve(answers.shift() ?? { ok: false, token: null }),
    keep: (value) => void kept.push(value),
    unread: () => undefined,
    close: () => undefined,
  }
  return { identity: new Identity(host, () => Promise.resolve()), kept }
}

const token = (value: string | null): TokenAnswer => ({ ok: true, token: value })
const verified = { session: 's_old', verified: true }
const visitor = { session: 's_visitor', verified: false }

describe('identity', () => {
  it('prefers a fresh token to a session kept from before', async () => {
    const { identity } = shop(token('t1'))
    await identity.start(verified, true)
    expect(identity.credentials()).toEqual({ token: 't1' })
  })

  it('shows what a visitor said together with the token they sign in with', async () => {
    const { identity } = shop(token('t1'))
    await identity.start(visitor, true)
    expect(identity.credentials()).toEqual({ token: 't1', session: 's_visitor' })
  })

  it('keeps the token until the hub has welcomed it, then uses the session', async () => {
    const { identity, kept } = shop(token('t1'))
    await identity.start({ session: '', verified: false }, true)
    expect(identity.credentials()).toEqual({ token: 't1' })
    expect(identity.credentials()).toEqual({ token: 't1' })
    identity.welcomed('s_new', true)
    expect(identity.credentials()).toEqual({ session: 's_new' })
    expect(kept.at(-1)).toEqual({ session: 's_new', verified: true })
  })

  it('does not use a customer’s session when the shop says that nobody is signed in', async () => {
    const { identity } = shop(token(null))
    await identity.start(verified, true)
    expect(identity.credentials()).toEqual({})
  })

  it('lets a visitor keep their conversation', async () => {
    const { identity } = shop(token(null))
    await identity.start(visitor, true)
    expect(identity.credentials()).toEqual({ session: 's_visitor' })
  })

  it('lets a visitor who signs in on the open page bring along what they said', async () => {
    const { identity, kept } = shop(token(null), token('t1'))
    await identity.start(visitor, true)
    expect(await identity.changed()).toBe('known')
    expect(identity.credentials()).toEqual({ token: 't1', session: 's_visitor' })
    expect(kept).toEqual([])
  })

  it('brings nothing of a customer to whoever comes after them', async () => {
    const { identity, kept } = shop(token('t1'), token('t2'), token(null))
    await identity.start(visitor, true)
    identity.welcomed('s_first', true)
    await identity.changed()
    expect(identity.credentials()).toEqual({ token: 't2' })
    expect(kept.at(-1)).toEqual({ session: '', verified: false })
    identity.welcomed('s_second', true)
    await identity.changed()
    expect(identity.credentials()).toEqual({})
  })

  it('gives nobody what was said while the shop could not say who it was', async () => {
    const { identity } = shop(
      { ok: false, token: null },
      { ok: false, token: null },
      { ok: false, token: null },
      token('t1'),
    )
    await identity.start({ session: '', verified: false }, true)
    identity.welcomed('s_somebody', false)
    await identity.changed()
    expect(identity.credentials()).toEqual({ token: 't1' })
  })

  it('asks for a new token when the hub refuses', async () => {
    const { identity } = shop(token('t1'), token('t2'))
    await identity.start(verified, true)
    expect(await identity.refused()).toBe('known')
    expect(identity.credentials()).toEqual({ token: 't2' })
  })

  it('stops asking when fresh tokens are refused too', async () => {
    const { identity } = shop(token('t1'), token('t2'), token('t3'), token('t4'))
    await identity.start(verified, true)
    expect([await identity.refused(), await identity.refused(), await identity.refused()]).toEqual([
      'known',
      'known',
      'expired',
    ])
  })

  it('says so when the shop cannot be asked, and never turns a known customer into nobody', async () => {
    const fresh = shop()
    expect(await fresh.identity.start({ session: '', verified: false }, true)).toBe('unconfirmed')
    const known = shop(token('t1'))
    await known.identity.start(verified, true)
    expect(await known.identity.refused()).toBe('expired')
  })

  it('starts a visitor anew when a page opened directly is refused', async () => {
    const { identity } = shop()
    await identity.start(visitor, false)
    expect(await identity.refused()).toBe('known')
    expect(identity.credentials()).toEqual({})
  })
})
