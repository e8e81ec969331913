/** Visitors who sign in, and where customers write from, as the desk prepares them for drawing. */
import { describe, expect, it } from 'vitest'
import type { LogEvent, VisitorLine } from '../src/core/protocol/events'
import { lines } from '../src/core/timeline'
import { hasPhoto, opensByItself, opensRun, visitorsTalk } from '../src/desk/talk/merged'
import { talkRows } from '../src/desk/talk/rows'
import { channelText, tellingChannels } from '../src/desk/words'
import { event, fromCustomer } from './fixtures'

const line = (seq: number, changes: Partial<VisitorLine> = {}): VisitorLine => ({
  seq,
  at: seq * 1000,
  actor: 'customer',
  name: '',
  kind: 'text',
  text: `第 ${seq} 句`,
  ...changes,
})
const photo = (seq: number): VisitorLine => line(seq, { kind: 'image', text: '[图片]', evidence: `i_${seq}` })

describe('what a visitor said before they signed in', () => {
  it('counts its pictures, of those that can be fetched', () => {
    const talk = visitorsTalk({ from: 'c_v', lines: [line(1), photo(2), line(3, { kind: 'image', text: '[图片]' })] })
    expect(talk).toMatchObject({ from: 'c_v', photos: 1 })
    expect(talk.lines.map(hasPhoto)).toEqual([false, true, false])
  })

  it('is open up to twelve lines', () => {
    const said = Array.from({ length: 13 }, (_, index) => line(index + 1))
    expect(opensByItself(visitorsTalk({ lines: said.slice(0, 12) }))).toBe(true)
    expect(opensByItself(visitorsTalk({ lines: said }))).toBe(false)
  })

  it('can be drawn from a hub that says nothing of it', () => {
    expect(visitorsTalk({})).toEqual({ from: '', lines: [], photos: 0 })
  })

  it('names who speaks when that changes', () => {
    const bot = line(2, { actor: 'bot', name: '小接' })
    expect(opensRun(line(1), undefined)).toBe(true)
    expect(opensRun(line(3), line(1))).toBe(false)
    expect(opensRun(bot, line(1))).toBe(true)
    expect(opensRun(line(4, { actor: 'bot', name: '小林' }), bot)).toBe(true)
  })
})

describe('where a customer writes from', () => {
  it('is told unless it is only the usual way', () => {
    expect(tellingChannels(undefined)).toEqual([])
    expect(tellingChannels(['web'])).toEqual([])
    expect(tellingChannels(['app'])).toEqual(['app'])
    expect(tellingChannels(['web', 'app'])).toEqual(['web', 'app'])
  })

  it('keeps a shop’s own code as it is', () => {
    expect(['web', 'app', 'kiosk'].map(channelText)).toEqual(['网页', 'APP', 'kiosk'])
  })

  it('stands at each line that came another way than the one before', () => {
    const said = (seq: number, channel: string): LogEvent =>
      event(seq, { actor: fromCustomer, staff: channel ? { channel } : {} })
    const events = [said(1, 'web'), said(2, 'app'), event(3), said(4, 'app'), said(5, ''), said(6, 'web')]
    const rows = talkRows(lines(events, [], { kind: 'agent', readByPeer: 0 }))
    expect(rows.map((row) => row.channel)).toEqual(['', 'APP', '', '', '', '网页'])
    expect(rows[1].opensRun).toBe(true)
    expect(rows[4].opensRun).toBe(false)
  })
})
