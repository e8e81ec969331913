/** What of the lists this agent may take over, and why it stands there. */
import type { Standing } from '../core/protocol/handoff'

/** `offer` and `transfer` were meant for me and wait for my answer; the others anybody of the group may take. */
export type Chance = 'offer' | 'transfer' | 'queue' | 'parked'

export interface Me {
  id: string
  groups: readonly string[]
}

type Stands = Standing & { state?: string; agent_id?: string }

export function chanceOf(stands: Stands, me: Me): Chance | null {
  switch (stands.state ?? 'queued') {
    case 'queued':
      return 'queue'
    case 'parked':
      return 'parked'
    case 'offered':
      return stands.offered_to === me.id ? 'offer' : null
    case 'transferring':
      return transferChance(stands, me)
    default:
      return null
  }
}

/** Of a group one after the other is asked; whoever is of it need not wait for that. */
function transferChance({ transfer, agent_id }: Stands, me: Me): Chance | null {
  if (!transfer || agent_id === me.id) return null
  if (transfer.to_agent === me.id) return 'transfer'
  return me.groups.includes(transfer.to_group) ? 'queue' : null
}

/** Until when I have to answer; 0 when nobody waits for it. */
export function answerDue(stands: Standing): number {
  const { transfer } = stands
  return transfer?.ask_until || transfer?.due_at || stands.offer_due_at || 0
}
