// @vitest-environment node
/** What is committed under static/: sizes, and nothing that the strict Content-Security-Policy would block. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const STATIC = fileURLToPath(new URL('../static/', import.meta.url))
const KB = 1024

function packed(folder: string, ending: string): number {
  return readdirSync(STATIC + folder)
    .filter((name) => name.endsWith(ending))
    .reduce((sum, name) => sum + gzipSync(readFileSync(`${STATIC}${folder}/${name}`), { level: 9 }).length, 0)
}

describe('the built files', () => {
  it('keep the loader below 4 KB', () => {
    expect(gzipSync(readFileSync(`${STATIC}jiezhu.js`), { level: 9 }).length).toBeLessThan(4 * KB)
  })

  it('keep the chat below 45 KB of script and 6 KB of style', () => {
    expect(packed('chat/assets', '.js')).toBeLessThan(45 * KB)
    expect(packed('chat/assets', '.css')).toBeLessThan(6 * KB)
  })

  it('keep the desk below 320 KB', () => {
    expect(packed('desk/assets', '.js') + packed('desk/assets', '.css')).toBeLessThan(320 * KB)
  })

  it.each(['chat', 'desk'])('of %s have no inline script or style', (page) => {
    const html = readFileSync(`${STATIC}${page}/${page}.html`, 'utf8')
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=/)
    expect(html).toContain(`/static/${page}/assets/`)
  })
})

describe('package-lock.json', () => {
  it('names no host', () => {
    expect(readFileSync(fileURLToPath(new URL('../package-lock.json', import.meta.url)), 'utf8')).not.toContain('://')
  })
})
