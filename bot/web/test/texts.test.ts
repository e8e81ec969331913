import { describe, expect, it } from 'vitest'
import { isSendKey } from '../src/core/ime'
import { pieces } from '../src/core/links'
import { yuan } from '../src/core/money'

describe('links', () => {
  it('finds web addresses without the punctuation around them', () => {
    expect(pieces('见 https://shop.example/a?b=1。谢谢').map((piece) => piece.href)).toEqual([
      null,
      'https://shop.example/a?b=1',
      null,
    ])
    expect(pieces('(https://shop.example/x).')[1].href).toBe('https://shop.example/x')
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', '<a href="https:">', 'https://'])(
    'leaves %s a text',
    (text) => {
      expect(pieces(text).every((piece) => piece.href === null)).toBe(true)
    },
  )

  it('loses no character', () => {
    const text = '看 http://a.example/,再看 https://b.example!好'
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
  })
})

describe('money', () => {
  it.each([
    [0, '¥0.00'],
    [5, '¥0.05'],
    [129_900, '¥1,299.00'],
    [-250, '-¥2.50'],
    [123_456_789, '¥1,234,567.89'],
  ])('%i fen is %s', (fen, text) => expect(yuan(fen)).toBe(text))
})

describe('the Enter key', () => {
  const key = (changes: object) => Object.assign(new KeyboardEvent('keydown', { key: 'Enter' }), changes)
  it('sends', () => expect(isSendKey(key({}))).toBe(true))
  it('takes a word while a composition runs', () => {
    expect(isSendKey(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }))).toBe(false)
    expect(isSendKey(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229 }))).toBe(false)
  })
  it('breaks the line with Shift', () => {
    expect(isSendKey(new KeyboardEvent('keydown', { key: 'Enter', shiftKey: true }))).toBe(false)
  })
})
