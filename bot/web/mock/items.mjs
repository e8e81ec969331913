/** Rows of the lists, and clocks that look like those of the real rules. */
import { REASONS } from './store.mjs'
import { GROUPS } from './team.mjs'

const MINUTE = 60_000

const clock = (code, title, due_at, warn_ms, extra = {}) => ({
  code,
  title,
  due_at,
  warn_at: due_at - warn_ms,
  paused: false,
  left_ms: 0,
  breached: due_at < Date.now(),
  level: 'warning',
  ...extra,
})

export function clocksOf({ control, risk, lastSaid }) {
  if (['bot', 'closed'].includes(control.state)) return []
  const found = []
  const since = control.queued_at
  const isQueued = control.controller === 'queue'
  if (isQueued) found.push(clock('first_response', '首次响应', since + 4 * MINUTE, MINUTE))
  else if (lastSaid?.actor.kind === 'customer')
    found.push(clock('next_response', '回复', lastSaid.at + 3 * MINUTE, MINUTE))
  else found.push(clock('next_response', '回复', 0, 0, { paused: true, left_ms: 130_000, breached: false }))
  if (risk === 'high') found.push(clock('golden', '黄金处理', since + 30 * MINUTE, 5 * MINUTE, { level: 'urgent' }))
  found.push(clock('resolution', '解决', since + 60 * MINUTE, 10 * MINUTE, { level: 'info' }))
  return found
}

/** What every list tells of a conversation's handoff. */
export function standing(conversation) {
  const { control } = conversation
  return {
    group: control.group,
    group_title: GROUPS.find((group) => group.code === control.group)?.title ?? '',
    offered_to: control.offered_to ?? '',
    offered_name: control.offered_name ?? '',
    offer_due_at: control.offer_due_at ?? 0,
    parked_for: control.parked_for ?? 0,
    transfer: control.transfer ?? null,
    clocks: clocksOf(conversation),
    channels: conversation.channels ?? ['web'],
  }
}

export const controlOf = (conversation) => ({
  ...conversation.control,
  ...standing(conversation),
  joined: conversation.control.joined ?? [],
})

export function item(conversation, index) {
  const { id, control, customer, lastSaid, emotion = 'neutral', risk = 'none' } = conversation
  return {
    conversation: id,
    handoff_id: control.handoff_id,
    epoch: control.epoch,
    position: index + 1,
    priority: control.priority,
    queued_at: control.queued_at,
    due_at: control.due_at,
    reason: control.reason,
    reason_text: REASONS[control.reason] ?? '',
    emotion,
    risk,
    customer,
    last_text: lastSaid?.text ?? '',
    last_at: lastSaid?.at ?? 0,
    state: control.state,
    ...standing(conversation),
  }
}

export function liveItem(conversation, index) {
  const { agent_name } = conversation.control
  return { ...item(conversation, index), agent_name, waiting_on: waitingOn(conversation) }
}

export const waitingOn = ({ lastSaid }) => (lastSaid?.actor.kind === 'agent' ? 'customer' : 'agent')
