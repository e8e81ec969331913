/** The round button and the frame, in a shadow root so that the shop's styles and ours never meet. */

const STYLE = `
:host { all: initial }
button {
  position: fixed; z-index: 2147483000;
  right: calc(20px + env(safe-area-inset-right)); bottom: calc(20px + env(safe-area-inset-bottom));
  width: 60px; height: 60px; padding: 0; border: 0; border-radius: 50%;
  display: grid; place-items: center;
  background: #0b6a66; color: #fff; cursor: pointer; box-shadow: 0 8px 24px rgba(8, 60, 58, .34);
}
button:hover { background: #085450 }
button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #0b6a66 }
b {
  position: absolute; top: -3px; right: -3px; min-width: 22px; height: 22px; padding: 0 6px; box-sizing: border-box;
  border-radius: 11px; border: 2px solid #fff; background: #b1222c; font: 600 12px/18px system-ui, sans-serif;
  text-align: center;
}
b:empty { display: none }
iframe {
  position: fixed; z-index: 2147483001; display: none;
  right: calc(20px + env(safe-area-inset-right)); bottom: calc(92px + env(safe-area-inset-bottom));
  width: min(400px, calc(100vw - 40px)); height: min(700px, calc(100vh - 116px));
  border: 0; border-radius: 18px; background: #f4f7f7; box-shadow: 0 16px 56px rgba(12, 40, 44, .28);
}
iframe.open { display: block }
@media (max-width: 520px) {
  iframe { inset: 0; width: 100%; height: 100vh; height: 100dvh; border-radius: 0 }
}`

const SHAPE =
  'M12 3C6.5 3 2 6.8 2 11.4c0 2.6 1.5 5 3.8 6.5L5 21.5l4.3-2.1c.9.2 1.8.3 2.7.3 5.5 0 10-3.8 10-8.4S17.5 3 12 3z'
const LABEL = '联系客服'
const FRAME_TITLE = '在线客服'
const MOST_SHOWN = 99

export interface Launcher {
  addFrame(address: string): HTMLIFrameElement
  show(open: boolean): void
  badge(count: number): void
  focus(): void
}

export function makeLauncher(onPress: () => void): Launcher {
  const host = document.createElement('div')
  host.id = 'jiezhu-widget'
  const root = host.attachShadow({ mode: 'open' })
  addStyle(root)

  const button = document.createElement('button')
  const badge = document.createElement('b')
  button.type = 'button'
  button.setAttribute('aria-expanded', 'false')
  button.setAttribute('aria-label', LABEL)
  button.addEventListener('click', () => onPress())
  button.append(bubble(), badge)
  root.append(button)
  document.body.append(host)

  let frame: HTMLIFrameElement | null = null
  return {
    addFrame(address) {
      frame = document.createElement('iframe')
      frame.title = FRAME_TITLE
      frame.allow = 'clipboard-write'
      frame.src = address
      root.append(frame)
      return frame
    },
    show(open) {
      frame?.classList.toggle('open', open)
      button.setAttribute('aria-expanded', String(open))
    },
    badge(count) {
      badge.textContent = count > MOST_SHOWN ? `${MOST_SHOWN}+` : count > 0 ? String(count) : ''
      button.setAttribute('aria-label', count > 0 ? `${LABEL}，${count} 条新消息` : LABEL)
    },
    focus: () => button.focus(),
  }
}

/** A constructed sheet passes a strict style-src; a style element is for browsers that have none. */
function addStyle(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLE)
    root.adoptedStyleSheets = [sheet]
  } catch {
    const element = document.createElement('style')
    element.textContent = STYLE
    root.append(element)
  }
}

function bubble(): SVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  const path = document.createElementNS(space, 'path')
  path.setAttribute('d', SHAPE)
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('width', '28')
  svg.setAttribute('height', '28')
  svg.setAttribute('fill', 'currentColor')
  svg.setAttribute('aria-hidden', 'true')
  svg.append(path)
  return svg
}
