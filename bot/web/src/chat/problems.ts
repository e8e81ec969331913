/** What stops the page from connecting, in a sentence, with the one thing the customer can do about it. */
import { REFUSED } from '../core/socket'
import { t } from './messages'

export interface Problem {
  text: string
  actionText: string
  action: 'reconnect' | 'reload' | 'dismiss' | null
}

export function problemOf(code: number): Problem {
  switch (code) {
    case REFUSED.replaced:
      return { text: t('problem.replaced'), actionText: t('problem.replacedAction'), action: 'reconnect' }
    case REFUSED.origin:
      return { text: t('problem.origin'), actionText: '', action: null }
    case REFUSED.unauthorised:
      return { text: t('problem.identity'), actionText: t('problem.identityAction'), action: 'reconnect' }
    default:
      return { text: t('problem.version'), actionText: t('problem.versionAction'), action: 'reload' }
  }
}

export const UNCONFIRMED: Problem = {
  text: t('problem.anonymous'),
  actionText: t('problem.gotIt'),
  action: 'dismiss',
}
