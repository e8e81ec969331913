import type { Actor } from '../core/protocol/events'
import { t } from './messages'

/** How the customer knows somebody. */
export function nameOf(actor: Actor): string {
  if (actor.kind === 'bot') return t('who.bot')
  if (actor.kind === 'agent') return actor.name ? t('who.agent', { name: actor.name }) : t('who.someone')
  return t('who.system')
}
