/** What the bot took the customer's messages for, and what colleagues say they are, drawn from the log. */
import type { LogEvent } from '../core/protocol/events'

export interface Understood {
  /** Empty: not understood. */
  intent: string
  /** Other intents it thought of, likeliest first. */
  others: string[]
  /** What a colleague says it is, and who; empty: nobody said. */
  label: string
  labelledBy: string
}

const FALLBACK = 'nlu_fallback'
const OTHERS = 3

/** By the `seq` of the last message of each turn: messages answered together are one question, and marked once. */
export function understoodBySeq(events: readonly LogEvent[]): Map<number, Understood> {
  const typed = new Set(events.filter((event) => event.actor.kind === 'customer' && event.kind === 'text').map(seqOf))
  const found = new Map<number, Understood>()
  for (const event of events) {
    const { parse, answers } = event.staff ?? {}
    const last = lastOf(answers, typed)
    if (!parse || !last || found.has(last)) continue
    const ranking = (parse.ranking ?? []).map(([intent]) => intent).filter((intent) => intent !== FALLBACK)
    const intent = parse.intent && parse.intent !== FALLBACK ? parse.intent : ''
    found.set(last, { intent, others: ranking.slice(0, OTHERS), label: '', labelledBy: '' })
  }
  for (const event of events) {
    const mark = event.kind === 'label' ? found.get(lastOf(event.data.seq, typed)) : undefined
    if (mark) Object.assign(mark, { label: event.data.intent ?? '', labelledBy: event.actor.name })
  }
  return found
}

function seqOf(event: LogEvent): number {
  return event.seq
}

function lastOf(seqs: unknown, typed: ReadonlySet<number>): number {
  return Array.isArray(seqs) ? Math.max(0, ...seqs.filter((seq) => typed.has(seq))) : 0
}
