import { describe, expect, it } from 'vitest'
import type { CannedSituation } from '../src/core/protocol/desk'
import { blanks, joined, offered, pieces } from '../src/desk/replies/fill'

const KNOWN = { values: { name: '', title: '羽绒服', last_step: '快件已到$&' }, variables: { due: '答应的时间' } }

describe('a canned reply', () => {
  it('is filled with what is known, and an empty name is known too', () => {
    expect(joined(pieces('{name}您好，“{title}”的最新物流是“{last_step}”。', KNOWN))).toBe(
      '您好，“羽绒服”的最新物流是“快件已到$&”。',
    )
  })

  it('keeps what is not known as a marked blank beside those written by hand', () => {
    const text = pieces('您要的是【客户的要求】，{due}给您{result}。', KNOWN)
    expect(joined(text)).toBe('您要的是【客户的要求】，【答应的时间】给您【result】。')
    expect(blanks(text)).toEqual(['【客户的要求】', '【答应的时间】', '【result】'])
  })
})

describe('the library', () => {
  const situation = (code: string, fits: boolean, ...titles: string[]): CannedSituation => ({
    code,
    name: code === 'refund' ? '退款进度' : '收尾',
    fits,
    replies: titles.map((title) => ({
      code: title,
      title,
      texts: [{ tone: 'calm', text: `${title}，Jiezhu${title === '说规则' ? '，谢谢' : ''}` }],
    })),
  })
  const all = [situation('refund', true, '查到账', '说规则'), situation('closing', false, '感谢')]
  const titles = (search: string, shown: string) =>
    offered(all, search, shown).map((group) => group.replies.map((reply) => reply.title).join())

  it.each([
    ['', 'fits', ['查到账,说规则']],
    ['', '', ['查到账,说规则', '感谢']],
    ['', 'closing', ['感谢']],
    ['规则', 'closing', ['说规则']],
    ['退款 到账', 'closing', ['查到账']],
    ['jiezhu', 'fits', ['查到账,说规则', '感谢']],
    ['没有这句', 'fits', []],
    ['谢', 'fits', ['感谢', '说规则']],
  ])('searched for “%s” in %s gives %j', (search, shown, found) => {
    expect(titles(search, shown)).toEqual(found)
  })
})
