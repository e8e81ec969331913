/** The desk's calls to the hub: docs/protocol.md, section 3. */
import type {
  Agent,
  CannedReplies,
  Control,
  ConversationSnapshot,
  IntentTitle,
  LiveItem,
  PromiseItem,
  ResolveResult,
} from '../core/protocol/desk'
import type { Group, OwnStatus } from '../core/protocol/handoff'
import { t } from './messages'

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly data: { by?: string },
  ) {
    super(message)
  }
}

async function call<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : undefined,
  }).catch(() => {
    throw new ApiError(0, 'network', t('error.network'), {})
  })
  const answer = await response.json().catch(() => ({}))
  if (response.ok) return answer as Answer
  throw new ApiError(response.status, answer.code ?? '', answer.message ?? t('error.unknown'), answer.data ?? {})
}

const conversation = (id: string) => `/api/conversations/${encodeURIComponent(id)}`

export interface TransferWish {
  epoch: number
  to_agent?: string
  to_group?: string
  reason: string
  note: string
}

/** A change of who serves; the answer has the new control record where the caller may see it. */
const step = (id: string, name: string, body: object) =>
  call<{ control?: Control }>('POST', `${conversation(id)}/${name}`, body)

export const api = {
  me: () => call<{ agent: Agent }>('GET', '/api/me'),
  login: (username: string, password: string) => call<{ agent: Agent }>('POST', '/api/login', { username, password }),
  logout: () => call<object>('POST', '/api/logout', {}),
  conversation: (id: string) => call<ConversationSnapshot>('GET', conversation(id)),
  claim: (id: string, handoff_id: string, epoch: number) =>
    call<{ control: Control }>('POST', `${conversation(id)}/claim`, { handoff_id, epoch }),
  resolve: (id: string, decision: { epoch: number; result: string; note: string; next: 'bot' | 'close' }) =>
    call<{ control: Control }>('POST', `${conversation(id)}/resolve`, decision),
  decline: (id: string, handoff_id: string) => step(id, 'decline', { handoff_id }),
  transfer: (id: string, wanted: TransferWish) => step(id, 'transfer', wanted),
  cancelTransfer: (id: string) => step(id, 'transfer/cancel', {}),
  park: (id: string, wanted: { epoch: number; due_at: number; note: string }) => step(id, 'park', wanted),
  join: (id: string) => step(id, 'join', {}),
  leave: (id: string) => step(id, 'leave', {}),
  takeOver: (id: string, wanted: { epoch: number; reason: string }) => step(id, 'take_over', wanted),
  groups: () => call<{ groups: Group[] }>('GET', '/api/groups'),
  live: () => call<{ items: LiveItem[] }>('GET', '/api/live'),
  presence: (status: OwnStatus) => call<object>('POST', '/api/presence', { status }),
  label: (id: string, seq: number, intent: string) =>
    call<{ label: { intent: string; title: string } }>('POST', `${conversation(id)}/label`, { seq, intent }),
  intents: () => call<{ intents: IntentTitle[] }>('GET', '/api/intents'),
  keepPromise: (id: string, note: string) =>
    call<{ promise: PromiseItem }>('POST', `/api/promises/${encodeURIComponent(id)}/keep`, { note }),
  replies: (id: string) => call<CannedReplies>('GET', `/api/replies?conversation=${encodeURIComponent(id)}`),
  results: () => call<{ results: ResolveResult[] }>('GET', '/api/results'),
}

/** What to tell the agent about anything that went wrong. */
export function sentence(error: unknown): string {
  return error instanceof ApiError ? error.message : t('error.unknown')
}
