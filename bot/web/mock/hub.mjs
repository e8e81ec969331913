/**
 * A hub for looking at the pages without the back end: docs/protocol.md with scripted data, all in memory.
 * It checks nothing and forgets everything; it is never part of the product.
 */
import { WebSocketServer } from 'ws'
import { ChatSide, customerProjection } from './chat.mjs'
import { CUSTOMERS } from './data.mjs'
import { DeskSide } from './desk.mjs'
import { controlOf, item, liveItem, waitingOn } from './items.mjs'
import { Moves } from './moves.mjs'
import { Conversation, seed } from './store.mjs'
import { AGENTS, Team } from './team.mjs'

const SYSTEM = { kind: 'system', id: '', name: '' }

export class MockHub {
  constructor() {
    this.conversations = seed()
    this.sessions = new Map()
    this.sockets = new Set()
    this.team = new Team(this)
    this.moves = new Moves(this)
    this.chat = new ChatSide(this)
    this.desk = new DeskSide(this)
    this.server = new WebSocketServer({ noServer: true })
    this.moves.seed()
  }

  upgrade(request, socket, head) {
    const { pathname } = new URL(request.url, 'ws://mock')
    const side = { '/ws/chat': this.chat, '/ws/desk': this.desk }[pathname]
    if (!side) return false
    const agent = this.agentOf(request.headers.cookie)
    this.server.handleUpgrade(request, socket, head, (ws) => {
      if (side === this.desk && !agent) return ws.close(4401)
      ws.tell = (frame) => ws.send(JSON.stringify(frame))
      ws.agent = agent
      this.sockets.add(ws)
      ws.on('message', (raw) => side.frame(ws, JSON.parse(raw)))
      ws.on('close', () => this.sockets.delete(ws))
    })
    return true
  }

  agentOf(cookie = '') {
    const id = cookie.match(/jiezhu_staff=(\w+)/)?.[1]
    return AGENTS.find((one) => one.agent.id === id)?.agent ?? null
  }

  conversationOf(token) {
    const known = CUSTOMERS.find((one) => one.customer === token)
    const id = known ? `c_of_${known.customer}` : `c_anonymous_${this.conversations.size}`
    const customer = known
      ? { ...known, verified: true }
      : { customer: '', name: '访客', level: '', verified: false, phone: '' }
    if (!this.conversations.has(id)) this.conversations.set(id, new Conversation(id, customer))
    return this.conversations.get(id)
  }

  log(conversation, draft) {
    const event = conversation.append(draft)
    const shown = customerProjection(event)
    if (shown) this.toCustomer(conversation, { t: 'event', event: shown })
    this.toDesk(conversation, { t: 'event', conversation: conversation.id, event })
    this.lists()
    return event
  }

  changed(conversation, from, reason, by) {
    const { state, epoch } = conversation.control
    this.log(conversation, {
      actor: SYSTEM,
      kind: 'control',
      visibility: 'staff',
      text: '',
      data: { from, to: state, reason, epoch, by },
    })
    this.toCustomer(conversation, { t: 'control', control: this.controlForCustomer(conversation) })
    this.toDesk(conversation, { t: 'control', conversation: conversation.id, control: controlOf(conversation) })
    this.lists()
  }

  enqueue(conversation, reason) {
    const from = conversation.control.state
    conversation.queue(reason, reason === 'anger' ? 'high' : 'normal')
    Object.assign(conversation, { emotion: reason === 'anger' ? 'angry' : 'neutral', risk: 'none' })
    this.changed(conversation, from, reason, 'hub')
  }

  backToBot(conversation, code, text) {
    const from = conversation.control.state
    const { epoch } = conversation.control
    const state = code === 'closed' ? 'closed' : 'bot'
    Object.assign(conversation.control, {
      state,
      controller: code === 'closed' ? 'none' : 'bot',
      agent_id: '',
      agent_name: '',
      epoch: epoch + 1,
      queued_at: 0,
      due_at: 0,
      parked_for: 0,
      transfer: null,
      joined: [],
    })
    this.log(conversation, { actor: SYSTEM, kind: 'notice', text, data: { code } })
    this.changed(conversation, from, code, 'hub')
  }

  controlForCustomer({ control, id }) {
    const states = { bot: 'bot', queued: 'waiting', offered: 'waiting', parked: 'parked', closed: 'closed' }
    const state = states[control.state] ?? 'agent'
    const ahead = this.waiting().findIndex((one) => one.id === id)
    const place =
      state === 'waiting'
        ? { position: ahead + 1, ahead, wait_low_s: 60 + ahead * 30, wait_high_s: 120 + ahead * 60 }
        : {}
    return { state, agent_name: control.agent_name, parked_for: control.parked_for ?? 0, ...place }
  }

  waiting() {
    const rank = ['urgent', 'high', 'normal']
    const queued = [...this.conversations.values()].filter((one) => one.control.controller === 'queue')
    return queued.sort(
      (a, b) =>
        rank.indexOf(a.control.priority) - rank.indexOf(b.control.priority) ||
        a.control.queued_at - b.control.queued_at,
    )
  }

  /** Waiting ones, and those on their way to a colleague. */
  queueItems() {
    const handed = [...this.conversations.values()].filter((one) => one.control.state === 'transferring')
    return [...handed, ...this.waiting()].map(item)
  }

  parked() {
    return [...this.conversations.values()].filter((one) => one.control.state === 'parked')
  }

  live() {
    return [...this.conversations.values()].filter((one) => one.control.state !== 'closed' && one.events.length)
  }

  mineItems(agentId) {
    const mine = [...this.conversations.values()].filter((one) => one.control.agent_id === agentId)
    return mine.map((one) => ({
      conversation: one.id,
      control: controlOf(one),
      customer: one.customer,
      last_text: one.lastSaid?.text ?? '',
      last_at: one.lastSaid?.at ?? 0,
      waiting_on: waitingOn(one),
    }))
  }

  toCustomer(conversation, frame) {
    for (const socket of this.sockets)
      if (socket.side === 'customer' && socket.conversation === conversation) socket.tell(frame)
  }

  toDesk(conversation, frame) {
    for (const socket of this.sockets)
      if (socket.side === 'desk' && socket.watching.has(conversation.id)) socket.tell(frame)
  }

  lists() {
    for (const socket of this.sockets) {
      if (socket.side !== 'desk') continue
      socket.tell({ t: 'queue', items: this.queueItems() })
      socket.tell({ t: 'mine', items: this.mineItems(socket.agent.id) })
      socket.tell({ t: 'parked', items: this.parked().map(item) })
      socket.tell({ t: 'team', items: this.team.items() })
      socket.tell(this.team.me(socket.agent.id))
      if (socket.oversees) socket.tell({ t: 'live', items: this.live().map(liveItem) })
    }
  }
}
