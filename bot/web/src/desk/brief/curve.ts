/** The emotion of a conversation as points of a small drawing. */
import type { Emotion } from '../../core/protocol/events'

export const WIDTH = 150
export const HEIGHT = 44
export const MARGIN = 6
const LEVELS: readonly Emotion[] = ['neutral', 'worried', 'dissatisfied', 'angry']

export interface Point {
  x: number
  y: number
  level: Emotion
  seq: number
}

/** Calm at the bottom, angry at the top, evenly spaced in time. */
export function pointsOf(curve: readonly [number, Emotion][]): Point[] {
  const step = curve.length > 1 ? (WIDTH - 2 * MARGIN) / (curve.length - 1) : 0
  const rise = (HEIGHT - 2 * MARGIN) / (LEVELS.length - 1)
  return curve.map(([seq, level], index) => ({
    x: MARGIN + index * step,
    y: HEIGHT - MARGIN - Math.max(0, LEVELS.indexOf(level)) * rise,
    level,
    seq,
  }))
}

export function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
}
