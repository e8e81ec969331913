/** How a conversation stands, in a few words, for lists of conversations that are not one's own. */
import type { Standing } from '../core/protocol/handoff'
import { t } from './messages'

type Stands = Standing & { state?: string; agent_name?: string }

export function standingText(stands: Stands): string {
  const name = stands.agent_name || t('talk.someone')
  switch (stands.state ?? 'queued') {
    case 'bot':
      return t('live.bot')
    case 'packing':
      return t('live.packing')
    case 'offered':
      return t('live.offered', { name: stands.offered_name || t('talk.someone') })
    case 'human':
      return t('live.human', { name })
    case 'transferring':
      return t('live.transferring', { name })
    case 'orphaned':
      return t('live.orphaned', { name })
    case 'parked':
      return t('live.parked')
    case 'returning':
      return t('live.returning', { name })
    case 'closed':
      return t('live.closed')
    default:
      return t('live.queued')
  }
}
